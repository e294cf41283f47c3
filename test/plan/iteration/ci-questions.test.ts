import { describe, expect, it } from "vitest";
import type { CheckView } from "../../../src/domain/repository/view.ts";
import { asksForRequired, failuresToAsk } from "../../../src/plan/iteration/ci-questions.ts";
import type { JournalBuilder } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { red, refused, THEIRS, theirs } from "../../support/plan/red-iteration.ts";
import { aCheck } from "../../support/plan/view-parts.ts";

const success = aCheck("success");

describe(asksForRequired, () => {
  const begun = aKeptProgram().begun();
  const measuring = refused().event({
    ...{ type: "iteration.start", iteration: 2, kind: "measure", attempt: 2, base: THEIRS },
    ...{ definition: begun.state.definition?.hash ?? "", executor: "local", place: "here" },
    ...{ nonce: "nonce-2-2", deadline: "2026-01-01T02:00:00Z", steering: [] },
  });
  const pending = aCheck("pending");

  it.each<readonly [string, JournalBuilder, boolean, readonly CheckView[], boolean]>([
    ["no iteration is in flight", aKeptProgram(), false, [success], false],
    ["a person paused the loop", aKeptProgram().begun().paused(), true, [success], false],
    ["the loop waits for CI", aKeptProgram().begun().paused("ci-timeout"), true, [success], true],
    ["there is no commit yet", begun, false, [success], false],
    ["a commit of somebody is measured", measuring, false, [success], true],
    ["there is no check", begun, true, [], false],
    ["no check has ended", begun, true, [pending], false],
    ["only our own has ended", begun, true, [aCheck("success", { own: true }), pending], false],
    ["one has ended", begun, true, [pending, red], true],
  ])("when %s", (_, journal, isCommitted, checks, expected) => {
    const { name, view } = anObservation({ journal, committed: isCommitted, checks });
    expect(asksForRequired({ name, view }, journal.state)).toBe(expected);
  });

  it("never without a program", () => {
    const { name, view } = anObservation({ checks: [success] });
    expect(asksForRequired({ name, view }, null)).toBe(false);
  });
});

describe(failuresToAsk, () => {
  const begun = aKeptProgram().begun();
  const checks = [success, aCheck("failure", { name: "lint" }), aCheck("failure", { name: "unit" })];

  it.each<readonly [string, JournalBuilder, Deviation, readonly string[]]>([
    ["of a commit that CI refuses", begun, {}, ["lint", "unit"]],
    ["of one that the journal holds", aKeptProgram().begun().reported(740).committed(), {}, ["lint", "unit"]],
    ["none of a green one", begun, { checks: [success] }, []],
    ["none while one is unfinished", begun, { checks: [...checks, aCheck("pending")] }, []],
    ["none without a commit", begun, { committed: false }, []],
    ["none where somebody else's commit is on top", begun, { branch: theirs }, []],
    ["none that the journal holds", refused(), {}, []],
    ["of what somebody put on the refused commit", refused(), { branch: theirs }, ["lint", "unit"]],
    ["none while a person's pause lasts", aKeptProgram().begun().paused(), {}, []],
    ["of a loop that waits for CI", aKeptProgram().begun().paused("ci-missing"), {}, ["lint", "unit"]],
  ])("names those %s", (_, journal, deviation, expected) => {
    const { name, view } = anObservation({ journal, committed: true, checks, ...deviation });
    expect(failuresToAsk({ name, view }, journal.state, { required: [], apps: null })).toEqual(expected);
  });
});
