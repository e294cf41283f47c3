// Shows people several things in one request. What GraphQL has no name for, and what GitHub would not take as one document,
// goes by REST, one by one. Whatever fails is told for the one thing that it is about.

import { AutoloopError, Conflict, Terminal } from "../../domain/errors.ts";
import { MUTATIONS_AT_ONCE } from "../../domain/limits.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import type { Became, Showing, Shown } from "../../ports/forge/display.ts";
import type { Look } from "../../ports/forge/program-reads.ts";
import type { LookReply } from "../graphql/look-reply.ts";
import type { GithubApi } from "../http/api.ts";
import type { Field } from "../http/graphql-answer.ts";
import { madeNumber } from "../http/made.ts";
import type { LookReader } from "../read/look.ts";
import type { NodeIds } from "../read/node-ids.ts";
import { editComment, postComment, says } from "./conversation.ts";
import type { OwnChecks } from "./own-checks.ts";
import { editPull } from "./pulls.ts";
import { fieldName, inputName, type Mutation, showDocument } from "./show-document.ts";

/** What showing needs. */
export interface ShowDeps {
  readonly ids: NodeIds;
  readonly reader: LookReader;
  readonly checks: OwnChecks;
}

/** One that GraphQL can carry out. */
interface Order {
  readonly showing: Showing;
  readonly mutation: Mutation;
  readonly input: Readonly<Record<string, unknown>>;
}

export async function show(
  deps: ShowDeps,
  api: GithubApi,
  look: Look,
  showings: readonly Showing[],
): Promise<Shown> {
  const became: Became[] = [];
  let view: ProgramView | null = null;
  let waiting: readonly Order[] = [];
  const send = async () => {
    if (waiting.length === 0) return;
    const shown = await together(deps, api, look, waiting);
    became.push(...shown.became);
    view = shown.view;
    waiting = [];
  };
  for (const showing of showings) {
    const order = orderOf(deps, look, showing);
    if (order === null || waiting.length === MUTATIONS_AT_ONCE) await send();
    const early = await outcomeBefore(deps, api, look, showing);
    if (early !== null || order === null) {
      await send();
      became.push(early ?? (await alone(deps, api, look, showing)));
      view = null;
    } else waiting = [...waiting, order];
  }
  await send();
  return { became, view };
}

/** What need not be sent; null: it must. */
function outcomeBefore(
  { checks }: ShowDeps,
  api: GithubApi,
  { key }: Look,
  showing: Showing,
): Promise<Became | null> | null {
  if (showing.what === "writeCheck") {
    const isRefused = checks.isRefused(key);
    return isRefused ? Promise.resolve({ outcome: "not allowed" }) : null;
  }
  if (showing.what !== "editComment" || showing.seen === undefined || showing.isConfirmed) return null;
  const { issue, comment, seen } = showing;
  return became(async () => {
    if (!(await says(api, { ...key, issue }, comment, seen)))
      throw new Conflict("somebody edited the comment meanwhile");
    return null;
  });
}

/** Null: GraphQL's name of something is not known. */
function orderOf({ ids }: ShowDeps, { key }: Look, showing: Showing): Order | null {
  const order = (mutation: Mutation, id: string | null, input: (id: string) => Order["input"]) =>
    id === null ? null : { showing, mutation, input: input(id) };
  switch (showing.what) {
    case "postComment": {
      const { issue, body } = showing;
      return order("addComment", ids.of(key, `issue ${issue}`), (subjectId) => ({ subjectId, body }));
    }
    case "editComment": {
      const { comment, body } = showing;
      return order("updateIssueComment", ids.of(key, `comment ${comment}`), (id) => ({ id, body }));
    }
    case "editPull": {
      const { number, change } = showing;
      return order("updatePullRequest", ids.of(key, `pull ${number}`), (pullRequestId) => ({
        ...{ pullRequestId, ...change },
      }));
    }
    case "writeCheck": {
      const { head, name, conclusion, title, summary, buttons, externalId } = showing.check;
      return order("createCheckRun", ids.of(key, "repository"), (repositoryId) => ({
        ...{ repositoryId, headSha: head, name, externalId, status: "COMPLETED" },
        conclusion: conclusion.toUpperCase(),
        output: { title, summary },
        actions: buttons,
      }));
    }
  }
}

/** One document. Where GitHub takes none of it, because of any part, each of them goes alone. */
async function together(
  deps: ShowDeps,
  api: GithubApi,
  look: Look,
  orders: readonly Order[],
): Promise<Shown> {
  const { reader } = deps;
  const seenWith = reader.seenWith(look);
  const mutations = orders.map(({ mutation }) => mutation);
  const inputs = Object.fromEntries(orders.map(({ input }, index) => [inputName(index), input]));
  const fields = orders.map((_, index) => fieldName(index));
  try {
    const text = showDocument(mutations, seenWith !== null);
    const answers = await api.mutateEach(text, { ...inputs, ...seenWith }, fields);
    const became = orders.map((order, index) => read(deps, look, order, answers[index]));
    const repository = repositoryIn(answers.at(-1));
    const view = repository === null ? null : await reader.after(api, look, repository);
    return { became, view };
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    if (!(error instanceof Terminal)) return { became: orders.map(() => ({ failure: error })), view: null };
    const became: Became[] = [];
    for (const { showing } of orders) became.push(await alone(deps, api, look, showing));
    return { became, view: null };
  }
}

function read(
  { checks }: ShowDeps,
  { key }: Look,
  { showing, mutation }: Order,
  field: Field | undefined,
): Became {
  if (field === undefined || "failure" in field) {
    const failure = field?.failure ?? new Terminal(`${mutation}: asked for nothing`);
    if (showing.what !== "writeCheck") return { failure };
    const outcome = checks.refusal(key, failure);
    return outcome === null ? { failure } : { outcome };
  }
  if (showing.what === "writeCheck") return { outcome: "written" };
  if (showing.what !== "postComment") return { outcome: undefined };
  const { commentEdge } = field.made as {
    commentEdge?: { node?: { fullDatabaseId?: unknown } | null } | null;
  };
  try {
    return { outcome: madeNumber(mutation, Number(commentEdge?.node?.fullDatabaseId ?? Number.NaN)) };
  } catch (failure) {
    if (failure instanceof AutoloopError) return { failure };
    throw failure;
  }
}

/** The look that came with the last answer; null: there is none, or a part of it could not be read. */
function repositoryIn(field: Field | undefined): LookReply["repository"] | null {
  if (field === undefined || !("made" in field) || !field.isWhole) return null;
  const { commentEdge, issueComment, pullRequest, checkRun } = field.made as Partial<Record<string, Holder>>;
  return commentEdge?.node?.repository ?? (issueComment ?? pullRequest ?? checkRun)?.repository ?? null;
}

type Holder = {
  readonly repository?: LookReply["repository"];
  readonly node?: { readonly repository?: LookReply["repository"] } | null;
} | null;

/** By REST. What it was seen to say was looked at before. */
function alone({ checks }: ShowDeps, api: GithubApi, { key }: Look, showing: Showing): Promise<Became> {
  switch (showing.what) {
    case "postComment":
      return became(async () => ({
        outcome: await postComment(api, { ...key, issue: showing.issue }, showing.body),
      }));
    case "editComment":
      return became(async () => {
        await editComment(api, { ...key, issue: showing.issue }, showing.comment, showing.body);
        return { outcome: undefined };
      });
    case "editPull":
      return became(async () => {
        await editPull(api, key, showing.number, showing.change);
        return { outcome: undefined };
      });
    case "writeCheck":
      return became(async () => ({ outcome: await checks.write(api, key, showing.check) }));
  }
}

async function became<T>(act: () => Promise<T>): Promise<T | { readonly failure: AutoloopError }> {
  try {
    return await act();
  } catch (failure) {
    if (failure instanceof AutoloopError) return { failure };
    throw failure;
  }
}
