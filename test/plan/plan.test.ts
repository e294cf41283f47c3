import { describe, expect, it } from "vitest";
import { plan } from "../../src/plan/plan.ts";
import { aKeptProgram, aProgram } from "../support/plan/observation.ts";
import { finished, HOUR, MINUTE, planned } from "../support/plan/planned.ts";
import { aCheck } from "../support/plan/view-parts.ts";

describe(plan, () => {
  it.each([
    ["a program between two iterations", {}],
    ["one whose run goes on", { journal: aKeptProgram().begun() }],
    ["one that waits for CI", { journal: aKeptProgram().begun(), committed: true, run: finished(740) }],
    ["a paused one", { journal: aKeptProgram().paused() }],
    ["a stopped one", { journal: aKeptProgram().event({ type: "loop.stop", reason: "Closed.", by: null }) }],
    ["a completed one", { journal: aKeptProgram().event({ type: "loop.complete", reason: "Done." }) }],
  ])("has nothing to do for %s that shows what is true", (_, deviation) => {
    expect(planned(deviation)).toMatchObject({ says: [], again: false, nudge: [] });
  });

  it("writes the journal before the effects that it announces, and shows people what both led to", () => {
    const accepted = {
      journal: aKeptProgram().begun(),
      committed: true,
      run: finished(740),
      checks: [aCheck("success")],
    };
    expect(planned(accepted, { after: HOUR }).actions.map(({ type }) => type)).toEqual([
      "memory.commit",
      "run.dispose",
      "run.start",
      "comment.edit",
      "comment.post",
      "pull.edit",
    ]);
  });

  it("looks again at the earliest of the moments that its rules named", () => {
    // The status comment wants to show a run that lasts, long before the deadline.
    const { wakeAt, now } = planned({ journal: aKeptProgram().begun(), shown: false, comments: [] });
    expect(wakeAt).toBeGreaterThan(now);
    expect(planned({ journal: aKeptProgram().paused() }).wakeAt).toBeNull();
  });

  describe("when an iteration's end frees a slot", () => {
    const past = new Date(Date.UTC(2026, 0, 1)).toISOString();
    const future = new Date(Date.UTC(2027, 0, 1)).toISOString();
    const neighbours = [
      { due_at: past },
      { due_at: future },
      { due_at: null },
      { due_at: past, in_flight: 3 },
      { due_at: past, status: "paused" as const },
    ];
    const ended = { journal: aKeptProgram().begun(), run: finished(800), neighbours };

    it("nudges those that are due and wait, and nobody else", () => {
      expect(planned(ended).nudge).toEqual([100]);
    });

    it("nudges nobody while the slot stays taken", () => {
      expect(planned({ journal: aKeptProgram().begun(), neighbours }).nudge).toEqual([]);
      expect(
        planned({
          journal: aProgram().begun("baseline"),
          run: finished(760),
          neighbours: [{ due_at: future }],
        }).nudge,
      ).toEqual([]);
      expect(planned({ neighbours }, { after: MINUTE }).nudge).toEqual([]);
    });

    it("nudges nobody where there is no registry", () => {
      expect(planned({ ...ended, registry: "absent" }).nudge).toEqual([]);
    });
  });
});
