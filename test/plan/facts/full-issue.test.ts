import { describe, expect, it } from "vitest";
import { COMMENTS_PER_ISSUE } from "../../../src/domain/limits.ts";
import type { Action } from "../../../src/plan/action.ts";
import { fits, fullness, isFull } from "../../../src/plan/facts/full-issue.ts";
import { anObservation } from "../../support/plan/observation.ts";
import { said } from "../../support/plan/view-parts.ts";

const { view: small } = anObservation();
/** An issue that holds this many comments. */
const holding = (count: number) => ({
  ...small,
  comments: Array.from({ length: count }, (_, index) => said("maria", "Hello", { id: index })),
});
const full = holding(COMMENTS_PER_ISSUE);
const almost = holding(COMMENTS_PER_ISSUE - 1);

describe(isFull, () => {
  it("is an issue with as many comments as GitHub takes, not with one less", () => {
    expect([almost, full, holding(COMMENTS_PER_ISSUE + 1)].map(isFull)).toEqual([false, true, true]);
  });
});

describe(fits, () => {
  const here = { type: "comment.post", body: "Hello", what: "notice" } as const;
  const there = { ...here, issue: 9 };
  const edit = { type: "comment.edit", comment: 5, body: "Hello", what: "notice" } as const;
  const label = { type: "labels.set", add: ["bug"], remove: [] } as const;
  const all: readonly Action[] = [here, edit, there, label];

  it("is said of all but new comments on the full issue itself", () => {
    expect(all.filter((action) => fits(action, full))).toEqual([edit, there, label]);
  });

  it("is said of all while there is room", () => {
    expect(all.filter((action) => fits(action, almost))).toEqual(all);
  });
});

describe(fullness, () => {
  it("is told once the issue is full", () => {
    expect(fullness(almost)).toEqual([]);
    expect(fullness(full)).toEqual([
      { line: null, message: expect.stringContaining(`this issue holds ${COMMENTS_PER_ISSUE} comments`) },
    ]);
  });
});
