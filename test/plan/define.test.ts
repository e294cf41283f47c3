import { describe, expect, it } from "vitest";
import { define } from "../../src/plan/define.ts";
import { PROGRAM_TEXT } from "../support/loop.ts";
import { aKeptProgram, type Deviation, programText } from "../support/observation.ts";
import { bodyOf, HOUR, planned, typesOf } from "../support/planned.ts";

const edit = (body: string, login = "maria"): Deviation => ({
  issue: { body, edited: { login, at: "2026-01-01T00:30:00Z" } },
});

describe(define, () => {
  it("takes over a text by somebody with write access and stays in its epoch while measuring is the same", () => {
    const { events, says } = planned(edit(programText("target-metric: 600")));
    expect(events).toMatchObject([{ type: "program.defined", epoch: 1, approved_by: { login: "maria" } }]);
    expect(says[0]).toMatch(/definitions\/carton\/[0-9a-f]{64}\.md/);
  });

  it("opens an epoch with a new baseline when measuring changed", () => {
    const { events } = planned(edit(PROGRAM_TEXT.replace("evaluate.mjs", "evaluate.mjs --fine")), {
      after: HOUR,
    });
    expect(events).toMatchObject([
      { type: "program.defined", epoch: 2 },
      { type: "iteration.start", kind: "baseline", iteration: 2 },
    ]);
  });

  it("starts nothing while a changed text waits for approval, and says so where people look", () => {
    const plan = planned(edit(programText("target-metric: 600"), "stranger"), { after: HOUR });
    expect(plan.events).toEqual([]);
    expect(plan.says).toEqual([
      expect.stringContaining("edit the status comment"),
      expect.stringContaining("post the notice (approval)"),
    ]);
    expect(bodyOf(plan, "status comment")).toContain("nobody with write access has approved it");
  });

  it("starts nothing while an approved text cannot run, and says what is wrong", () => {
    const plan = planned(edit(programText("repeat: never")), { after: HOUR });
    expect(plan.events).toEqual([]);
    expect(bodyOf(plan, "notice (problems)")).toContain("repeat");
  });

  it("lets a new text wait for the end of the iteration that is bound to the old one", () => {
    const journal = aKeptProgram().begun();
    expect(planned({ journal, ...edit(programText("target-metric: 600")) }).events).toEqual([]);
  });

  it("forgets about an edit that was taken back", () => {
    expect(planned(edit(PROGRAM_TEXT, "stranger")).says).toEqual([]);
  });

  it("does not read a closed issue", () => {
    const closed = { body: "nonsense", state: "closed" as const };
    expect(typesOf(planned({ issue: closed }).events)).toEqual(["loop.stop"]);
  });
});
