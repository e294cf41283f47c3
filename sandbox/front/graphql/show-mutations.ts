// The mutations `addComment`, `updateIssueComment`, `updatePullRequest` and `createCheckRun`: what the REST API does, under
// GraphQL's names. Whatever may be refused is refused by the routes of REST; here its answers are put in GraphQL's words.

import type { Answer, FrontRequest } from "../../host/http.ts";
import { failure } from "./failure.ts";
import { REPOSITORY_ID, repositoryObject } from "./repository.ts";
import { Snapshot } from "./snapshot.ts";

/** Answers a request of the same principal, as if it had come by REST. */
export type Rest = (request: FrontRequest) => Promise<Answer>;

interface Numbered {
  readonly number: number;
  readonly node_id: string;
}

interface RestComment {
  readonly id: number;
  readonly node_id: string;
}

type Input<T> = { readonly input: T };

/** @param snapshot of before; what an answer shows is read anew */
export function showMutations(snapshot: Snapshot, request: FrontRequest, rest: Rest) {
  const { host, who } = snapshot;
  const { upstream, base } = host;
  const send = async <T>(
    method: string,
    path: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<T> => {
    const answer = await rest({ ...request, method, path, search: "", params: {}, body });
    if (answer.status < 300) return answer.body as T;
    throw inGraphqlsWords(answer);
  };
  const repository = () => repositoryObject(new Snapshot(snapshot, who));
  const comment = ({ id, node_id }: RestComment) => ({
    ...{ __typename: "IssueComment", id: node_id, fullDatabaseId: String(id), repository },
  });
  return {
    addComment: async ({ input }: Input<{ subjectId: string; body: string }>) => {
      const number = await numberOf([`${base}/issues`, `${base}/pulls`], input.subjectId);
      const { body } = input;
      const made = await send<RestComment>("POST", `${base}/issues/${number}/comments`, { body });
      return { clientMutationId: null, commentEdge: { node: comment(made) } };
    },
    updateIssueComment: async ({ input }: Input<{ id: string; body: string }>) => {
      const { id } = await commentOf(input.id);
      const made = await send<RestComment>("PATCH", `${base}/issues/comments/${id}`, { body: input.body });
      return { clientMutationId: null, issueComment: comment(made) };
    },
    updatePullRequest: async ({ input }: Input<{ pullRequestId: string; title?: string; body?: string }>) => {
      const number = await numberOf([`${base}/pulls`], input.pullRequestId);
      const { pullRequestId: _, ...change } = input;
      await send("PATCH", `${base}/pulls/${number}`, change);
      return { clientMutationId: null, pullRequest: { __typename: "PullRequest", number, repository } };
    },
    createCheckRun: async ({ input }: Input<CheckInput>) => {
      if (input.repositoryId !== REPOSITORY_ID) throw unknown(input.repositoryId);
      const { name, headSha, externalId, status, conclusion, output, actions } = input;
      await send("POST", `${base}/check-runs`, {
        ...{ name, head_sha: headSha, external_id: externalId, output, actions },
        ...{ status: status?.toLowerCase(), conclusion: conclusion?.toLowerCase() },
      });
      return { clientMutationId: null, checkRun: { __typename: "CheckRun", name, repository } };
    },
  };

  async function numberOf(lists: readonly string[], id: string): Promise<number> {
    for (const list of lists) {
      const all = await upstream.readAll<Numbered>(`${list}?state=all`);
      const found = all.find(({ node_id }) => node_id === id);
      if (found !== undefined && !host.records.deletedIssues.has(found.number)) return found.number;
    }
    throw unknown(id);
  }

  async function commentOf(id: string): Promise<RestComment> {
    for (const list of [`${base}/issues`, `${base}/pulls`]) {
      for (const { number } of await upstream.readAll<Numbered>(`${list}?state=all`)) {
        const comments = await upstream.readAll<RestComment>(`${base}/issues/${number}/comments`);
        const found = comments.find(({ node_id }) => node_id === id);
        if (found !== undefined) return found;
      }
    }
    throw unknown(id);
  }
}

interface CheckInput {
  readonly repositoryId: string;
  readonly name: string;
  readonly headSha: string;
  readonly externalId?: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly output?: object;
  readonly actions?: readonly object[];
}

function inGraphqlsWords({ status, body }: Answer) {
  const said = (body ?? {}) as {
    readonly message?: string;
    readonly errors?: readonly { message?: string }[];
  };
  const message = said.errors?.map((one) => one.message ?? "").join(", ") || said.message || "Refused";
  if (status === 403) return failure("FORBIDDEN", message);
  return failure(status === 404 || status === 410 ? "NOT_FOUND" : "UNPROCESSABLE", message);
}

function unknown(id: string) {
  return failure("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}
