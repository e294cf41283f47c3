import { describe, expect, it } from "vitest";
import { memoryPath } from "../../../src/domain/program/names.ts";
import type { IssueView } from "../../../src/domain/repository/view.ts";
import { type Draft, emptyDraft, notify } from "../../../src/plan/draft.ts";
import { olderResultsRead } from "../../../src/plan/show/digests.ts";
import { notices } from "../../../src/plan/show/notices.ts";
import { renderResults } from "../../../src/text/journal/results-table.ts";
import { type Notice, noticeComment } from "../../../src/text/notices/notice-comment.ts";
import { POLICY, PROGRAM_TEXT } from "../../support/loop/loop.ts";
import type { JournalBuilder } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation } from "../../support/plan/observation.ts";
import { own } from "../../support/plan/view-parts.ts";

const path = ".autoloop/programs/carton.md";
const source = { kind: "file", path } as const;
const stopped = (history = aKeptProgram()) =>
  history.event({ type: "loop.stop", reason: "Closed.", by: null });
const completed = () => aKeptProgram().event({ type: "loop.complete", reason: "Done." });
function aRecordOf({ state }: JournalBuilder) {
  const [record] = state.recent;
  if (record === undefined) throw new Error("no iteration");
  return { ...record, kind: "improve" as const };
}
/** Measured in another way since. */
const again = () => aKeptProgram().defined({ evaluation: "node finer.mjs" }, 2);

interface Change {
  readonly file?: "there" | "gone";
  readonly issue?: Partial<IssueView>;
  readonly comments?: Parameters<typeof own>[0][];
  readonly notice?: Notice;
  /** Whose role cannot be read. */
  readonly unreadRole?: string;
}

/** What is said of a program, kept in its issue or in a file. */
function said(journal: JournalBuilder, change: Change = {}) {
  const { file, issue = {}, comments = [], notice, unreadRole = null } = change;
  const seen = anObservation({
    ...{ journal, issue, shown: false },
    comments: comments.map((body, index) => own(body, 9_000 + index)),
  });
  const program = file === "gone" ? ("absent" as const) : seen.program;
  const state = file === undefined ? journal.state : { ...journal.state, source };
  const empty = emptyDraft(state, 0);
  const draft: Draft = notice === undefined ? empty : notify(empty, notice);
  const found = { ...seen.found, unreadRole };
  const world = { seen: { ...seen, program, found }, now: 0, policy: POLICY };
  return { state, actions: notices(world, draft).actions };
}

const post = (notice: Notice) => ({
  ...{ type: "comment.post", body: noticeComment(notice), what: `notice (${notice.kind})` },
});

describe("the final report of a program of which lines are in older files", () => {
  const journal = completed();
  const files = [memoryPath.olderResults("carton", 0), memoryPath.olderResults("carton", 50)].map(
    (one, index) => ({
      ...{ path: one, id: `oid-${index}`, size: 9 },
    }),
  );
  const older = renderResults(null, [{ ...aRecordOf(journal), number: 3, metric: 700, best_before: 760 }]);
  function look(change: {
    readonly read?: boolean;
    readonly comments?: string[];
    readonly before?: JournalBuilder;
  }) {
    const seen = anObservation({
      ...{ journal: change.before ?? journal, shown: false },
      comments: (change.comments ?? []).map((body, index) => own(body, 9_000 + index)),
    });
    const view = {
      ...seen.view,
      memory: { ...seen.view.memory, files: [...seen.view.memory.files, ...files] },
    };
    const olderResults = change.read ? { value: [older] } : ("unread" as const);
    const world = { seen: { ...seen, view, olderResults }, now: 0, policy: POLICY };
    return { world, draft: notices(world, emptyDraft(journal.state, 0)) };
  }

  it("waits for them, asks for them once, and is made of them", () => {
    const waiting = look({});
    expect(waiting.draft.actions).toEqual([]);
    expect(waiting.draft.again).toBe(false);
    expect(olderResultsRead(waiting.world)).toEqual({ type: "olderResults", files });
    const told = look({ read: true });
    expect(olderResultsRead(told.world)).toBeNull();
    const [posted, ...more] = told.draft.actions;
    if (posted?.type !== "comment.post") throw new Error("nothing is posted");
    expect(more).toEqual([]);
    expect(posted.body).toContain("- Iteration 3, −60 (−7.9%)");
    const later = look({ comments: [posted.body] });
    expect([later.draft.actions, olderResultsRead(later.world)]).toEqual([[], null]);
  });

  it("is looked for at once where the program ended just now", () => {
    expect(look({ before: aKeptProgram() }).draft).toMatchObject({ actions: [], again: true });
    expect(olderResultsRead(look({ before: aKeptProgram() }).world)).toBeNull();
  });
});

describe("what a state has to say", () => {
  it("is nothing while the loop runs", () => {
    expect(said(aKeptProgram()).actions).toEqual([]);
    expect(said(aKeptProgram(), { file: "there" }).actions).toEqual([]);
  });

  it("is the deleted file that stopped it, and nothing of any other stop", () => {
    expect(said(stopped(), { file: "gone" }).actions).toEqual([post({ kind: "file-gone", path })]);
    expect(said(stopped(), { file: "there" }).actions).toEqual([]);
    expect(said(stopped()).actions).toEqual([]);
    expect(said(aKeptProgram(), { file: "gone" }).actions).toEqual([]);
  });

  it("is a pause, or the end, also where the file is gone", () => {
    for (const file of ["gone", "there", undefined] as const) {
      const change = file === undefined ? {} : { file };
      const paused = said(aKeptProgram().paused("plateau"), change);
      expect(paused.actions).toEqual([post({ kind: "paused", state: paused.state })]);
      const ended = said(completed(), change);
      expect(ended.actions).toEqual([
        post({
          ...{ kind: "completed", state: ended.state, links: POLICY.links, lines: new Map() },
          text: file === "gone" ? "" : PROGRAM_TEXT,
        }),
      ]);
    }
  });

  it("is first of all that what is measured changed", () => {
    const runs = said(again());
    expect(runs.actions).toEqual([post({ kind: "epoch", state: runs.state })]);
    const off = said(stopped(again()), { file: "gone" });
    expect(off.actions).toEqual([
      post({ kind: "epoch", state: off.state }),
      post({ kind: "file-gone", path }),
    ]);
    const rests = said(again().paused());
    expect(rests.actions).toEqual([
      post({ kind: "epoch", state: rests.state }),
      post({ kind: "paused", state: rests.state }),
    ]);
  });

  it("is last of all what was put back", () => {
    const put_back = ["Branch"];
    const journal = aKeptProgram()
      .event({ type: "state.edited", by: null, fields: put_back, put_back })
      .paused();
    const { state, actions } = said(journal);
    expect(actions).toEqual([post({ kind: "paused", state }), post({ kind: "put-back", state })]);
  });
});

describe("a question that was answered", () => {
  const approval = noticeComment({ kind: "approval" });
  const problems = noticeComment({ kind: "problems", problems: [] });
  const solved = (comment: number, kind: "approval" | "problems") => ({
    ...{ type: "comment.edit", comment, what: "notice (solved)" },
    body: noticeComment({ kind: "solved", of: { kind, key: "program" } }),
  });

  it("is marked so, each one, and nothing else is", () => {
    const { state } = aKeptProgram().paused("plateau");
    const comments = [approval, "Hello", problems, noticeComment({ kind: "paused", state })];
    expect(said(aKeptProgram(), { comments }).actions).toEqual([
      solved(9_000, "approval"),
      solved(9_002, "problems"),
    ]);
  });

  it("is not while it is still asked", () => {
    const [asked] = said(aKeptProgram(), { notice: { kind: "approval" } }).actions;
    const comments = [asked?.type === "comment.post" ? asked.body : "", problems];
    const { actions } = said(aKeptProgram(), { comments, notice: { kind: "approval" } });
    expect(actions).toEqual([solved(9_001, "problems")]);
  });

  it("is not while nobody can tell, because somebody's role cannot be read", () => {
    const change = { comments: [approval, problems], unreadRole: "maria" };
    expect(said(aKeptProgram(), change).actions).toEqual([]);
  });

  it("shows how the text would be read, and nothing where there is none", () => {
    const bodyOf = (file?: "gone") => {
      const { actions } = said(aKeptProgram(), {
        notice: { kind: "approval" },
        ...(file === undefined ? {} : { file }),
      });
      return actions.flatMap((action) => (action.type === "comment.post" ? [action.body] : [])).join("");
    };
    expect(bodyOf()).toContain("- **May change:** `src/carton.mjs`\n");
    expect(bodyOf("gone")).not.toContain("May change");
  });

  it.each([
    ["is closed", { state: "closed" as const, labels: ["autoloop-program"] }],
    ["has lost its label", { labels: [] }],
    ["is locked", { locked: true }],
  ])("is left alone where the issue %s", (_, issue) => {
    expect(said(aKeptProgram(), { comments: [approval, problems], issue }).actions).toEqual([]);
  });
});
