import { describe, expect, it } from "vitest";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { unstarted } from "../../../src/plan/runs/unstarted.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { HOUR, planned } from "../../support/plan/planned.ts";

const trouble = { code: "files", said: "fatal: no" } as const;

function said(deviation: Deviation) {
  const seen = anObservation(deviation);
  return unstarted({ seen, now: 0, policy: POLICY }, emptyDraft(null, 0)).notices;
}

describe(unstarted, () => {
  it("says why a run that was ordered could not begin, and why one cannot be seen", () => {
    expect(said({ found: { unstarted: trouble } })).toEqual([{ kind: "unstarted", trouble }]);
    const journal = aKeptProgram().begun();
    const doubt = { code: "folder", said: "EACCES: permission denied" } as const;
    expect(said({ journal, run: { state: "unknown", doubt } })).toEqual([
      { kind: "unstarted", trouble: doubt },
    ]);
  });

  it("says nothing of a run that goes on, or is elsewhere", () => {
    const journal = aKeptProgram().begun();
    const doubt = { code: "other-executor", executor: "actions" } as const;
    expect(said({})).toEqual([]);
    expect(said({ journal })).toEqual([]);
    expect(said({ journal, run: { state: "unknown", doubt } })).toEqual([]);
  });

  it("keeps the run from being ordered in the same look once more", () => {
    const ordered = (deviation: Deviation) =>
      planned({ journal: aKeptProgram(), ...deviation }, { after: HOUR }).actions.some(
        ({ type }) => type === "run.start",
      );
    expect(ordered({})).toBe(true);
    expect(ordered({ found: { unstarted: trouble } })).toBe(false);
  });
});
