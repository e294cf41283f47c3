import { describe, expect, it } from "vitest";
import type { CommandOutcome } from "../../src/domain/journal.ts";
import { acknowledge } from "../../src/plan/acknowledge.ts";
import { answer, asksForDoctor } from "../../src/plan/answer.ts";
import { sha256 } from "../../src/text/hash.ts";
import { type JournalBuilder, MAINTAINER } from "../support/journal.ts";
import { aKeptProgram, anObservation } from "../support/observation.ts";
import { planned } from "../support/planned.ts";
import { said } from "../support/view-parts.ts";

const NOW = "2026-01-01T00:40:00Z";
const QUESTION = "/autoloop status";
const question = said("maria", QUESTION, { id: 77, createdAt: NOW, reactions: ["+1", "rocket", "eyes"] });

function heard(verb: string, outcome: CommandOutcome = "done", issue?: number): JournalBuilder {
  return aKeptProgram().event({
    ...{ type: "command.received", comment: 77, by: MAINTAINER, hash: sha256(QUESTION), text: QUESTION },
    ...{ written_at: NOW, verb, outcome, reason: null },
    ...(issue === undefined ? {} : { issue }),
  });
}

const posts = (says: readonly string[]) => says.filter((one) => one.includes("answer to a command"));

describe(answer, () => {
  const journal = heard("status");

  it("is given to a question that still stands as it was heard", () => {
    expect(posts(planned({ journal, comments: [question] }).says)).toHaveLength(1);
    expect(posts(planned({ journal, comments: [{ ...question, body: "Never mind." }] }).says)).toEqual([]);
    expect(posts(planned({ journal, comments: [] }).says)).toEqual([]);
  });

  it("is given nowhere where the issue takes none", () => {
    const issue = { locked: true };
    expect(posts(planned({ journal, comments: [question], issue }).says)).toEqual([]);
    const { view } = anObservation({ journal, comments: [question] });
    const doctor = heard("doctor").state;
    const conversations = [{ issue: 9, comments: [question] }];
    expect(asksForDoctor({ view, conversations }, doctor)).toBe(true);
    expect(asksForDoctor({ view: { ...view, issue: "absent" }, conversations }, doctor)).toBe(false);
    const elsewhere = heard("doctor", "done", 9).state;
    expect(asksForDoctor({ view: { ...view, issue: "absent" }, conversations }, elsewhere)).toBe(true);
    expect(asksForDoctor({ view, conversations: [] }, elsewhere)).toBe(false);
    expect(asksForDoctor({ view, conversations }, aKeptProgram().state)).toBe(false);
  });
});

describe(acknowledge, () => {
  it.each([
    ["done", "pause", "+1"],
    ["queued", "run", "rocket"],
    ["queued", "approve", "eyes"],
    ["refused", "pause", "confused"],
    ["unusable", "approve", "confused"],
  ] as const)("shows that a command was %s (%s) by %s", (outcome, verb, reaction) => {
    const comments = [{ ...question, reactions: [] }];
    const { actions } = planned({ journal: heard(verb, outcome), comments });
    expect(actions.filter(({ type }) => type === "comment.react")).toEqual([
      { type: "comment.react", comment: 77, reaction },
    ]);
  });
});
