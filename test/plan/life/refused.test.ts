import { describe, expect, it } from "vitest";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { refused } from "../../../src/plan/life/refused.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { aKeptProgram, anObservation } from "../../support/plan/observation.ts";

/** What a refusal, or none, makes of a program. */
function ruled(what: string | null, journal = aKeptProgram()) {
  const seen = anObservation({ journal });
  const world = { seen: { ...seen, found: { ...seen.found, refused: what } }, now: 0, policy: POLICY };
  return refused(world, emptyDraft(journal.state, 0));
}

describe(refused, () => {
  it("pauses with what the host refused", () => {
    const draft = ruled("delete the branch");
    expect(draft.events).toMatchObject([
      {
        type: "loop.pause",
        kind: "refused",
        reason: "GitHub did not let Autoloop delete the branch.",
        by: null,
      },
    ]);
    expect(draft.mustWrite).toBe(true);
  });

  it("says nothing where nothing was refused, or where the loop does not run", () => {
    expect(ruled(null).events).toEqual([]);
    expect(ruled("delete the branch", aKeptProgram().paused()).events).toEqual([]);
    const seen = anObservation({ journal: "absent" });
    const world = { seen: { ...seen, found: { ...seen.found, refused: "x" } }, now: 0, policy: POLICY };
    expect(refused(world, emptyDraft(null, 0)).events).toEqual([]);
  });
});
