import { describe, expect, it } from "vitest";
import { COMMANDS_KEPT, INSTRUCTIONS_KEPT } from "../../../src/domain/limits.ts";
import { aJournal, type JournalBuilder, MAINTAINER } from "../../support/plan/journal.ts";

/** A command heard at this second of the year. */
function heard(journal: JournalBuilder, comment: number, second: number, verb = "pause"): JournalBuilder {
  return journal.event({
    type: "command.received",
    ...{ comment, verb, by: MAINTAINER, hash: `hash-${comment}`, text: `/autoloop ${verb}` },
    ...{ written_at: writtenAt(second), outcome: "done", reason: null },
  });
}

function writtenAt(second: number): string {
  return new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
}

function asked(journal: JournalBuilder, comment: number, instruction: boolean, issue?: number) {
  const place = issue === undefined ? {} : { issue };
  return journal.event({
    type: "run.requested",
    ...{ by: MAINTAINER, comment, ...place, hash: `hash-${comment}`, instruction },
  });
}

describe("fold: commands", () => {
  it("keeps commands in the order in which they were written, those of one second as they came", () => {
    const journal = aJournal();
    for (const [comment, second] of [
      [1, 30],
      [2, 10],
      [3, 30],
      [4, 20],
      [5, 10],
    ] as const)
      heard(journal, comment, second);
    expect(journal.state.commands.map(({ comment }) => comment)).toEqual([2, 5, 4, 1, 3]);
    expect(journal.state.commands_after).toBeNull();
  });

  it("remembers of the forgotten ones when the newest was written, also when an older one comes late", () => {
    const journal = aJournal();
    for (let n = 0; n < COMMANDS_KEPT; n += 1) heard(journal, n, 100 + n);
    expect(journal.state.commands_after).toBeNull();
    heard(journal, 1000, 1000);
    expect(journal.state.commands).toHaveLength(COMMANDS_KEPT);
    expect(journal.state.commands.map(({ comment }) => comment)).not.toContain(0);
    expect(journal.state.commands_after).toBe(writtenAt(100));
    heard(journal, 1001, 50);
    expect(journal.state.commands.map(({ comment }) => comment)).not.toContain(1001);
    expect(journal.state.commands_after).toBe(writtenAt(100));
    heard(journal, 1002, 1002);
    expect(journal.state.commands_after).toBe(writtenAt(101));
    expect(journal.state.commands.at(-1)).toEqual({
      ...{ comment: 1002, hash: "hash-1002", written_at: writtenAt(1002), verb: "pause", outcome: "done" },
    });
  });

  it.each([
    ["a question that was answered", "status", "done", null, true],
    ["another question", "doctor", "done", null, true],
    ["the third question", "help", "done", null, true],
    ["a question that was refused", "status", "refused", null, false],
    ["a command that was done", "pause", "done", null, false],
    ["a command with something to say", "pause", "unusable", "Write it so.", true],
  ] as const)("asks for an answer after %s only where there is one", (_, verb, outcome, reason, answered) => {
    const journal = aJournal().event({
      type: "command.received",
      ...{ comment: 5, issue: 9, by: MAINTAINER, hash: "h", text: "t" },
      ...{ written_at: writtenAt(1), verb, outcome, reason },
    });
    expect(journal.state.asked).toEqual(
      answered ? { comment: 5, issue: 9, hash: "h", by: "maria", verb, reason } : null,
    );
    expect(heard(journal, 6, 2).state.asked).toEqual(journal.state.asked);
  });

  it("holds the newest value of a setting, each setting once, until it is taken back", () => {
    const journal = aJournal();
    const set = (key: string, value: string | null) =>
      journal.event({
        type: "program.set",
        ...{ by: MAINTAINER, key, value },
      }).state.overrides;
    set("schedule", "every 2h");
    set("target-metric", "700");
    expect(set("schedule", "every 3h")).toEqual([
      { key: "target-metric", value: "700", by: "maria" },
      { key: "schedule", value: "every 3h", by: "maria" },
    ]);
    expect(set("target-metric", null)).toEqual([{ key: "schedule", value: "every 3h", by: "maria" }]);
  });
});

describe("fold: an iteration that was asked for", () => {
  it("adds instructions up, no more than are kept, and knows where they stand", () => {
    const journal = asked(aJournal().baseline(760), 1, false);
    expect(journal.state.requested).toEqual({ by: "maria", at: journal.events.at(-1)?.at, instructions: [] });
    asked(asked(journal, 2, true), 3, true, 44);
    expect(journal.state.requested?.instructions).toEqual([
      { comment: 2, hash: "hash-2", by: "maria" },
      { comment: 3, issue: 44, hash: "hash-3", by: "maria" },
    ]);
    for (let n = 0; n < INSTRUCTIONS_KEPT; n += 1) asked(journal, 100 + n, true);
    const kept = journal.state.requested?.instructions.map(({ comment }) => comment);
    expect(kept).toEqual(Array.from({ length: INSTRUCTIONS_KEPT }, (_, n) => 100 + n));
  });

  it("is answered by the next one, but an instruction waits until an agent is asked", () => {
    expect(asked(aJournal(), 1, false).begun("baseline").state.requested).toBeNull();
    const journal = asked(aJournal(), 2, true).baseline(760);
    expect(journal.state.requested?.instructions).toHaveLength(1);
    expect(journal.begun().state.requested).toBeNull();
  });
});
