import { describe, expect, it } from "vitest";
import { fold } from "../../../src/domain/journal/fold.ts";
import { PLAN_STEPS_KEPT } from "../../../src/domain/limits.ts";
import { decodeEvents } from "../../../src/text/journal/journal.ts";
import { snapshotOf } from "../../../src/text/journal/snapshot.ts";
import { aJournal, written } from "../../support/plan/journal.ts";
import { anAnswer } from "../../text/comments/carton.ts";

const took = (plan_item: string) => ({ answer: { ...anAnswer("Fold it."), plan_item } });

describe("the plan in the fold", () => {
  it("counts what agents say that they took", () => {
    const journal = aJournal()
      .baseline(760)
      .rejected(800, "worse", took("Fold the loop"))
      .accepted(700, took(" Fold the loop "))
      .rejected(800, "worse", took("Use a table"))
      .accepted(690);
    const plan = [
      { item: "Fold the loop", tried: 2, kept: 1, last: 2 },
      { item: "Use a table", tried: 1, kept: 0, last: 3 },
    ];
    expect(journal.state.plan).toEqual(plan);
    expect(snapshotOf(journal.state).plan).toEqual(plan);
    const events = written(journal).segments.flatMap(({ text }) => decodeEvents(text));
    expect(fold(null, events)?.plan).toEqual(plan);
  });

  it("is not there where nobody took anything", () => {
    expect(aJournal().baseline(760).rejected(800, "worse", took(" ")).state).not.toHaveProperty("plan");
  });

  it("takes back what was revoked, from the state and from its snapshot", () => {
    const { state } = aJournal().baseline(760).accepted(700, took("Fold the loop"));
    const revoke = {
      type: "iteration.revoke" as const,
      ...{ iteration: 1, head: "a".repeat(40), check: "build" },
      ...{ at: "2026-02-01T00:00:00.000Z", program: "carton", run_id: "run-1" },
    };
    for (const before of [state, snapshotOf(state)])
      expect(fold(before, [revoke])?.plan).toEqual([{ item: "Fold the loop", tried: 1, kept: 0, last: 1 }]);
    const unplanned = aJournal().baseline(760).rejected(800, "worse", took("x")).accepted(700).state;
    expect(fold(unplanned, [{ ...revoke, iteration: 2 }])?.plan).toEqual(unplanned.plan);
  });

  it("is bounded, in items and in their words", () => {
    const journal = aJournal().baseline(760);
    for (let at = 0; at < PLAN_STEPS_KEPT + 5; at += 1) journal.rejected(800, "worse", took(`Item ${at}`));
    expect(journal.state.plan?.map(({ item }) => item)).toEqual(
      Array.from({ length: PLAN_STEPS_KEPT }, (_, at) => `Item ${at + 5}`),
    );
    journal.rejected(800, "worse", took(`${"x".repeat(199)}😀`));
    expect(journal.state.plan?.at(-1)?.item).toBe("x".repeat(199));
  });
});
