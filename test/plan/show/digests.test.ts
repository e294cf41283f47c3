import { describe, expect, it } from "vitest";
import type { CommentView } from "../../../src/domain/repository/view.ts";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { digests, isTold, olderResultsRead } from "../../../src/plan/show/digests.ts";
import { digestMarker, iterationMarker } from "../../../src/text/format/markers.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { bodyOf, planned } from "../../support/plan/planned.ts";
import { ruled } from "../../support/plan/ruled.ts";
import { own, said } from "../../support/plan/view-parts.ts";

/** Own comments of old iterations, from this number on. */
function told(from: number, count: number): readonly CommentView[] {
  return Array.from({ length: count }, (_, index) =>
    own(`${iterationMarker("carton", from + index)}\n### ✅ Iteration`, 10_000 + from + index),
  );
}

const FEW = { policy: { iterationComments: 30 } };
const says = (comments: Deviation["comments"] = []) => planned({ comments }, FEW).says;

describe(digests, () => {
  it("leaves an issue alone that holds as many iteration comments as it may", () => {
    // The world itself shows two more: baseline and first improvement.
    expect(says(told(100, 28))).toEqual([]);
  });

  it("sums up the oldest quarter when there is one too many, and deletes nothing yet", () => {
    const plan = planned({ comments: told(100, 29) }, FEW);
    expect(plan.says).toEqual([expect.stringMatching(/^post the digest of iteration comments/)]);
    const body = bodyOf(plan, "digest of iteration comments");
    expect(body.split("\n")[0]).toBe(digestMarker("carton", 0, 105));
    expect(body.match(/^- /gm)).toHaveLength(8);
    expect(body).toContain("- **0** 📏 760: the baseline was measured");
    expect(body).toContain("- **100** —");
  });

  it("deletes at most twenty of the comments that a digest stands for, and comes back for the rest", () => {
    const digest = own(digestMarker("carton", 100, 199), 50_000);
    const plan = planned({ comments: [...told(100, 25), ...told(200, 3), digest] });
    const deleted = plan.actions.flatMap((one) => (one.type === "comment.delete" ? [one.comment] : []));
    expect(deleted).toEqual(told(100, 20).map(({ id }) => id));
    expect(plan.actions).toHaveLength(20);
    expect(plan.wakeAt).toBe(plan.now + 60_000);
    expect(says([...told(200, 3), digest])).toEqual([]);
  });

  it("deletes the second of two digests of the same iterations", () => {
    const first = own(digestMarker("carton", 100, 199), 50_000);
    const second = own(digestMarker("carton", 100, 199), 50_001);
    expect(says([first, second])).toEqual(["delete the second digest (comment 50001)"]);
  });

  it("neither sums up nor deletes a comment into which a person wrote", () => {
    const edited = { edited: { login: "maintainer", at: "2026-01-02T00:00:00Z" } };
    const digest = own(digestMarker("carton", 100, 199), 50_000);
    const [theirs = digest, ...others] = told(100, 3);
    const { actions } = planned({ comments: [{ ...theirs, ...edited }, ...others, digest] });
    const deleted = actions.flatMap((one) => (one.type === "comment.delete" ? [one.comment] : []));
    expect(deleted).toEqual(others.map(({ id }) => id));

    const many = told(200, 30).map((one) => ({ ...one, ...edited }));
    expect(says([...told(100, 28), ...many])).toEqual([]);
    const body = bodyOf(
      planned({ comments: [...told(100, 29), ...many] }, FEW),
      "digest of iteration comments",
    );
    expect(body.split("\n")[0]).toBe(digestMarker("carton", 0, 105));
  });

  it("believes no digest of somebody else, and none of another program", () => {
    const forged = said("writer", digestMarker("carton", 0, 999), { id: 50_000, reactions: ["eyes"] });
    const other = own(digestMarker("box", 0, 999), 50_001);
    const { actions } = planned({ comments: [...told(100, 5), forged, other] });
    expect(actions.filter(({ type }) => type === "comment.delete")).toEqual([]);
  });

  it("counts the iterations' own comments alone, of this program alone", () => {
    const others = [
      own(digestMarker("carton", 500, 599), 50_000),
      own(digestMarker("carton", 700, 700), 50_001),
      own(iterationMarker("other", 100), 50_002),
      own("Hello", 50_003),
    ];
    expect(says([...told(100, 28), ...others])).toEqual([]);
  });

  it("sums up by number, whatever order they were posted in", () => {
    const body = bodyOf(
      planned({ comments: told(100, 29).toReversed() }, FEW),
      "digest of iteration comments",
    );
    expect(body.split("\n")[0]).toBe(digestMarker("carton", 0, 105));
  });

  it("keeps still where the issue is gone", () => {
    const { world, draft } = ruled({ issue: "absent", comments: told(100, 120) }, FEW);
    expect(digests(world, draft)).toBe(draft);
  });

  it("keeps still on a locked issue", () => {
    expect(planned({ comments: told(100, 120), issue: { locked: true } }, FEW).says).toEqual([]);
  });

  describe("of iterations whose lines have left the results table", () => {
    const line = "100\t-\t700\t-60\tkeep\t1\t-\tFold it.\n";
    const files = [50, 100, 150].map((from) => ({
      ...{ path: `journal/carton/results-000${String(from).padStart(3, "0")}.tsv`, id: String(from) },
    }));
    const world = (deviation: Deviation) => {
      const seen = anObservation({ comments: told(100, 29), ...deviation });
      const memory = { ...seen.view.memory, files };
      return {
        seen: { ...seen, view: { ...seen.view, memory } },
        now: 0,
        policy: { ...POLICY, ...FEW.policy },
      };
    };

    it("asks for the files that hold them, and for no others", () => {
      expect(olderResultsRead(world({}))).toEqual({ type: "olderResults", files: [files[1]] });
    });

    it("asks once, and only where a digest is due", () => {
      const { seen, ...rest } = world({});
      expect(olderResultsRead({ seen: { ...seen, olderResults: { value: [] } }, ...rest })).toBeNull();
      expect(olderResultsRead(world({ comments: told(100, 28) }))).toBeNull();
      expect(olderResultsRead(world({ journal: "absent" }))).toBeNull();
      const digest = own(digestMarker("carton", 100, 101), 50_000);
      expect(olderResultsRead(world({ comments: [...told(100, 40), digest] }))).toBeNull();
      const view = { ...seen.view, memory: { ...seen.view.memory, files: [] } };
      expect(olderResultsRead({ seen: { ...seen, view }, ...rest })).toBeNull();
    });

    it("tells what they say", () => {
      const { seen, ...rest } = world({});
      const answered = { seen: { ...seen, olderResults: { value: [line] } }, ...rest };
      const { state } = aKeptProgram();
      const [posted] = digests(answered, emptyDraft(state, 0)).actions;
      expect(posted).toMatchObject({ body: expect.stringContaining("- **100** ✅ 700 (−60): Fold it.") });
    });
  });

  it("tells only the numbers where the results table is gone", () => {
    const plan = planned({ comments: told(100, 29), memoryFiles: "absent" }, FEW);
    const body = bodyOf(plan, "digest of iteration comments");
    expect(body).toMatch(/^- \*\*0\*\*/m);
    expect(body).not.toContain("the baseline was measured");
  });
});

describe(isTold, () => {
  const { view } = anObservation({
    shown: false,
    comments: [
      ...told(5, 1),
      ...told(15, 1),
      own(digestMarker("carton", 10, 12), 50_000),
      own(digestMarker("carton", 20, 20), 50_001),
      own(digestMarker("other", 0, 99), 50_002),
      said("writer", digestMarker("carton", 0, 99), { id: 50_003 }),
    ],
  });

  it("is what a comment or a digest of the program itself tells about", () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index);
    expect(numbers.filter(isTold(view, "carton"))).toEqual([5, 10, 11, 12, 15, 20]);
  });
});
