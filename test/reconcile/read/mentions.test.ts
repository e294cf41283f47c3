import { describe, expect, it } from "vitest";
import { createMentions } from "../../../src/reconcile/read/mentions.ts";

const REPOSITORY = { account: "1", owner: "octo", name: "carton" };
const KEY = { ...REPOSITORY, issue: 4 };
const DAY = 24 * 60 * 60_000;
const NOW = Date.parse("2026-01-10T00:00:00Z");
const said = (id: number, body: string, updatedAt = "2026-01-10T00:00:00Z", issue = 9) => ({
  ...{ id, issue, body, updatedAt },
});

describe(createMentions, () => {
  it("looks a week back at first, then from a little before the last time", () => {
    const mentions = createMentions();
    expect(mentions.since(REPOSITORY, NOW)).toBe(NOW - 7 * DAY);
    mentions.learn(REPOSITORY, [], NOW);
    expect(mentions.since(REPOSITORY, NOW + 60_000)).toBe(NOW - 3 * 60_000);
    expect(mentions.since({ ...REPOSITORY, name: "other" }, NOW)).toBe(NOW - 7 * DAY);
  });

  it("keeps commands only, each once, and anew when its comment was edited", () => {
    const mentions = createMentions();
    const command = said(1, "/autoloop carton: run");
    expect(mentions.learn(REPOSITORY, [command, said(2, "talk")], NOW)).toMatchObject([
      { comment: 1, issue: 9, name: "carton" },
    ]);
    expect(mentions.learn(REPOSITORY, [command], NOW)).toEqual([]);
    const edited = said(1, "/autoloop carton: pause", "2026-01-10T00:00:05Z");
    expect(mentions.learn(REPOSITORY, [edited], NOW)).toHaveLength(1);
    expect(mentions.open(KEY)).toHaveLength(1);
    mentions.learn(REPOSITORY, [said(1, "never mind", "2026-01-10T00:00:09Z")], NOW);
    expect(mentions.open(KEY)).toEqual([]);
  });

  it("is open for a program until it settles it, and again when it was edited", () => {
    const mentions = createMentions();
    mentions.learn(REPOSITORY, [said(1, "/autoloop run")], NOW);
    mentions.settle(KEY, mentions.open(KEY));
    expect(mentions.open(KEY)).toEqual([]);
    expect(mentions.open({ ...KEY, issue: 5 })).toHaveLength(1);
    mentions.learn(REPOSITORY, [said(1, "/autoloop stop", "2026-01-10T00:00:05Z")], NOW);
    expect(mentions.open(KEY)).toHaveLength(1);
  });

  it("leaves a program's own issue to its look, and forgets after a week", () => {
    const mentions = createMentions();
    mentions.learn(
      REPOSITORY,
      [said(1, "/autoloop run", undefined, KEY.issue), said(2, "/autoloop run")],
      NOW,
    );
    expect(mentions.open(KEY).map(({ comment }) => comment)).toEqual([2]);
    mentions.learn(REPOSITORY, [], NOW + 7 * DAY + 1);
    expect(mentions.open(KEY)).toEqual([]);
  });
});
