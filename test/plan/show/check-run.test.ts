import { describe, expect, it } from "vitest";
import type { ProgramView } from "../../../src/domain/repository/view.ts";
import { VERSION } from "../../../src/domain/version.ts";
import type { Action } from "../../../src/plan/action.ts";
import { act, type Draft, emptyDraft, lookAgain } from "../../../src/plan/draft.ts";
import { checkRun } from "../../../src/plan/show/check-run.ts";
import { ownCheck } from "../../../src/text/comments/own-check.ts";
import { statusSeqMarker } from "../../../src/text/format/markers.ts";
import { type JournalBuilder, someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, type Deviation } from "../../support/plan/observation.ts";
import { ruled } from "../../support/plan/ruled.ts";
import { checkFor } from "../../support/plan/shown.ts";
import { aCheck, aPull } from "../../support/plan/view-parts.ts";

/** What the rule adds. Unless the view says otherwise, no check of ours is on the head. */
function added(
  journal: JournalBuilder = aKeptProgram(),
  view: (before: ProgramView) => Partial<ProgramView> = () => ({ checks: [] }),
  change: (draft: Draft) => Draft = (draft) => draft,
  deviation: Deviation = {},
): readonly Action[] {
  const { world, draft } = ruled({ journal, ...deviation });
  const seen = { ...world.seen, view: { ...world.seen.view, ...view(world.seen.view) } };
  const before = change(draft);
  return checkRun({ ...world, seen }, before).actions.slice(before.actions.length);
}

const write = ({ state }: JournalBuilder) => ({
  type: "check.write",
  head: someSha(1),
  check: ownCheck(state),
});
const kept = aKeptProgram();
const { state } = kept;
const WRITTEN = [write(kept)];

describe(checkRun, () => {
  it("is written where there is none, and where it no longer says what is true", () => {
    expect(added()).toEqual(WRITTEN);
    const old = { ...checkFor(state), externalId: "autoloop:1:0000000000000000" };
    expect(added(kept, () => ({ checks: [old] }))).toEqual(WRITTEN);
    expect(added(kept, () => ({ checks: [checkFor(state)] }))).toEqual([]);
  });

  it("is written anew where somebody wants it again, and not for a job of ours that runs", () => {
    const again = { ...checkFor(state), name: "further jobs", state: "pending" as const };
    expect(added(kept, () => ({ checks: [checkFor(state), again] }))).toEqual(WRITTEN);
    const job = { ...again, app: "github-actions" };
    expect(added(kept, () => ({ checks: [checkFor(state), job] }))).toEqual([]);
    expect(added(kept, () => ({ checks: [checkFor(state), { ...again, own: false }] }))).toEqual([]);
  });

  it("is known by its name among the app's own, and by the app among those of its name", () => {
    const { name } = ownCheck(state);
    const neighbour = { ...checkFor(state), name: "Autoloop / other", externalId: "autoloop:7:0" };
    const copy = aCheck("success", { name, externalId: "autoloop:7:0" });
    expect(added(kept, () => ({ checks: [neighbour, copy, checkFor(state)] }))).toEqual([]);
    const theirs = { ...neighbour, externalId: ownCheck(state).externalId };
    expect(added(kept, () => ({ checks: [theirs] }))).toEqual(WRITTEN);
    expect(added(kept, () => ({ checks: [{ ...checkFor(state), own: false }] }))).toEqual(WRITTEN);
  });

  it.each<readonly [string, ProgramView["pulls"], boolean]>([
    ["none", [], false],
    ["an open one", [aPull(state)], true],
    ["a closed one and an open one", [aPull(state, { state: "closed", number: 3 }), aPull(state)], true],
    ["a closed one", [aPull(state, { state: "closed" })], false],
    ["an open one of a fork", [aPull(state, { sameRepository: false, own: false })], false],
  ])("of pull requests with %s", (_, pulls, isWritten) => {
    expect(added(kept, () => ({ checks: [], pulls }))).toEqual(isWritten ? WRITTEN : []);
  });

  it("is not written while an iteration is under way, but when that is paused", () => {
    expect(added(aKeptProgram().begun())).toEqual([]);
    const paused = aKeptProgram().begun().paused();
    expect(added(paused)).toEqual([write(paused)]);
    const idle = aKeptProgram().paused();
    expect(added(idle)).toEqual([write(idle)]);
  });

  it("waits for the next look where this plan moves the branch, or has to look again anyway", () => {
    const label = { type: "labels.set", add: ["bug"], remove: [] } as const;
    const moves = { type: "branch.fast-forward", branch: "autoloop/carton", to: someSha(5) } as const;
    const none = () => ({ checks: [] });
    expect(added(kept, none, (draft) => act(draft, label))).toEqual(WRITTEN);
    expect(added(kept, none, (draft) => act(draft, label, moves))).toEqual([]);
    expect(added(kept, none, lookAgain)).toEqual([]);
  });

  it("is written nowhere without a branch or a program", () => {
    expect(added(kept, () => ({ checks: [], branch: "absent" }))).toEqual([]);
    expect(added(kept, undefined, () => emptyDraft(null, 0))).toEqual([]);
  });

  it("leaves its words to a later version, which does not keep it from being there", () => {
    const seq = kept.events.length;
    const later = (checks: ProgramView["checks"]) => (before: ProgramView) => ({
      checks,
      comments: before.comments.map((comment) => ({
        ...comment,
        body: comment.body.replace(statusSeqMarker(seq, VERSION), statusSeqMarker(seq, "99.0.0")),
      })),
    });
    expect(added(kept, later([{ ...checkFor(state), externalId: "autoloop:1:0" }]))).toEqual([]);
    expect(added(kept, later([]))).toEqual(WRITTEN);
  });
});
