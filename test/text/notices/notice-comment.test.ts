import { describe, expect, it } from "vitest";
import type { PauseKind } from "../../../src/domain/journal/terms.ts";
import { foldedReading } from "../../../src/text/comments/reading.ts";
import { noticeOf } from "../../../src/text/format/markers.ts";
import { type Notice, noticeComment, noticeId } from "../../../src/text/notices/notice-comment.ts";
import { aDefinition } from "../../support/plan/journal.ts";
import { carton, LINKS } from "../comments/carton.ts";

const problem = {
  key: "schedule",
  value: "every 0m",
  allowed: "1 minute or more",
  line: 2,
  message: "is too short",
};
const completed = carton(10).event({
  type: "loop.complete",
  reason: "The target metric of 603.2 is reached.",
}).state;

const PAUSES: readonly PauseKind[] = [
  "command",
  "plateau",
  "errors",
  "ci-missing",
  "ci-timeout",
  "ci-fix-exhausted",
  "conflict",
  "tampered",
  "state-edited",
  "pull-closed",
  "branch-deleted",
  "refused",
  "violation",
];

const paused = (kind: PauseKind, details: readonly string[] = []): Notice => ({
  kind: "paused",
  state: carton(3).paused(kind, "This is the reason.").state,
  details,
});

describe("noticeComment", () => {
  it.each(PAUSES)("names the reason of a pause (%s) and how to go on", (kind) => {
    const text = noticeComment(paused(kind));
    expect(text).toContain("**This is the reason.**");
    expect(text).toContain("write `/autoloop resume`");
    expect(text).toContain("Best so far: 668.9 (baseline 760).");
  });

  it("names the person who paused it, without calling them", () => {
    expect(noticeComment(paused("command"))).toContain("### ⏸️ Paused by `maria`");
  });

  it("lists the files of a conflict, and counts those that are too many", () => {
    const files = Array.from({ length: 23 }, (_, index) => `src/${index}.ts`);
    const text = noticeComment(paused("conflict", files));
    expect(text).toContain("- `src/19.ts`\n- and 3 more");
  });

  it("lists problems so that they can be mended", () => {
    expect(noticeComment({ kind: "problems", problems: [problem] })).toMatchInlineSnapshot(`
      "<!-- autoloop:v1 notice kind=problems key=program -->
      ### ⚠️ This program cannot run yet

      - line 2: \`schedule\`: is too short. Found: \`every 0m\`. Allowed: 1 minute or more.

      Edit the text of this issue; it is read again at once. No iteration starts before that.
      "
    `);
  });

  it("says which file holds a problem of the configuration", () => {
    expect(noticeComment({ kind: "problems", subject: "configuration", problems: [problem] })).toContain(
      "Edit `.github/autoloop.yml` on the default branch; it is read again at once.",
    );
  });

  it("says what an adopted program does until its text is approved", () => {
    expect(noticeComment({ kind: "approval", meanwhile: "wait" })).toContain("No iteration starts before");
    expect(noticeComment({ kind: "approval", meanwhile: "continue" })).toContain("goes on running");
  });

  it("says once for each epoch what changed and what was known before", () => {
    const { state } = carton(3);
    const by = { login: "wri`ter", id: null, permission: "write" } as const;
    const change = { parts: ["Target", "metric"], by, after: 3, baseline: 760, best: 668.9 } as const;
    const notice = { kind: "epoch", state: { ...state, epoch: 2, epoch_change: change } } as const;
    expect(noticeId(notice)).toEqual({ kind: "epoch", key: "2" });
    expect(noticeComment(notice)).toContain(
      "**Measuring anew because Target and metric of this program changed (approved by `wri'ter`).**",
    );
    expect(noticeComment(notice)).toContain("Up to iteration 3 it went from 760 to 668.9.");
    const early = {
      ...notice.state,
      epoch_change: { ...change, parts: ["Evaluation"], baseline: null },
    } as const;
    expect(noticeComment({ kind: "epoch", state: early })).not.toContain("it went from");
  });

  it("says who can approve, and how", () => {
    expect(noticeComment({ kind: "approval" })).toContain(
      "somebody with write access reads it and comments `/autoloop approve`, or puts the label `autoloop-program` on this issue",
    );
  });

  it("shows who is asked to approve a text how it would be read", () => {
    const paths = { protectedPaths: [], unprotected: [] };
    const warnings = [{ line: 3, message: "`x` is no path" }];
    const definition = aDefinition({ targets: ["src/**"], excluded: ["src/gen/"] });
    const read = { definition, problems: [], warnings, paths };
    expect(noticeComment({ kind: "approval", read }).split("\n").slice(7)).toEqual([
      "**Worth a look:**",
      "",
      "- line 3: `x` is no path.",
      "",
      ...foldedReading({ definition, metricKey: null, ...paths }, true).split("\n"),
      "",
    ]);
    const broken = { definition: null, problems: [problem], warnings: [], paths };
    expect(noticeComment({ kind: "approval", read: broken }).split("\n").slice(7)).toEqual([
      "**It cannot run as it is:**",
      "",
      "- line 2: `schedule`: is too short. Found: `every 0m`. Allowed: 1 minute or more.",
      "",
    ]);
  });

  it("says that the journal needs a person", () => {
    expect(noticeComment({ kind: "journal-gone" })).toContain("`memory/autoloop` is gone");
    expect(noticeComment({ kind: "journal-broken", reason: "line 3: no JSON <b>" })).toContain(
      "cannot be read: line 3: no JSON \\<b\\>",
    );
  });

  it("sums a completed program up", () => {
    expect(
      noticeComment({ kind: "completed", state: completed, links: LINKS, lines: new Map(), text: "" }),
    ).toMatchInlineSnapshot(`
      "<!-- autoloop:v1 notice kind=completed key=2026-01-01T00:52:00.000Z -->
      ### ✅ Completed: final report

      **The target metric of 603.2 is reached.** Best is 603.2, 20.6% below the baseline of 760; it was found in iteration 10. The last two iterations were all kept. The target of 600 is 3.2 away.

      | Baseline → final | 760 → **603.2** |
      | :-- | :-- |
      | Improvement | **−156.8 (−20.6%)** |
      | Kept / discarded / errors | 7 / 2 / 1 |
      | Best iteration | 10, [\`c295ea9\`](https://github.com/acme/boxes/commit/c295ea9b42dd66a24f4e614aa8c580344c2e675b) |
      | Pull request | #12 |

      **What worked** (5 of 7, the best first)

      - Iteration 2, −46.3 (−6.5%): Widen the base further: \`WIDTH_CM\` from 4.6 to 5.8.
      - Iteration 1, −44.8 (−5.9%): Widen the base: \`WIDTH_CM\` from 4 to 4.6.
      - Iteration 4, −27.9 (−4.2%): Take depth back: \`DEPTH_CM\` from 20 to 16.
      - Iteration 6, −18.3 (−2.9%): Widen the base: \`WIDTH_CM\` from 5.8 to 7.5.
      - Iteration 7, −11.3 (−1.8%): Take depth back: \`DEPTH_CM\` from 16 to 12.6.

      **What did not**

      - Iteration 8, +1.6 (+0.26%): Make both a little smaller at once.
      - Iteration 3, +12.4 (+1.9%): Make the base deeper: \`DEPTH_CM\` from 20 to 22.

      **Lessons**, as agents wrote them

      - Steps below half a centimetre still pay.
      - Both at once overshoots.
      - Near a cube every step is small.
      - Depth wants to come down to width.
      - More depth costs more than it saves.

      **Next steps**

      1. Review #12, where what was kept waits, and merge it when you like it.
      2. To review it piece by piece, run this in a clone of the repository. It makes local branches of changes that do not touch the same files:

         \`\`\`sh
         node autoloop.mjs finalise carton
         \`\`\`
      "
    `);
  });

  it("can be found again by what it is", () => {
    const notices: readonly Notice[] = [
      { kind: "approval" },
      { kind: "problems", problems: [problem] },
      { kind: "problems", subject: "configuration", problems: [problem] },
      { kind: "journal-gone" },
      paused("plateau"),
      { kind: "completed", state: completed, links: LINKS, lines: new Map(), text: "" },
      { kind: "solved", of: { kind: "problems", key: "program" } },
    ];
    for (const notice of notices) expect(noticeOf(noticeComment(notice))).toEqual(noticeId(notice));
  });
});
