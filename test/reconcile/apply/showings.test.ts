import { describe, expect, it } from "vitest";
import type { Showing } from "../../../src/ports/forge/display.ts";
import { confirmed } from "../../../src/reconcile/apply/showings.ts";
import { aKeptProgram, anObservation } from "../../support/plan/observation.ts";

describe(confirmed, () => {
  const { view, key } = anObservation({ journal: aKeptProgram() });
  const [shown] = view.comments;
  const edit = (seen: string | undefined, issue = key.issue): Showing => ({
    ...{ what: "editComment", issue, comment: shown?.id ?? 0, body: "new" },
    ...(seen === undefined ? {} : { seen }),
  });

  it("leaves alone what replaces nothing, and what nobody can tell of", () => {
    for (const one of [edit(undefined), edit("x", key.issue + 1)])
      expect(confirmed(one, view, key.issue)).toBe(one);
    expect(confirmed(edit("x"), null, key.issue)).toEqual(edit("x"));
    const post: Showing = { what: "postComment", issue: key.issue, body: "x" };
    expect(confirmed(post, view, key.issue)).toBe(post);
  });

  it("tells an edit of what the host shows from one of what somebody replaced", () => {
    const body = shown?.body ?? "none";
    expect(confirmed(edit(body), view, key.issue)).toEqual({ ...edit(body), isConfirmed: true });
    expect(confirmed(edit(`${body}!`), view, key.issue)).toBe("changed");
  });
});
