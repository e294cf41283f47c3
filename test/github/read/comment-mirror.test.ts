import { afterEach, describe, expect, it } from "vitest";
import { commentReply, issueReply, lookReply } from "../../support/github-http/graphql-replies.ts";
import { unasked } from "../../support/github-http/nock-github.ts";
import { answering, page } from "../../support/github-http/scripted-look.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

describe("CommentMirror", () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => commentReply(n + 1, { updatedAt: at(n), createdAt: at(n) }));
  const window = (nodes: readonly object[], totalCount: number) =>
    lookReply({ issue: issueReply({ comments: { nodes, totalCount } }) });
  const full = (nodes: readonly object[]) => ({
    repository: { issueOrPullRequest: { comments: page(nodes) } },
  });

  it("comments are read in full once, then known by the newest thirty", async () => {
    const all = many(120);
    const edited = commentReply(5, { body: "edited", updatedAt: at(500), createdAt: at(4) });
    const { look, asked } = answering(
      window(all.slice(20).reverse(), 120),
      full(all),
      window([edited, ...all.slice(91).reverse()], 120),
    );
    expect((await look()).comments.map(({ id }) => id)).toEqual(all.map((_, n) => n + 1));
    const later = (await look()).comments;
    expect(later).toHaveLength(120);
    expect(later.find(({ id }) => id === 5)?.body).toBe("edited");
    expect(asked.map(({ variables }) => variables.comments)).toEqual([100, undefined, 30]);
  });

  it("comments are hidden and shown again that are older than the window", async () => {
    const all = many(120);
    const later = (newest: readonly object[]) =>
      lookReply({
        issue: issueReply({
          comments: { nodes: all.slice(90).reverse(), totalCount: 120 },
          newest: { nodes: newest },
        }),
      });
    const { look } = answering(
      window(all.slice(20).reverse(), 120),
      full(all),
      later([
        { fullDatabaseId: "30", isMinimized: true },
        { fullDatabaseId: "31", isMinimized: false },
        { fullDatabaseId: "999", isMinimized: true },
      ]),
      later([{ fullDatabaseId: "30", isMinimized: false }]),
    );
    const hidden = async () =>
      (await look()).comments.filter(({ minimised }) => minimised).map(({ id }) => id);
    expect(await hidden()).toEqual([]);
    expect(await hidden()).toEqual([30]);
    expect(await hidden()).toEqual([]);
  });

  it("comments are read again when something was deleted, also where something else was added", async () => {
    const all = many(120);
    const without = all.filter((_, n) => n !== 2);
    const added = commentReply(500, { updatedAt: at(500) });
    const { look } = answering(
      window(all.slice(20).reverse(), 120),
      full(all),
      window([added, ...all.slice(91).reverse()], 120),
      full([...without, added]),
    );
    await look();
    expect((await look()).comments.map(({ id }) => id)).toEqual([
      ...without.map(({ fullDatabaseId }) => Number(fullDatabaseId)),
      500,
    ]);
  });

  it("comments are read again when more were edited than the window shows", async () => {
    const all = many(120);
    const edited = all.map((comment, n) =>
      n < 40 ? { ...comment, body: "edited", updatedAt: at(600 + n) } : comment,
    );
    const { look } = answering(
      window(all.slice(20).reverse(), 120),
      full(all),
      window(edited.slice(10, 40).reverse(), 120),
      full(edited),
    );
    await look();
    expect((await look()).comments.filter(({ body }) => body === "edited")).toHaveLength(40);
  });
});
