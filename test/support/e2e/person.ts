// Somebody with an account on the sandbox's GitHub, as verbs: everything that people do in end-to-end tests goes
// through the REST API with their own token. A verb that GitHub refuses throws; `tries` gives the status instead.

import type { Api } from "../../../sandbox/api.ts";
import { LABEL } from "../../../src/domain/program/names.ts";
import { until } from "./until.ts";

export class Person {
  readonly api: Api;
  readonly #base: string;

  /** @param base of the repository, such as `/repos/acme/carton` */
  constructor(api: Api, base: string) {
    this.api = api;
    this.#base = base;
  }

  /** @returns the issue's number */
  async opens(title: string, body: string, labels: readonly string[] = []): Promise<number> {
    return (await this.#does<{ number: number }>("POST", "/issues", { title, body, labels })).number;
  }

  /** From the issue template of this name, on a page that sets the template's labels whoever opens the issue. */
  async opensFromTemplate(issueTemplate: string, title: string, body: string): Promise<number> {
    const { node_id } = await this.#does<{ node_id: string }>("GET", "");
    const query =
      "mutation Open($input: CreateIssueInput!) { createIssue(input: $input) { issue { number } } }";
    const input = { repositoryId: node_id, title, body, issueTemplate };
    const answer = await this.#graphql<{ createIssue: { issue: { number: number } } }>(query, input);
    return answer.createIssue.issue.number;
  }

  /** @returns the comment's id */
  async says(issue: number, body: string): Promise<number> {
    return (await this.#does<{ id: number }>("POST", `/issues/${issue}/comments`, { body })).id;
  }

  async rewrites(comment: number, body: string): Promise<void> {
    await this.#does("PATCH", `/issues/comments/${comment}`, { body });
  }

  /** Changes title, text or state of an issue. */
  async edits(
    issue: number,
    change: { title?: string; body?: string; state?: "open" | "closed" },
  ): Promise<void> {
    await this.#does("PATCH", `/issues/${issue}`, change);
  }

  async labels(issue: number, label: string = LABEL.program): Promise<void> {
    await this.#does("POST", `/issues/${issue}/labels`, { labels: [label] });
  }

  async unlabels(issue: number, label: string = LABEL.program): Promise<void> {
    await this.#does("DELETE", `/issues/${issue}/labels/${label}`);
  }

  async locks(issue: number): Promise<void> {
    await this.#does("PUT", `/issues/${issue}/lock`, {});
  }

  async unlocks(issue: number): Promise<void> {
    await this.#does("DELETE", `/issues/${issue}/lock`);
  }

  /** Admins only. */
  async deletes(issue: number): Promise<void> {
    const { node_id } = await this.#does<{ node_id: string }>("GET", `/issues/${issue}`);
    const query =
      "mutation Delete($input: DeleteIssueInput!) { deleteIssue(input: $input) { clientMutationId } }";
    await this.#graphql(query, { issueId: node_id });
  }

  /** Commits a file as it is to be from now on; null deletes it. */
  async commits(branch: string, path: string, text: string | null): Promise<void> {
    const ref = encodeURIComponent(branch);
    const before = await this.api<{ sha?: string }>("GET", `${this.#base}/contents/${path}?ref=${ref}`);
    const { sha } = before.status === 200 ? before.body : {};
    const request = { branch, message: `Change ${path}`, ...(sha !== undefined && { sha }) };
    if (text === null) await this.#does("DELETE", `/contents/${path}`, request);
    else {
      const content = Buffer.from(text).toString("base64");
      await this.#does("PUT", `/contents/${path}`, { ...request, content });
    }
  }

  /** A branch that begins where another one stands. */
  async branches(branch: string, from = "main"): Promise<void> {
    const { object } = await this.#does<{ object: { sha: string } }>("GET", `/git/ref/heads/${from}`);
    await this.#does("POST", "/git/refs", { ref: `refs/heads/${branch}`, sha: object.sha });
  }

  /** @returns the pull request's number */
  async asksToPull(head: string, title: string, body = ""): Promise<number> {
    const request = { head, base: "main", title, body };
    return (await this.#does<{ number: number }>("POST", "/pulls", request)).number;
  }

  /** @returns the status of GitHub's answer to anything, such as a refusal */
  async tries(method: string, path: string, body?: unknown): Promise<number> {
    return (await this.api(method, `${this.#base}${path}`, body)).status;
  }

  async #does<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.api<T>(method, `${this.#base}${path}`, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async #graphql<T>(query: string, input: object): Promise<T> {
    const answer = await this.api<{ data?: T; errors?: unknown }>("POST", "/graphql", {
      ...{ query, variables: { input } },
    });
    const { data, errors } = answer.body;
    if (errors !== undefined || data === undefined) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
    return data;
  }
}

/**
 * GitHub's times have whole seconds. What people do one after the other, and what has to count as such, is done in
 * different ones.
 */
export async function nextSecond(): Promise<void> {
  const now = Math.floor(Date.now() / 1_000);
  await until("the next second", () => Math.floor(Date.now() / 1_000) > now);
}
