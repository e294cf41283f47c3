import { describe, expect, it } from "vitest";
import type { CommentView } from "../../src/domain/view.ts";
import { doubles } from "../../src/plan/doubles.ts";
import { iterationMarker, noticeMarker, STATUS_MARKER } from "../../src/text/comments/markers.ts";
import { aKeptProgram } from "../support/observation.ts";
import { planned } from "../support/planned.ts";
import { SELF } from "../support/view-parts.ts";

/** Ids of comments that are to be deleted, where the app's own comments say this and then this. */
function deleted(bodies: readonly string[], change: Partial<CommentView> = {}): unknown {
  const at = "2026-01-01T00:00:00Z";
  const own = { own: true, author: { login: SELF, type: "Bot" as const }, createdAt: at, updatedAt: at };
  const comments = bodies.map(
    (body, index): CommentView => ({
      ...{ ...own, id: 101 + index, body, edited: null, reactions: [] },
      ...(index === 1 ? change : {}),
    }),
  );
  const { actions } = planned({ journal: aKeptProgram(), comments });
  return actions.flatMap((action) => (action.type === "comment.delete" ? [action.comment] : []));
}

describe(doubles, () => {
  it.each([
    ["of an iteration", iterationMarker("carton", 7)],
    ["of a notice", noticeMarker("paused", "x")],
  ])("takes away the second copy %s, and keeps the earliest", (_, body) => {
    expect(deleted([body, `${body}\nagain`, body])).toEqual([102, 103]);
  });

  it("takes away every status comment behind the one that is there", () => {
    expect(deleted([STATUS_MARKER, STATUS_MARKER])).toEqual([101, 102]);
  });

  it("leaves alone what is about something else", () => {
    expect(deleted([iterationMarker("carton", 7), iterationMarker("carton", 8), "Hello.", "Hello."])).toEqual(
      [],
    );
  });

  it("leaves alone what somebody else wrote or changed", () => {
    const body = iterationMarker("carton", 7);
    const person = { login: "maria", type: "User" as const };
    expect(deleted([body, body], { own: false, author: person })).toEqual([]);
    expect(deleted([body, body], { edited: { login: "maria", at: "2026-01-01T00:00:00Z" } })).toEqual([]);
    expect(deleted([body, body], { edited: { login: SELF, at: "2026-01-01T00:00:00Z" } })).toEqual([102]);
  });
});
