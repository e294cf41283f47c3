import { describe, expect, it } from "vitest";
import type { RequiredNames } from "../../../src/domain/repository/checks.ts";
import { rememberRequired } from "../../../src/reconcile/read/required-names.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";

const REPOSITORY = { account: "1", owner: "octo", name: "carton" };

describe(rememberRequired, () => {
  const asking = (...answers: readonly RequiredNames[]) => {
    const clock = new FakeClock();
    const left = [...answers];
    const forge = { requiredChecks: async () => left.shift() ?? [] };
    return { clock, ask: rememberRequired(forge, clock), left };
  };

  it("remembers the names of one branch for ten minutes", async () => {
    const { clock, ask } = asking(["test"], ["of another branch"], ["test", "lint"]);
    expect(await ask(REPOSITORY, "main")).toEqual(["test"]);
    expect(await ask(REPOSITORY, "next")).toEqual(["of another branch"]);
    await clock.advance(10 * 60_000 - 1);
    expect(await ask(REPOSITORY, "main")).toEqual(["test"]);
    await clock.advance(1);
    expect(await ask(REPOSITORY, "main")).toEqual(["test", "lint"]);
  });

  it("counts from the answer, which puts a clock right that is days ahead", async () => {
    const times = [Date.UTC(2026, 0, 31), Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1, 0, 10)];
    const answers = [["test"], ["test", "lint"]];
    const forge = { requiredChecks: async () => answers.shift() ?? [] };
    const ask = rememberRequired(forge, { now: () => times.shift() ?? Date.UTC(2026, 0, 1, 0, 10) });
    expect(await ask(REPOSITORY, "main")).toEqual(["test"]);
    expect(await ask(REPOSITORY, "main")).toEqual(["test", "lint"]);
  });

  it("asks again at once where nobody could tell", async () => {
    const { ask } = asking("unknown", ["test"]);
    expect(await ask(REPOSITORY, "main")).toBe("unknown");
    expect(await ask(REPOSITORY, "main")).toEqual(["test"]);
  });
});
