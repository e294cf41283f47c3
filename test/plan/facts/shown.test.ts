import { describe, expect, it } from "vitest";
import { VERSION } from "../../../src/domain/version.ts";
import type { Action } from "../../../src/plan/action.ts";
import { isShownByLater, statusCommentOf } from "../../../src/plan/facts/shown.ts";
import { plan } from "../../../src/plan/plan.ts";
import { status } from "../../../src/plan/show/status.ts";
import type { Observation } from "../../../src/plan/world.ts";
import { noticeMarker, noticeOf, STATUS_MARKER, statusSeqMarker } from "../../../src/text/format/markers.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { HOUR, lastEvent, SECOND } from "../../support/plan/planned.ts";
import { own, SELF } from "../../support/plan/view-parts.ts";

const SOLVED = own(`${noticeMarker("problems", "program")}\nEdit it.\n`, 9_000);

/** The same facts as this version shows them, as another one has put them into words. */
function inWordsOf(version: string, deviation: Deviation = {}, entries = 0): Observation {
  const seen = anObservation(deviation);
  const seq = seen.journal !== "absent" && "seq" in seen.journal ? seen.journal.seq : 0;
  const { view } = seen;
  const other = (body: string) =>
    body.includes(STATUS_MARKER) || noticeOf(body) !== null ? `${body}\nMore words.\n` : body;
  return {
    ...seen,
    view: {
      ...view,
      issue: view.issue === "absent" ? "absent" : { ...view.issue, body: other(view.issue.body) },
      comments: view.comments.map((comment) => ({
        ...comment,
        body: other(
          comment.body.replace(statusSeqMarker(seq, VERSION), statusSeqMarker(seq - entries, version)),
        ),
      })),
      pulls: view.pulls.map((pull) => ({ ...pull, body: `${pull.body}\nMore words.\n` })),
      checks: view.checks.map((check) => (check.own ? { ...check, externalId: "autoloop:1:0" } : check)),
    },
  };
}

function decided(seen: Observation, after = SECOND): readonly Action[] {
  return plan(seen, lastEvent(seen) + after, POLICY).actions.map(({ action }) => action);
}

/** What they do to words that stand there already. */
function edits(actions: readonly Action[]): readonly string[] {
  return actions
    .filter(({ type }) => /\.edit$|^check\.write$/.test(type))
    .map((action) => ("what" in action ? action.what : action.type))
    .toSorted();
}

const PAUSED = { journal: aKeptProgram().paused("plateau"), comments: [SOLVED] };
const ALL = ["check.write", "notice (paused)", "notice (solved)", "pull.edit", "status comment"];

describe(isShownByLater, () => {
  it("leaves every word to a later version that has shown all there is", () => {
    expect(edits(decided(inWordsOf("99.0.0", PAUSED)))).toEqual([]);
    expect(edits(decided(inWordsOf("99.0.0-rc.1", PAUSED)))).toEqual([]);
  });

  it.each(["0.0.1", VERSION, "of-no-number"])("brings the words of version %s up to date", (version) => {
    expect(edits(decided(inWordsOf(version, PAUSED)))).toEqual(ALL);
  });

  it("shows what a later version has not shown", () => {
    expect(edits(decided(inWordsOf("99.0.0", PAUSED, 1)))).toEqual(ALL);
  });

  it("shows what it writes into the journal itself", () => {
    const actions = decided(inWordsOf("99.0.0"), HOUR);
    expect(actions.map(({ type }) => type)).toContain("memory.commit");
    expect(edits(actions)).toContain("pull.edit");
  });

  it("still adds what is missing", () => {
    const seen = inWordsOf("99.0.0", PAUSED);
    const { view } = seen;
    const comments = view.comments.filter(({ body }) => body.includes(STATUS_MARKER));
    const checks = view.checks.filter((check) => !check.own);
    const pulls = view.pulls.map((pull) => ({ ...pull, labels: [] }));
    const types = decided({ ...seen, view: { ...view, comments, checks, pulls } }).map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set(["comment.post", "check.write", "labels.set"]));
  });

  it.each([
    ["99.0.0", []],
    [VERSION, ["issue.edit", ...ALL]],
  ])("leaves the app-made issue of a file program to version %s if it is later", (version, expected) => {
    const seen = inWordsOf(version, PAUSED);
    const { program, view } = seen;
    if (program === "absent" || view.issue === "absent") throw new Error("no program");
    const source = { kind: "file", path: ".autoloop/programs/carton.md" } as const;
    const issue = { ...view.issue, author: { login: SELF, type: "Bot" as const } };
    const actions = decided({ ...seen, program: { ...program, source }, view: { ...view, issue } });
    expect(edits(actions)).toEqual(expected.toSorted());
  });

  it("answers a ticked box at once", () => {
    const seen = inWordsOf("99.0.0", PAUSED);
    const { view } = seen;
    const comments = view.comments.map((comment) => ({
      ...comment,
      body: comment.body.replace("- [ ] ", "- [x] "),
      ...(comment.body.includes(STATUS_MARKER) && {
        edited: { login: "stranger", at: "2026-01-01T03:00:00Z" },
      }),
    }));
    expect(edits(decided({ ...seen, view: { ...view, comments } }))).toContain("status comment");
  });

  it("believes nobody's comment but the app's", () => {
    const seen = inWordsOf("99.0.0", PAUSED);
    const older = { login: "github-actions[bot]", type: "Bot" } as const;
    const comments = seen.view.comments.map((comment) =>
      comment.body.includes(STATUS_MARKER) ? { ...comment, own: false, author: older } : comment,
    );
    expect(statusCommentOf(comments)?.own).toBe(false);
    expect(edits(decided({ ...seen, view: { ...seen.view, comments } }))).toEqual(ALL);
  });
});

describe(status, () => {
  it("puts its version on a comment of an earlier one, also where the words are the same", () => {
    const seen = anObservation(PAUSED);
    const earlier = (to: string) => ({
      ...seen,
      view: {
        ...seen.view,
        comments: seen.view.comments.map((comment) => ({
          ...comment,
          body: comment.body.replace(` by=${VERSION} -->`, `${to} -->`),
        })),
      },
    });
    for (const to of [" by=0.0.1", ""])
      expect(edits(decided(earlier(to)))).toEqual(["notice (solved)", "status comment"]);
    expect(edits(decided(earlier(` by=${VERSION}`)))).toEqual(["notice (solved)"]);
  });
});
