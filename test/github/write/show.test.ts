import { afterEach, describe, expect, it } from "vitest";
import { Retryable, Terminal } from "../../../src/domain/errors.ts";
import type { OwnCheckRequest } from "../../../src/ports/forge/changes.ts";
import type { Showing } from "../../../src/ports/forge/display.ts";
import { commentReply, issueReply, lookReply, pullReply } from "../../support/github-http/graphql-replies.ts";
import { KEY, REPO, unasked } from "../../support/github-http/nock-github.ts";
import { answering, page } from "../../support/github-http/scripted-look.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

const STATUS = commentReply(5, { id: "C_5", viewerDidAuthor: true });
const REPOSITORY = {
  id: "R_1",
  issue: issueReply({ id: "I_12", comments: { totalCount: 1, nodes: [STATUS] } }),
  pullRequests: page([pullReply(2, { id: "P_2" })]),
};
const LOOK = { key: KEY, name: "box" };
const CHECK: OwnCheckRequest = {
  ...{ head: "c".repeat(40), name: "Autoloop / box", title: "Best 750", summary: "Well." },
  ...{ conclusion: "success", buttons: [], externalId: "autoloop:12" },
};
const SHOWINGS: readonly Showing[] = [
  { what: "editComment", issue: 12, comment: 5, body: "status" },
  { what: "postComment", issue: 12, body: "iteration 1" },
  { what: "editPull", number: 2, change: { body: "b" } },
  { what: "writeCheck", check: CHECK },
];
/** What GitHub answers where all goes well, without the look. */
const DONE = {
  m0: { issueComment: { fullDatabaseId: "5" } },
  m1: { commentEdge: { node: { fullDatabaseId: "6" } } },
  m2: { pullRequest: { number: 2 } },
  m3: { checkRun: { name: CHECK.name } },
};
const error = (path: readonly string[] | undefined, type?: string) => ({
  ...(path === undefined ? {} : { path }),
  ...(type === undefined ? {} : { type }),
  message: "No.",
});

/** Shows all of them after a look, and says what came of it. */
async function shown(answer: object, ...more: readonly object[]) {
  const world = answering(lookReply(REPOSITORY), answer, ...more);
  await world.look();
  const show = () => world.github.forge.show(LOOK, SHOWINGS);
  return { ...world, show, first: await show() };
}

describe("showing", () => {
  it("is one document with GraphQL's names of everything, and brings a look", async () => {
    const repository = (lookReply(REPOSITORY) as { repository: object }).repository;
    const { first, asked } = await shown({ ...DONE, m3: { checkRun: { name: CHECK.name, repository } } });
    expect(first.became).toEqual([
      { outcome: undefined },
      { outcome: 6 },
      { outcome: undefined },
      { outcome: "written" },
    ]);
    expect(first.view).toMatchObject({
      self: "autoloop[bot]",
      comments: [{ id: 5 }],
      pulls: [{ number: 2 }],
    });
    expect(asked[1]?.variables).toMatchObject({
      i0: { id: "C_5", body: "status" },
      i1: { subjectId: "I_12", body: "iteration 1" },
      i2: { pullRequestId: "P_2", body: "b" },
      i3: { repositoryId: "R_1", headSha: CHECK.head, status: "COMPLETED", conclusion: "SUCCESS" },
    });
  });

  it("tells of each what became of it, by the path of the error", async () => {
    const errors = [error(["m0"], "FORBIDDEN"), error(["m1"]), error(["m3"], "UNPROCESSABLE")];
    const { first } = await shown({ data: { ...DONE, m0: null, m1: null, m3: null }, errors });
    expect(first).toEqual({
      became: [
        { failure: expect.any(Terminal) },
        { failure: expect.any(Retryable) },
        { outcome: undefined },
        { outcome: "not now" },
      ],
      view: null,
    });
  });

  it("takes for done what failed behind the mutation itself, and for unknown what lost its answer there", async () => {
    const errors = [error(["m1", "commentEdge", "node"]), error(["m3", "checkRun", "repository", "issue"])];
    const { first } = await shown({ data: { ...DONE, m1: null }, errors });
    expect(first).toEqual({
      became: [
        { outcome: undefined },
        { failure: expect.any(Retryable) },
        { outcome: undefined },
        { outcome: "written" },
      ],
      view: null,
    });
  });

  it("knows nothing of what has no answer, nor of what is not named", async () => {
    const { first } = await shown({ m0: DONE.m0, m1: { commentEdge: { node: null } }, m2: DONE.m2 });
    const unknown = { failure: expect.any(Retryable) };
    expect(first.became).toEqual([{ outcome: undefined }, unknown, { outcome: undefined }, unknown]);
  });

  it("leaves the check out for a while where the app may not write any", async () => {
    const data = { ...DONE, m3: null };
    const { first, show, asked } = await shown({ data, errors: [error(["m3"], "FORBIDDEN")] }, DONE);
    expect(first.became.at(-1)).toEqual({ outcome: "not allowed" });
    expect((await show()).became.at(-1)).toEqual({ outcome: "not allowed" });
    expect(asked[2]?.query).not.toContain("createCheckRun");
  });

  it("sends each alone where GitHub takes nothing of the document", async () => {
    const world = answering(lookReply(REPOSITORY), {
      errors: [{ message: "bad", extensions: { code: "x" } }],
    });
    await world.look();
    const { api } = world;
    api.patch(`${REPO}/issues/comments/5`, { body: "status" }).reply(200, {});
    api.post(`${REPO}/issues/12/comments`, { body: "iteration 1" }).reply(201, { id: 6 });
    api.patch(`${REPO}/pulls/2`, { body: "b" }).reply(422, { message: "No." });
    api.post(`${REPO}/check-runs`).reply(201, { id: 7 });
    expect(await world.github.forge.show(LOOK, SHOWINGS)).toEqual({
      became: [
        { outcome: undefined },
        { outcome: 6 },
        { failure: expect.any(Terminal) },
        { outcome: "written" },
      ],
      view: null,
    });
  });

  it("repeats nothing where no answer came", async () => {
    const world = answering(lookReply(REPOSITORY));
    await world.look();
    world.api.post("/graphql").reply(502);
    const unknown = { failure: expect.any(Retryable) };
    expect((await world.github.forge.show(LOOK, SHOWINGS)).became).toEqual(SHOWINGS.map(() => unknown));
  });

  it("goes by REST where nobody has looked", async () => {
    const world = answering(lookReply({}));
    await world.look();
    world.api.post(`${REPO}/issues/13/comments`, { body: "elsewhere" }).reply(201, { id: 9 });
    const elsewhere: Showing = { what: "postComment", issue: 13, body: "elsewhere" };
    expect(await world.github.forge.show(LOOK, [elsewhere])).toEqual({
      became: [{ outcome: 9 }],
      view: null,
    });
  });
});
