import { describe, expect, it } from "vitest";
import type { IssueView } from "../../../src/domain/repository/view.ts";
import { acknowledge } from "../../../src/plan/people/acknowledge.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { type JournalBuilder, MAINTAINER } from "../../support/plan/journal.ts";
import { aKeptProgram, type Deviation } from "../../support/plan/observation.ts";
import { ruled } from "../../support/plan/ruled.ts";
import { own, SELF, said } from "../../support/plan/view-parts.ts";

const PAUSE = "/autoloop pause";
const WELCOME = { type: "issue.react", reaction: "eyes" };

/** The program heard this comment as a command and did what it says. */
function heard(comment: number, issue?: number, journal = aKeptProgram()): JournalBuilder {
  return journal.event({
    ...{ type: "command.received", comment, by: MAINTAINER, hash: sha256(PAUSE), text: PAUSE },
    ...{ written_at: "2026-01-01T00:40:00Z", verb: "pause", outcome: "done", reason: null },
    ...(issue === undefined ? {} : { issue }),
  });
}

/** What the rule does. */
function given(deviation: Deviation, journal = aKeptProgram()): readonly unknown[] {
  const { world, draft } = ruled({ journal, ...deviation });
  return acknowledge(world, draft).actions;
}

describe(acknowledge, () => {
  it("tells everybody at once: the issue, who steers, who commanded, here and elsewhere", () => {
    const journal = heard(88, 9, heard(77)).steered("Try a cube.", 66);
    const comments = [said("maria", PAUSE, { id: 77 }), said("maria", "Try a cube.", { id: 66 })];
    const conversations = [
      { issue: 8, comments: [said("maria", PAUSE, { id: 55 })] },
      { issue: 9, comments: [said("maria", PAUSE, { id: 88 })] },
    ];
    expect(given({ comments, conversations, issue: { reactions: ["+1"] } }, journal)).toEqual([
      WELCOME,
      { type: "comment.react", comment: 66, reaction: "eyes" },
      { type: "comment.react", comment: 77, reaction: "+1" },
      { type: "comment.react", issue: 9, comment: 88, reaction: "+1" },
    ]);
  });

  it.each<readonly [string, JournalBuilder, Partial<IssueView>, readonly unknown[]]>([
    ["somebody's", aKeptProgram(), {}, [WELCOME]],
    ["a paused program's", aKeptProgram().paused(), {}, [WELCOME]],
    ["somebody's who is gone", aKeptProgram(), { author: null }, [WELCOME]],
    ["the app's own", aKeptProgram(), { author: { login: SELF, type: "Bot" } }, []],
    ["a locked one", aKeptProgram(), { locked: true }, []],
    ["one that was told", aKeptProgram(), { reactions: ["eyes"] }, []],
    ["a stopped program's", aKeptProgram().event({ type: "loop.stop", reason: "So.", by: null }), {}, []],
    ["a completed program's", aKeptProgram().event({ type: "loop.complete", reason: "So." }), {}, []],
  ])("of issues: %s", (_, journal, issue, expected) => {
    expect(given({ issue: { reactions: [], ...issue } }, journal)).toEqual(expected);
  });

  it("goes on elsewhere where the issue is gone", () => {
    const conversations = [{ issue: 9, comments: [said("maria", PAUSE, { id: 88 })] }];
    expect(given({ issue: "absent", conversations }, heard(88, 9))).toEqual([
      { type: "comment.react", issue: 9, comment: 88, reaction: "+1" },
    ]);
    expect(given({ issue: "absent" })).toEqual([]);
  });

  it.each([
    ["says something else by now", said("maria", "/autoloop stop", { id: 77 })],
    ["was told", said("maria", PAUSE, { id: 77, reactions: ["+1"] })],
    ["is the app's own, whose box was ticked", own(PAUSE, 77)],
    ["was not heard", said("maria", PAUSE, { id: 78 })],
  ])("does not react to a comment that %s", (_, comment) => {
    expect(given({ comments: [comment] }, heard(77))).toEqual([]);
  });

  it("does nothing without a program", () => {
    const { world, draft } = ruled({ journal: "absent", issue: { reactions: [] } });
    expect(acknowledge(world, draft)).toBe(draft);
  });
});
