import { describe, expect, it } from "vitest";
import { revoked } from "../../../src/domain/journal/fold/revoke.ts";
import { RECENT_ITERATIONS } from "../../../src/domain/limits.ts";
import { aJournal, type JournalBuilder, someSha } from "../../support/plan/journal.ts";

const revoke = (journal: JournalBuilder, iteration: number) =>
  journal.event({ type: "iteration.revoke", iteration, head: someSha(iteration), check: "test" });
const kept = () => aJournal().baseline(760).accepted(750).rejected(755).accepted(740);

describe(revoked, () => {
  it("gives best and counts back to what was kept before, and remembers why", () => {
    const before = kept().state;
    expect(before).toMatchObject({
      best: { metric: 740, iteration: 3 },
      counts: { accepted: 2, rejected: 1 },
    });
    const { state } = revoke(kept(), 3);
    expect(state).toMatchObject({
      best: { metric: 750, iteration: 1, commit: someSha(1) },
      counts: { accepted: 1, rejected: 2, errors: 0 },
      consecutive: { rejected: 1, errors: 0 },
      recent_statuses: ["accepted", "rejected", "rejected"],
      last_iteration: 3,
    });
    expect(state.recent.at(-1)).toMatchObject({
      ...{ number: 3, verdict: "rejected", commit: null, metric: 740 },
      revoked: { check: "test", head: someSha(3) },
    });
    expect(state.recent.slice(0, -1)).toEqual(before.recent.slice(0, -1));
  });

  it("gives the best back to the baseline where nothing else was kept", () => {
    const { state } = revoke(aJournal().baseline(760).accepted(750), 1);
    expect(state).toMatchObject({ best: { metric: 760, iteration: 0, commit: null }, baseline: 760 });
  });

  it("keeps the metric where the iteration before it is no longer remembered", () => {
    const journal = aJournal().baseline(760).accepted(750);
    for (let n = 0; n < RECENT_ITERATIONS; n += 1) journal.rejected(755);
    const { state } = revoke(journal.accepted(740), RECENT_ITERATIONS + 2);
    expect(state.best).toMatchObject({ metric: 750, commit: null });
    expect(state.best?.iteration).toBeLessThan(RECENT_ITERATIONS);
  });

  it("says of what was kept after it only what was: a later one is better than the best before", () => {
    const { state } = revoke(kept(), 3).accepted(745);
    expect(state).toMatchObject({ best: { metric: 745, iteration: 4 }, consecutive: { rejected: 0 } });
  });

  it.each([
    ["that was rejected", () => revoke(kept(), 2)],
    ["that another was kept after", () => revoke(kept(), 1)],
    ["that never was", () => revoke(kept(), 9)],
    ["that was revoked before", () => revoke(revoke(kept(), 3), 3)],
    ["that is the baseline", () => revoke(aJournal().baseline(760), 0)],
    ["before anything was measured", () => revoke(aJournal(), 0)],
    ["on which another stands that has not ended", () => revoke(kept().begun(), 3)],
  ])("refuses to revoke one %s", (_, act) => {
    expect(act).toThrow(/contradicts itself at iteration\.revoke/);
  });

  it("gives nothing back where the words of the older edition ran out", () => {
    const journal = kept();
    const state = { ...journal.state, recent_statuses: ["rejected"] };
    const event = { at: "2026-01-01T09:00:00Z", program: "carton", run_id: "run-1" };
    const body = { type: "iteration.revoke", iteration: 3, head: someSha(3), check: "test" } as const;
    expect(revoked(state, { ...event, ...body }).recent_statuses).toEqual(["rejected"]);
    const unmeasured = state.recent.map((one) => ({ ...one, best_before: null }));
    expect(revoked({ ...state, recent: unmeasured }, { ...event, ...body }).best).toBeNull();
    const alone = state.recent.filter(({ number }) => number === 3);
    expect(revoked({ ...state, recent: alone }, { ...event, ...body }).best).toEqual({
      ...{ metric: 750, iteration: 0, commit: null },
    });
  });
});

describe("an iteration that ends uncounted", () => {
  it("is remembered, and counts for nothing", () => {
    const before = kept().state;
    const { state } = kept()
      .begun()
      .event({ type: "iteration.error", iteration: 4, reason: "its base is gone", uncounted: true });
    const { counts, consecutive, recent_statuses } = before;
    expect(state).toMatchObject({ counts, consecutive, recent_statuses, in_flight: null, last_iteration: 4 });
    expect(state.recent.at(-1)).toMatchObject({ number: 4, verdict: "error", reason: "its base is gone" });
  });
});
