import { describe, expect, it } from "vitest";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { createCheckRunActions } from "../../../src/reconcile/read/check-run-actions.ts";
import { type CheckRunAction, checkRunActionHash } from "../../../src/text/command/check-run-action.ts";
import { aJournal } from "../../support/plan/journal.ts";

const key = { account: "1", owner: "octo", name: "carton", issue: 7 };
const pressed = (delivery: string): CheckRunAction => ({
  ...{ checkRun: 41, login: "ann", box: "pause", delivery },
  at: "2026-01-01T00:00:00Z",
});
const { state } = aJournal();
/** The same program after its journal got to know this press. */
const heard = (one: CheckRunAction): ProgramState => {
  const told = { comment: one.checkRun, hash: checkRunActionHash(one), written_at: one.at };
  return { ...state, commands: [...state.commands, { ...told, verb: "pause", outcome: "done" }] };
};

describe(createCheckRunActions, () => {
  it("keeps the actions of each program until its journal holds them", () => {
    const actions = createCheckRunActions();
    actions.add(key, pressed("a"));
    actions.add(key, pressed("b"));
    expect(actions.open(key, null)).toEqual([pressed("a"), pressed("b")]);
    expect(actions.open({ ...key, issue: 8 }, null)).toEqual([]);
    expect(actions.open(key, heard(pressed("a")))).toEqual([pressed("b")]);
    expect(actions.open(key, state)).toEqual([pressed("b")]);
    expect(actions.open(key, heard(pressed("b")))).toEqual([]);
    expect(actions.open(key, state)).toEqual([]);
  });

  it("knows a press again by its check, button and delivery", () => {
    const actions = createCheckRunActions();
    actions.add(key, pressed("a"));
    expect(actions.open(key, heard({ ...pressed("a"), checkRun: 42 }))).toEqual([pressed("a")]);
    expect(actions.open(key, heard({ ...pressed("a"), box: "run" }))).toEqual([pressed("a")]);
  });

  it("keeps the last twenty of one program", () => {
    const actions = createCheckRunActions();
    for (let n = 0; n < 22; n += 1) actions.add(key, pressed(`${n}`));
    expect(actions.open(key, null).map(({ delivery }) => delivery)).toEqual(
      Array.from({ length: 20 }, (_, n) => `${n + 2}`),
    );
  });
});
