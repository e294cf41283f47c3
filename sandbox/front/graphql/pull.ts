// `PullRequest` as a GraphQL object.

import { allPulls, type RestPull } from "../../branches/pull.ts";
import { actor, connection, type Page, type Snapshot } from "./snapshot.ts";

interface PullArguments extends Page {
  readonly headRefName?: string | null;
  readonly baseRefName?: string | null;
  readonly states?: readonly string[] | null;
  readonly orderBy?: { readonly direction: "ASC" | "DESC" } | null;
}

/** `Repository.pullRequests`; ordered by creation, which is the order of their numbers. */
export function pullConnection(snapshot: Snapshot) {
  return async (args: PullArguments) => {
    const pulls = (await allPulls(snapshot.host, await snapshot.refs()))
      .filter((pull) => args.headRefName == null || pull.head.ref === args.headRefName)
      .filter((pull) => args.baseRefName == null || pull.base.ref === args.baseRefName)
      .filter((pull) => args.states == null || args.states.includes(stateOf(pull)))
      .sort((a, b) => (args.orderBy?.direction === "DESC" ? b.number - a.number : a.number - b.number));
    return connection(
      pulls.map((pull) => pullObject(snapshot, pull)),
      args,
    );
  };
}

function pullObject(snapshot: Snapshot, pull: RestPull) {
  return {
    __typename: "PullRequest",
    id: pull.node_id,
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    state: stateOf(pull),
    isDraft: pull.draft,
    isCrossRepository: pull.head.repo?.full_name !== pull.base.repo?.full_name,
    headRefName: pull.head.ref,
    headRefOid: pull.head.sha,
    baseRefName: pull.base.ref,
    author: actor(pull.user),
    viewerDidAuthor: pull.user?.login === snapshot.viewer,
    labels: (page: Page) => connection(pull.labels, page),
  };
}

function stateOf(pull: RestPull): string {
  return pull.merged ? "MERGED" : pull.state.toUpperCase();
}
