import { describe, expect, it } from "vitest";
import { DELETIONS_AT_ONCE } from "../../../src/domain/limits.ts";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { duplicates } from "../../../src/plan/show/duplicates.ts";
import {
  answerMarker,
  iterationMarker,
  noticeMarker,
  STATUS_MARKER,
} from "../../../src/text/format/markers.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { planned } from "../../support/plan/planned.ts";
import { own, SELF, said } from "../../support/plan/view-parts.ts";

const deleted = (comments: Deviation["comments"] = []) =>
  planned({ comments }).actions.flatMap((one) => (one.type === "comment.delete" ? [one.comment] : []));

describe(duplicates, () => {
  it.each([
    ["status comment", STATUS_MARKER],
    ["comment of an iteration", iterationMarker("carton", 7)],
    ["notice", noticeMarker("paused", "x")],
    ["answer", answerMarker("carton", `1.${"a".repeat(12)}`)],
    ["answer of before answers named their program", `<!-- autoloop:v1 answer to=1.${"a".repeat(12)} -->`],
  ])("keeps the earliest %s and deletes the others", (_, marker) => {
    const copies = [900, 902, 901].map((id) => own(`${marker}\ntext`, id));
    const known = marker === STATUS_MARKER ? [900] : [];
    expect(deleted(copies)).toEqual([...known, 901, 902]);
  });

  it("tells different subjects apart", () => {
    expect(
      deleted([
        own(iterationMarker("carton", 7), 900),
        own(iterationMarker("carton", 8), 901),
        own(iterationMarker("crate", 7), 902),
        own(noticeMarker("paused", "x"), 903),
        own(noticeMarker("paused", "y"), 904),
        own(noticeMarker("problems", "x"), 905),
        own(answerMarker("carton", `1.${"a".repeat(12)}`), 908),
        own(answerMarker("crate", `1.${"a".repeat(12)}`), 909),
        own("Something else.", 906),
        own("Something else.", 907),
      ]),
    ).toEqual([]);
  });

  it("leaves other people's comments alone, and their copies of ours do not count", () => {
    const body = iterationMarker("carton", 7);
    expect(
      deleted([said("writer", body, { id: 800 }), own(body, 900), said("writer", body, { id: 901 })]),
    ).toEqual([]);
  });

  describe("a person may edit a comment of the app", () => {
    const at = "2026-01-01T00:10:00Z";
    const edited = (id: number, login: string | null, marker = iterationMarker("carton", 7)) => ({
      ...own(`${marker}\ntext`, id),
      edited: { login, at },
    });
    const plain = (id: number) => own(iterationMarker("carton", 7), id);

    it("so the copy that holds their words stays", () => {
      expect(deleted([plain(900), edited(901, "writer"), plain(902)])).toEqual([900, 902]);
      expect(deleted([edited(900, "writer"), plain(901)])).toEqual([901]);
    });

    it("and stays where nobody can tell who edited it", () => {
      expect(deleted([plain(900), edited(901, null)])).toEqual([900]);
    });

    it("so where both hold somebody's words both stay", () => {
      expect(deleted([edited(900, "writer"), edited(901, "maintainer"), plain(902)])).toEqual([902]);
    });

    it("which an edit of the app itself is not", () => {
      expect(deleted([plain(900), edited(901, SELF)])).toEqual([901]);
    });

    it("but the status comment is the earliest, and rewritten whatever is ticked in it", () => {
      const copy = edited(901, "writer", STATUS_MARKER);
      expect(deleted([own(`${STATUS_MARKER}\ntext`, 900), copy])).toContain(901);
    });
  });

  it.each([
    ["an issue that takes writes", aKeptProgram().state, {}, [901]],
    ["a locked conversation", aKeptProgram().state, { locked: true }, []],
    ["an issue that is gone", aKeptProgram().state, "absent", []],
    ["a program that is not adopted", null, {}, []],
  ] as const)("deletes what it may on %s", (_, state, issue, expected) => {
    const comments = [900, 901].map((id) => own(`${noticeMarker("paused", "x")}\ntext`, id));
    const seen = anObservation({ comments, issue });
    expect(duplicates({ seen, now: 0, policy: POLICY }, emptyDraft(state, 0)).actions).toEqual(
      expected.map((comment) => ({
        ...{ type: "comment.delete", comment, what: "second comment (notice paused/x)" },
      })),
    );
  });

  it("deletes a minute's worth of writes at most", () => {
    const copies = Array.from({ length: 40 }, (_, index) => own(iterationMarker("carton", 7), 900 + index));
    expect(deleted(copies)).toHaveLength(DELETIONS_AT_ONCE);
  });
});
