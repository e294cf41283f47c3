import { describe, expect, it } from "vitest";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { type Press, pressHash } from "../../../src/plan/people/press.ts";
import { createPresses } from "../../../src/reconcile/read/presses.ts";
import { aJournal } from "../../support/plan/journal.ts";

const key = { installation: 1, owner: "octo", name: "carton", issue: 7 };
const press = (delivery: string): Press => ({
  ...{ checkRun: 41, login: "ann", box: "pause", delivery },
  at: "2026-01-01T00:00:00Z",
});
const { state } = aJournal();
/** The same program after its journal got to know this press. */
const heard = (one: Press): ProgramState => {
  const told = { comment: one.checkRun, hash: pressHash(one), written_at: one.at };
  return { ...state, commands: [...state.commands, { ...told, verb: "pause", outcome: "done" }] };
};

describe(createPresses, () => {
  it("keeps the presses of each program until its journal holds them", () => {
    const presses = createPresses();
    presses.add(key, press("a"));
    presses.add(key, press("b"));
    expect(presses.open(key, null)).toEqual([press("a"), press("b")]);
    expect(presses.open({ ...key, issue: 8 }, null)).toEqual([]);
    expect(presses.open(key, heard(press("a")))).toEqual([press("b")]);
    expect(presses.open(key, state)).toEqual([press("b")]);
    expect(presses.open(key, heard(press("b")))).toEqual([]);
    expect(presses.open(key, state)).toEqual([]);
  });

  it("knows a press again by its check, button and delivery", () => {
    const presses = createPresses();
    presses.add(key, press("a"));
    expect(presses.open(key, heard({ ...press("a"), checkRun: 42 }))).toEqual([press("a")]);
    expect(presses.open(key, heard({ ...press("a"), box: "run" }))).toEqual([press("a")]);
  });

  it("keeps the last twenty of one program", () => {
    const presses = createPresses();
    for (let n = 0; n < 22; n += 1) presses.add(key, press(`${n}`));
    expect(presses.open(key, null).map(({ delivery }) => delivery)).toEqual(
      Array.from({ length: 20 }, (_, n) => `${n + 2}`),
    );
  });
});
