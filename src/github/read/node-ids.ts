// GraphQL's own names of things, as looks have shown them: REST and people say numbers, mutations want these. A memory
// that can be lost; whoever finds none here writes by REST.

import { repositoryText } from "../../domain/repository/program-key.ts";
import type { Repository } from "../../domain/repository/view.ts";
import { type LookReply, nodesOf } from "../graphql/look-reply.ts";
import { Lru } from "../http/lru.ts";

/** Names kept over all repositories, a hundred bytes each. */
const CAPACITY = 50_000;

/** A thing of a repository; comments are numbered over all of its issues. */
type Thing = "repository" | `issue ${number}` | `comment ${number}` | `pull ${number}`;

export class NodeIds {
  readonly #known = new Lru<string>(CAPACITY);

  /** Null: no look has shown it of late. */
  of(repository: Repository, thing: Thing): string | null {
    return this.#known.get(nameOf(repository, thing)) ?? null;
  }

  learn(repository: Repository, { id, issue, pullRequests }: LookReply["repository"]): void {
    const learn = (thing: Thing, node: string | undefined) => {
      if (node !== undefined) this.#known.set(nameOf(repository, thing), node);
    };
    learn("repository", id);
    if (issue !== null) learn(`issue ${issue.number}`, issue.id);
    for (const comment of nodesOf(issue?.comments))
      learn(`comment ${Number(comment.fullDatabaseId)}`, comment.id);
    for (const pull of nodesOf(pullRequests)) learn(`pull ${pull.number}`, pull.id);
  }
}

function nameOf(repository: Repository, thing: Thing): string {
  return `${repositoryText(repository)} ${thing}`;
}
