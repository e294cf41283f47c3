// Issues beyond what the emulator knows: templates that bring labels along, deletion, locked conversations, and what
// an older edition's bot may do.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorld, type World } from "./world.ts";

const TEMPLATES = ".github/ISSUE_TEMPLATE";
const CREATE = "mutation M($input: CreateIssueInput!) { createIssue(input: $input) { issue { number } } }";
const DELETE = "mutation M($input: DeleteIssueInput!) { deleteIssue(input: $input) { clientMutationId } }";

interface Reply {
  readonly data?: { readonly createIssue?: { readonly issue: { readonly number: number } } } | null;
  readonly errors?: readonly { readonly type?: string }[];
}
interface Issue {
  readonly number: number;
  readonly node_id: string;
  readonly labels: readonly { readonly name: string }[];
}

interface Updated {
  readonly updated_at: string;
}

let world: World;

beforeAll(async () => {
  world = await startWorld({ ci: "off", people: { boss: "admin" } });
  const put = (name: string, text: string) =>
    world.maintainer("PUT", `${world.base}/contents/${TEMPLATES}/${name}`, {
      ...{ message: "template", branch: "main", content: Buffer.from(text).toString("base64") },
    });
  await put("plain.md", "---\nname: Plain\nlabels: wish, question\n---\n\nSay it.\n");
  await put("form.yml", "name: Form\nlabels: [wish]\nbody: []\n");
});

afterAll(() => world.close());

async function open(): Promise<Issue> {
  return (await world.maintainer<Issue>("POST", `${world.base}/issues`, { title: "one", body: "b" })).body;
}

describe("an issue from a template", () => {
  it.each([
    ["Plain", ["wish", "question"]],
    ["Form", ["wish"]],
  ])("%s has its labels, whoever opens it, and no event that tells who put them on", async (name, labels) => {
    const repository = await world.maintainer<{ node_id: string }>("GET", world.base);
    const input = { repositoryId: repository.body.node_id, title: "From it", body: "b", issueTemplate: name };
    const made = await world.stranger<Reply>("POST", "/graphql", { query: CREATE, variables: { input } });
    const number = made.body.data?.createIssue?.issue.number ?? 0;
    const issue = await world.app<Issue>("GET", `${world.base}/issues/${number}`);
    expect(issue.body.labels.map((label) => label.name)).toEqual(labels);
    const query = `query { repository(owner: "acme", name: "carton") { issue(number: ${number}) {
      author { login } timelineItems(first: 9, itemTypes: [LABELED_EVENT]) { totalCount } } } }`;
    const seen = await world.app("POST", "/graphql", { query });
    expect(seen.body).toMatchObject({
      data: { repository: { issue: { author: { login: "stranger" }, timelineItems: { totalCount: 0 } } } },
    });
  });

  it("that is not there is an error", async () => {
    const repository = await world.maintainer<{ node_id: string }>("GET", world.base);
    const input = { repositoryId: repository.body.node_id, title: "From it", issueTemplate: "None" };
    const made = await world.stranger<Reply>("POST", "/graphql", { query: CREATE, variables: { input } });
    expect(made.body.errors).toMatchObject([{ type: "NOT_FOUND" }]);
  });
});

describe("a deleted issue", () => {
  it("is gone from every list and look, and told by a webhook", async () => {
    const issue = await open();
    const variables = { input: { issueId: issue.node_id } };
    const boss = world.sandbox.person("boss");
    expect((await boss<Reply>("POST", "/graphql", { query: DELETE, variables })).body.errors).toBeUndefined();
    expect((await world.app("GET", `${world.base}/issues/${issue.number}`)).status).toBe(410);
    const list = await world.app<readonly Issue[]>("GET", `${world.base}/issues?state=all`);
    expect(list.body.map(({ number }) => number)).not.toContain(issue.number);
    const query = `query { repository(owner: "acme", name: "carton") { issue(number: ${issue.number}) { body } } }`;
    const look = await world.app<Reply>("POST", "/graphql", { query });
    expect(look.body.errors).toMatchObject([{ type: "NOT_FOUND" }]);
    const told = await world.hooks.first(({ action }) => action === "deleted");
    expect(told.payload).toMatchObject({ issue: { number: issue.number }, sender: { login: "boss" } });
    expect((await boss<Reply>("POST", "/graphql", { query: DELETE, variables })).body.errors).toHaveLength(1);
  });

  it("was deleted by an admin", async () => {
    const variables = { input: { issueId: (await open()).node_id } };
    const answer = await world.maintainer<Reply>("POST", "/graphql", { query: DELETE, variables });
    expect(answer.body.errors).toMatchObject([{ type: "FORBIDDEN" }]);
  });
});

describe("a locked issue", () => {
  it("takes comments of those who may write, and of nobody else", async () => {
    const path = `${world.base}/issues/${(await open()).number}`;
    await world.maintainer("PUT", `${path}/lock`, {});
    const statuses = [
      await world.stranger("POST", `${path}/comments`, { body: "hello" }),
      await world.maintainer("POST", `${path}/comments`, { body: "hello" }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 201]);
  });
});

describe("a pinned comment", () => {
  it("shows who pinned it and when, wherever it is read, until it is unpinned", async () => {
    const { number } = await open();
    const issue = `${world.base}/issues/${number}`;
    const { body: made } = await world.maintainer<{ id: number }>("POST", `${issue}/comments`, { body: "a" });
    const comment = `${world.base}/issues/comments/${made.id}`;
    const pins = async () => {
      const one = await world.app<{ pin: unknown }>("GET", comment);
      const listed = await world.app<readonly { pin: unknown }[]>("GET", `${issue}/comments`);
      return [one.body.pin, ...listed.body.map(({ pin }) => pin)];
    };
    expect(await pins()).toEqual([null, null]);
    expect((await world.stranger("PUT", `${comment}/pin`)).status).toBe(403);
    const pin = { pinned_at: expect.stringMatching(/Z$/), pinned_by: { login: "maintainer" } };
    expect(await world.maintainer("PUT", `${comment}/pin`)).toMatchObject({ status: 200, body: { pin } });
    expect(await pins()).toMatchObject([pin, pin]);
    const told = await world.hooks.first(
      ({ event, action }) => event === "issue_comment" && action === "pinned",
    );
    expect(told.payload).toMatchObject({ comment: { id: made.id, pin }, issue: { number } });
    expect((await world.maintainer("DELETE", `${comment}/pin`)).status).toBe(204);
    expect(await pins()).toEqual([null, null]);
    expect((await world.maintainer("PUT", `${world.base}/issues/comments/999/pin`)).status).toBe(404);
  });
});

describe("an edited comment", () => {
  it("is a change of its issue, wherever that is read", async () => {
    const { number } = await open();
    const issue = `${world.base}/issues/${number}`;
    const { body: made } = await world.maintainer<{ id: number }>("POST", `${issue}/comments`, { body: "a" });
    const comment = `${world.base}/issues/comments/${made.id}`;
    const { body: edited } = await world.maintainer<Updated>("PATCH", comment, { body: "b" });
    const at = edited.updated_at;
    expect((await world.maintainer<Updated>("GET", issue)).body.updated_at).toBe(at);
    const { body: listed } = await world.maintainer<readonly (Updated & Issue)[]>(
      "GET",
      `${world.base}/issues?per_page=100`,
    );
    expect(listed.find((one) => one.number === number)?.updated_at).toBe(at);
  });
});

describe("a workflow's bot", () => {
  it("comments as github-actions, and its comment may be edited by another app", async () => {
    const path = `${world.base}/issues/${(await open()).number}/comments`;
    const bot = world.sandbox.api(world.sandbox.tokens.ci);
    const made = await bot<{ id: number; user: object }>("POST", path, { body: "mine" });
    expect(made.body.user).toMatchObject({ login: "github-actions[bot]", type: "Bot" });
    const comment = `${world.base}/issues/comments/${made.body.id}`;
    expect((await world.app("PATCH", comment, { body: "ours" })).body).toMatchObject({
      body: "ours",
      user: { login: "github-actions[bot]" },
    });
  });
});
