import { describe, expect, it } from "vitest";
import type { CommandOutcome } from "../../../src/domain/journal/terms.ts";
import { COMMENTS_PER_ISSUE } from "../../../src/domain/limits.ts";
import type { Policy } from "../../../src/domain/policy.ts";
import type { CommentView } from "../../../src/domain/repository/view.ts";
import { acknowledge } from "../../../src/plan/people/acknowledge.ts";
import { answer, asksForDoctor } from "../../../src/plan/people/answer.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { answerMarker } from "../../../src/text/format/markers.ts";
import { JournalBuilder, MAINTAINER } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation, programText } from "../../support/plan/observation.ts";
import { planned } from "../../support/plan/planned.ts";
import { ruled } from "../../support/plan/ruled.ts";
import { own, said } from "../../support/plan/view-parts.ts";

const NOW = "2026-01-01T00:40:00Z";
const QUESTION = "/autoloop status";
const question = said("maria", QUESTION, { id: 77, createdAt: NOW, reactions: ["+1", "rocket", "eyes"] });

function heard(
  verb: string,
  outcome: CommandOutcome = "done",
  issue?: number,
  reason: string | null = null,
  journal = aKeptProgram(),
): JournalBuilder {
  return journal.event({
    ...{ type: "command.received", comment: 77, by: MAINTAINER, hash: sha256(QUESTION), text: QUESTION },
    ...{ written_at: NOW, verb, outcome, reason },
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
    const conversations = { value: [{ issue: 9, comments: [question] }] };
    expect(asksForDoctor({ view, conversations }, doctor)).toBe(true);
    expect(asksForDoctor({ view: { ...view, issue: "absent" }, conversations }, doctor)).toBe(false);
    const elsewhere = heard("doctor", "done", 9).state;
    expect(asksForDoctor({ view: { ...view, issue: "absent" }, conversations }, elsewhere)).toBe(true);
    expect(asksForDoctor({ view, conversations: "unread" }, elsewhere)).toBe(false);
    expect(asksForDoctor({ view, conversations }, aKeptProgram().state)).toBe(false);
  });
});

describe(`${answer.name}: what is done`, () => {
  /** What the rule adds, and whether it has to look again. */
  const done = (deviation: Deviation, policy: Partial<Policy> = {}) => {
    const { world, draft } = ruled({ comments: [question], ...deviation }, { policy });
    const { actions, again } = answer(world, draft);
    return { actions, again };
  };
  const marked = (key: string, program = "carton") => `${answerMarker(program, key)}\n*Long ago*\n`;
  const key = `77.${sha256(QUESTION).slice(0, 12)}`;
  const OTHER = "78.0123456789ab";
  const what = "answer to a command";
  const first = expect.stringContaining(answerMarker("carton", key));
  const posted = { actions: [{ type: "comment.post", body: first, what }], again: false };
  const edited = { actions: [{ type: "comment.edit", comment: 90, body: first, what }], again: false };
  const nothing = { actions: [], again: false };

  it("takes the place of the last one where no comment can be added", () => {
    const crowd = Array.from({ length: COMMENTS_PER_ISSUE }, (_, index) => own("x", 10_000 + index));
    const older = [own(marked(OTHER), 89), own(`<!-- autoloop:v1 answer to=${OTHER} -->`, 90)];
    const comments = [...older, question, ...crowd];
    expect(done({ journal: heard("status"), comments })).toStrictEqual(edited);
    expect(done({ journal: heard("status"), comments: [question, ...crowd] })).toStrictEqual(posted);
  });

  it.each<readonly [string, CommentView, unknown]>([
    ["is posted beside what is no answer", own("Hello", 90), posted],
    ["stands below the one before", own(marked(OTHER), 90), posted],
    ["leaves another program's alone", own(marked(key, "other"), 90), posted],
    ["is not fooled by somebody's copy", said("eve", marked(key), { id: 90 }), posted],
    ["is given once", own(marked(key), 90), nothing],
  ])("%s", (_, comment, expected) => {
    expect(done({ journal: heard("status"), comments: [comment, question] })).toStrictEqual(expected);
  });

  it("stands where the question does", () => {
    const journal = heard("status", "done", 9);
    const there = (...comments: readonly CommentView[]) =>
      done({
        journal,
        comments: [],
        conversations: [
          { issue: 8, comments: [] },
          { issue: 9, comments },
        ],
      });
    expect(there(question)).toEqual({
      actions: [{ type: "comment.post", issue: 9, body: first, what }],
      again: false,
    });
    expect(there(own(marked(OTHER), 90), question)).toEqual({
      actions: [{ type: "comment.post", issue: 9, body: first, what }],
      again: false,
    });
    expect(done({ journal, conversations: [] })).toEqual(nothing);
  });

  it("is given about what a box asked, which the app's own comment holds", () => {
    const { body, id } = question;
    expect(done({ journal: heard("status"), comments: [own(`${body}!`, id)] })).toEqual(posted);
  });

  it("looks again for a doctor until what it needs is read", () => {
    expect(done({ journal: heard("doctor") })).toEqual({ actions: [], again: true });
    expect(done({ journal: heard("doctor"), readiness: [] })).toEqual(posted);
    expect(done({ journal: heard("status") })).toEqual(posted);
  });

  it("tells at once why a doctor was not heard", () => {
    const journal = heard("doctor", "unusable", undefined, "Say it again.");
    const { actions, again } = done({ journal });
    expect(again).toBe(false);
    expect(actions).toMatchObject([{ body: expect.stringContaining("Say it again.") }]);
    const { view } = anObservation({ journal, comments: [question] });
    expect(asksForDoctor({ view, conversations: "unread" }, journal.state)).toBe(false);
  });

  it("shows a doctor what was found, and the settings that count: the program's, else the policy's", () => {
    const link = { text: "Settings", url: "https://github.com/octo/carton/settings" };
    const readiness = [{ name: "label", state: "missing", text: "The label is not there.", link }] as const;
    const policy = { ci: "none", agent: "codex" } as const;
    const body = (text: string | undefined) => {
      const journal = heard("doctor", "done", undefined, null, aKeptProgram(text));
      const asked = { journal, readiness, ...(text === undefined ? {} : { text }) };
      return JSON.stringify(done(asked, policy).actions);
    };
    expect(body(undefined)).toMatch(/The label is not there\..*`ci: none`.*`codex`, run by `local`/);
    const own = programText("ci: required", "agent: claude");
    expect(body(own)).toMatch(/The label is not there\..*`ci: required`.*`claude`, run by `local`/);
    const undefinedYet = new JournalBuilder("carton").adopted();
    const early = heard("doctor", "done", undefined, null, undefinedYet);
    expect(JSON.stringify(done({ journal: early, readiness }, policy).actions)).toContain("`ci: none`");
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
