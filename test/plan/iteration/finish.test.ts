import { describe, expect, it } from "vitest";
import { finish } from "../../../src/plan/iteration/finish.ts";
import { JournalBuilder } from "../../support/plan/journal.ts";
import { aKeptProgram, aProgram, programText } from "../../support/plan/observation.ts";
import { finished, HOUR, planned, typesOf } from "../../support/plan/planned.ts";
import { aCheck } from "../../support/plan/view-parts.ts";

const times = <T>(count: number, journal: T, step: (journal: T) => T): T =>
  Array.from({ length: count }).reduce<T>(step, journal);

describe(finish, () => {
  it.each([
    ["reached", "target-metric: 740"],
    ["passed", "target-metric: 745"],
  ])("completes when the target is %s, in the write of the iteration that did it", (_, setting) => {
    const text = programText(setting, "ci: none");
    const journal = aKeptProgram(text).begun();
    const { events, says, wakeAt } = planned({ journal, text, committed: true, run: finished(740) });
    expect(typesOf(events).slice(-2)).toEqual(["iteration.accept", "loop.complete"]);
    expect(says).toContain("change labels: +autoloop-completed -autoloop-program");
    expect(wakeAt).toBeNull();
  });

  it("opens the pull request of a program whose first kept iteration completed it", () => {
    const text = programText("target-metric: 750", "ci: none");
    const journal = aProgram(text).baseline(760).begun();
    const { says, again } = planned({ journal, text, committed: true, run: finished(750) });
    expect(says.at(-1)).toBe("open a draft pull request from autoloop/carton to main");
    expect(again).toBe(true);
  });

  it("goes on while the target is not reached", () => {
    const text = programText("target-metric: 740");
    expect(typesOf(planned({ journal: aKeptProgram(text), text }, { after: HOUR }).events)).toEqual([
      "iteration.start",
    ]);
  });

  it("completes after max-iterations, however they ended; a baseline is none of them", () => {
    const text = programText("max-iterations: 3");
    const two = aKeptProgram(text).rejected(800);
    expect(typesOf(planned({ journal: two, text }, { after: HOUR }).events)).toEqual(["iteration.start"]);
    const three = aKeptProgram(text).rejected(800).failed();
    expect(planned({ journal: three, text }, { after: HOUR }).events).toMatchObject([
      { type: "loop.complete", reason: "All 3 iterations are done." },
    ]);
  });

  it("pauses after a plateau (five in a program of old) and after three errors in a row, not before", () => {
    const rejections = (count: number) => times(count, aKeptProgram(), (one) => one.rejected(800));
    const errors = (count: number) => times(count, aKeptProgram(), (one) => one.failed("it broke"));
    const next = (journal: ReturnType<typeof aKeptProgram>) =>
      planned({ journal }, { after: HOUR }).events[0];
    expect(next(rejections(4))).toMatchObject({ type: "iteration.start" });
    expect(next(rejections(5))).toMatchObject({ type: "loop.pause", kind: "plateau", by: null });
    expect(next(errors(2))).toMatchObject({ type: "iteration.start" });
    expect(next(errors(3))).toMatchObject({
      type: "loop.pause",
      kind: "errors",
      reason: "3 iterations in a row broke. The last one: it broke",
    });
  });

  it("ends no program whose text was never approved", () => {
    const journal = new JournalBuilder("carton").adopted().started();
    expect(planned({ journal, permissions: {} }, { after: HOUR }).events).toEqual([]);
  });

  it("ends nothing before the last commit that was not kept is off the branch", () => {
    const text = programText("max-iterations: 2");
    const journal = aKeptProgram(text).begun();
    const last = { journal, text, committed: true, run: finished(740), checks: [aCheck("failure")] };
    const { events, says, again } = planned(last);
    expect(typesOf(events)).toContain("iteration.reject");
    expect(typesOf(events)).not.toContain("loop.complete");
    expect(says).toContainEqual(expect.stringMatching(/^put autoloop\/carton back/));
    expect(again).toBe(true);
  });
});
