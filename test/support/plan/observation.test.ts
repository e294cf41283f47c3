import { describe, expect, it } from "vitest";
import { aKeptProgram, anObservation, aProgram, programText } from "./observation.ts";
import { finished, planned } from "./planned.ts";
import { aBranch, aCheck, aCommit, aPull, MAIN, own, said } from "./view-parts.ts";

describe(anObservation, () => {
  it.each<[string, Parameters<typeof anObservation>[0]]>([
    ["a run without an iteration in flight", { run: { state: "running" } }],
    ["a run without an iteration in flight", { run: finished(1) }],
    ["another issue", { issue: { number: 2 } }],
    [
      "a journal of another issue",
      { journal: aProgram().event({ type: "loop.stop", reason: "", by: null }), issue: { number: 3 } },
    ],
    ["two comments of one id", { comments: [said("a", "x"), said("b", "y")] }],
    ["an own comment of somebody else", { comments: [said("a", "x", { own: true })] }],
    ["checks without a branch", { branch: "absent", checks: [aCheck("success")] }],
    ["a branch whose head is not its first commit", { branch: aBranch([aCommit("a")], { head: "b" }) }],
    ["a branch that is even with", { branch: aBranch([aCommit("a")], { ahead: 0 }) }],
    ["a branch that is even with", { branch: aBranch([aCommit(MAIN)]) }],
    ["two own open pull requests", { pulls: [aPull(aKeptProgram().state), aPull(aKeptProgram().state)] }],
  ])("refuses %s", (what, deviation) => {
    expect(() => anObservation(deviation)).toThrow(`no such world`);
    expect(what).not.toBe("");
  });

  it("refuses a program that does not run and a text that is not the journal's", () => {
    expect(() => aProgram(programText("repeat: never"))).toThrow("not runnable");
    expect(() => anObservation({ journal: aProgram(programText("ci: none")) })).toThrow("give the text");
  });

  it("is deterministic", () => {
    expect(planned().actions).toEqual(planned().actions);
    expect(own("x", 1).own).toBe(true);
  });
});
