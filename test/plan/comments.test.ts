import { describe, expect, it } from "vitest";
import type { CommentView } from "../../src/domain/repository/view.ts";
import { labels } from "../../src/plan/life/labels.ts";
import { iterationComments } from "../../src/plan/show/iteration-comments.ts";
import { notices } from "../../src/plan/show/notices.ts";
import { iterationMarker } from "../../src/text/format/markers.ts";
import { noticeComment } from "../../src/text/notices/notice-comment.ts";
import { someSha } from "../support/plan/journal.ts";
import { aKeptProgram, aProgram, programText } from "../support/plan/observation.ts";
import { bodyOf, planned } from "../support/plan/planned.ts";
import { own, said } from "../support/plan/view-parts.ts";

const stopped = () => aKeptProgram().event({ type: "loop.stop", reason: "Closed.", by: null });
const completed = () => aKeptProgram().event({ type: "loop.complete", reason: "Done." });

describe(iterationComments, () => {
  const posted = (deviation: Parameters<typeof planned>[0]) =>
    planned(deviation).says.flatMap((line) => /^post the comment of iteration (\d+)/.exec(line)?.[1] ?? []);

  it("posts one for each iteration that ended, in their order", () => {
    expect(posted({ journal: aKeptProgram().rejected(800), shown: false })).toEqual(["0", "1", "2"]);
  });

  it("posts none for the iteration in flight and none twice", () => {
    expect(posted({ journal: aKeptProgram().begun() })).toEqual([]);
    expect(posted({ shown: false, comments: [own(`${iterationMarker("carton", 0)}\n`, 1)] })).toEqual(["1"]);
  });

  it.each([
    ["somebody else's copy of the marker", said("stranger", iterationMarker("carton", 1))],
    ["another program's comment", own(iterationMarker("other", 1), 9_000)],
    ["a comment without the marker", own("Hello", 9_000)],
  ])("is not fooled by %s", (_, comment) => {
    expect(posted({ shown: false, comments: [comment] })).toEqual(["0", "1"]);
  });

  it("says of a keep that was revoked so in its own comment, and leaves what a person wrote", () => {
    const journal = aKeptProgram().event({
      ...{ type: "iteration.revoke", iteration: 1, head: someSha(1), check: "test" },
    });
    const edits = (...comments: readonly CommentView[]) =>
      planned({ journal, shown: false, comments }).actions.flatMap((one) =>
        one.type === "comment.edit" ? [{ comment: one.comment, says: one.body.split("\n")[1] }] : [],
      );
    const kept = own(`${iterationMarker("carton", 1)}\n### ✅ Iteration 1: accepted, 750`, 9_000);
    const copy = said("stranger", kept.body, { id: 8_000 });
    expect(edits(copy, kept)).toEqual([{ comment: 9_000, says: "### ↩️ Iteration 1: revoked, 750" }]);
    expect(edits(copy)).toEqual([]);
    const edited = { login: "maria", at: "2026-01-01T01:00:00Z" };
    expect(edits({ ...kept, edited })).toEqual([]);
  });

  it("says nothing in a locked conversation", () => {
    expect(posted({ shown: false, issue: { locked: true } })).toEqual([]);
  });
});

describe(notices, () => {
  const problems = own(noticeComment({ kind: "problems", problems: [] }), 9_000);
  const broken = {
    body: programText("repeat: never"),
    edited: { login: "maria", at: "2026-01-01T01:00:00Z" },
  };

  it("says a pause and a completion once, each a comment of its own", () => {
    const paused = planned({ journal: aKeptProgram().paused("plateau", "Nothing helps."), shown: false });
    expect(bodyOf(paused, "notice (paused)")).toContain("Nothing helps.");
    const again = aKeptProgram().paused("plateau").resumed().paused("plateau");
    const before = own(
      noticeComment({ kind: "paused", state: aKeptProgram().paused("plateau").state }),
      9_000,
    );
    expect(planned({ journal: again, shown: false, comments: [before] }).says).toContainEqual(
      expect.stringMatching(/^post the notice \(paused\)/),
    );
    expect(bodyOf(planned({ journal: completed(), shown: false }), "notice (completed)")).toContain("Done.");
  });

  it("edits a question in place when it changes and leaves it when it does not", () => {
    expect(planned({ issue: broken, comments: [problems] }).says).toContainEqual(
      expect.stringContaining("edit the notice (problems) (comment 9000"),
    );
    const asked = bodyOf(planned({ issue: broken }), "notice (problems)");
    const windows = own(asked.replaceAll("\n", "\r\n"), 9_000);
    expect(planned({ issue: broken, comments: [windows] }).says).not.toContainEqual(
      expect.stringContaining("notice"),
    );
  });

  it("tells that a question is answered, once", () => {
    const plan = planned({ comments: [problems] });
    expect(bodyOf(plan, "notice (solved)")).toContain("it is mended");
    expect(planned({ comments: [own(bodyOf(plan, "notice (solved)"), 9_000)] }).says).toEqual([]);
  });

  it("calls no question answered because its issue was closed or is no program any more", () => {
    for (const issue of [
      { ...broken, state: "closed" as const },
      { ...broken, labels: [] },
    ]) {
      const { says } = planned({ journal: stopped(), issue, comments: [problems] });
      expect(says.filter((line) => line.includes("solved"))).toEqual([]);
    }
  });

  it("leaves a pause and a report as the record of their moment", () => {
    const before = own(
      noticeComment({ kind: "paused", state: aKeptProgram().paused("plateau").state }),
      9_000,
    );
    expect(planned({ comments: [before] }).says).toEqual([]);
  });

  it("says nothing in a locked conversation, and nothing where the issue is gone", () => {
    const journal = aKeptProgram().paused();
    expect(planned({ journal, shown: false, issue: { locked: true } }).says).toEqual([]);
    expect(planned({ journal: { broken: "torn" }, issue: "absent" }).says).toEqual([]);
  });
});

describe(labels, () => {
  const completedLabel = { labels: ["autoloop-program", "autoloop-completed"] };

  it("trades the program's label when it is completed", () => {
    const { says } = planned({ journal: completed(), issue: { labels: ["autoloop-program", "bug"] } });
    expect(says).toContain("change labels: +autoloop-completed -autoloop-program");
  });

  it("keeps the label while the pull request still has to be opened: sweeps go by it", () => {
    const journal = aProgram().baseline(760).accepted(750).event({ type: "loop.complete", reason: "Done." });
    const { says } = planned({ journal, pulls: [], issue: { labels: ["autoloop-program"] } });
    expect(says).toEqual(["open a draft pull request from autoloop/carton to main"]);
  });

  it("takes the completed label off a program that runs", () => {
    expect(planned({ issue: completedLabel }).says).toEqual(["change labels: -autoloop-completed"]);
  });

  it("leaves all other labels alone", () => {
    expect(planned({ journal: stopped(), issue: { labels: ["autoloop-completed"] } }).says).toEqual([]);
    expect(planned({ issue: { labels: ["autoloop-program", "bug"] } }).says).toEqual([]);
  });
});
