import { describe, expect, it } from "vitest";
import { ownClaims } from "../../../src/queue/claims.ts";
import { dryRun } from "../../../src/reconcile/dry-run.ts";
import { createDiscovery } from "../../../src/reconcile/repository/discovery.ts";
import { FakeGithub } from "../../support/github/fake-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { FakeExecutor } from "../../support/loop/fake-executor.ts";
import { PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { memoryLog } from "../../support/loop/memory-log.ts";

const PATH = ".autoloop/programs/carton.md";
const LAG_MS = 180_000;

/** A repository with a program file, and what looks for it; `setUp`: how long the setup issue wants to wait. */
function repository({ isDry = false, isMine = true, setUp = null as number | null } = {}) {
  const clock = new FakeClock();
  const github = new FakeGithub({ clock, files: {} });
  github.pushCommit("main", { [PATH]: PROGRAM_TEXT });
  const { log, lines } = memoryLog();
  const woken: number[] = [];
  const setup = {
    repository: async () =>
      setUp === null ? ({ kind: "done" } as const) : ({ kind: "again", ms: setUp } as const),
  };
  const claims = isMine ? ownClaims : { claim: async () => false };
  const ports = { forge: github.forge, memory: github.memory, executor: new FakeExecutor() };
  const { forge } = isDry ? dryRun(ports) : ports;
  const discovery = createDiscovery({
    ...{ forge, clock, log, setup, claims, listLagMs: LAG_MS },
    wake: ({ issue }) => woken.push(issue),
  });
  return { clock, github, lines, woken, look: () => discovery.repository(github.repository) };
}

describe(createDiscovery, () => {
  it("waits until a list would show what another process opened, then opens the issue and tells the log", async () => {
    const { clock, lines, woken, look } = repository();
    await clock.advance(1_000);
    expect(await look()).toEqual({ kind: "again", ms: LAG_MS - 1_000 });
    expect(lines).toEqual([]);
    await clock.advance(LAG_MS - 1_000);
    expect(await look()).toEqual({ kind: "done" });
    expect(lines.map(({ message, fields }) => [message, fields])).toEqual([
      ["did", { action: "issue.open", what: 'open the issue "[Autoloop: carton]"', outcome: 1 }],
    ]);
    expect(woken).toEqual([1]);
  });

  it("makes its request the program's issue as soon as the file is one, and tells the log what of it", async () => {
    const { clock, github, lines, woken, look } = repository();
    github.pushCommit("main", { [PATH]: "Later.\n" });
    await clock.advance(LAG_MS);
    await look();
    expect(github.issue(1).title).not.toBe("[Autoloop: carton]");
    github.pushCommit("main", { [PATH]: PROGRAM_TEXT });
    expect(await look()).toEqual({ kind: "done" });
    expect(github.issue(1).title).toBe("[Autoloop: carton]");
    expect(lines.at(-1)?.fields).toEqual({
      ...{ action: "issue.edit", outcome: 1 },
      what: "edit issue #1 (title, body, labels)",
    });
    expect(woken).toEqual([1, 1]);
    expect(github.issues.size).toBe(1);
  });

  it("leaves it to another replica that was faster, and asks again after a while", async () => {
    const { clock, github, look } = repository({ isMine: false });
    await clock.advance(LAG_MS);
    expect(await look()).toEqual({ kind: "again", ms: LAG_MS });
    expect(github.issues.size).toBe(0);
  });

  it("comes back when the first of its own waits and that of the setup issue is over", async () => {
    expect(await repository({ setUp: 500 }).look()).toEqual({ kind: "again", ms: 500 });
    expect(await repository({ setUp: 2 * LAG_MS }).look()).toEqual({ kind: "again", ms: LAG_MS });
  });

  it("only says what it would do in a dry run", async () => {
    const { clock, github, lines, woken, look } = repository({ isDry: true });
    await clock.advance(LAG_MS);
    await look();
    expect(lines.map(({ message, fields }) => [message, fields])).toEqual([
      ['would open the issue "[Autoloop: carton]"', { action: "issue.open" }],
    ]);
    expect([github.writes, woken]).toEqual([[], []]);
  });
});
