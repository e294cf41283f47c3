// `Commit` as a GraphQL object: history, check suites and commit statuses.

import type { Commit } from "../../host/git.ts";
import type { Host } from "../../host/host.ts";
import { checkSuites } from "./check.ts";
import { actor, connection, type Page, type Snapshot } from "./snapshot.ts";

export async function commitObject(snapshot: Snapshot, sha: string): Promise<object | null> {
  const commit = await snapshot.host.git.commit(sha);
  return commit === null ? null : committed(snapshot, commit);
}

function committed(snapshot: Snapshot, commit: Commit): object {
  const { host } = snapshot;
  return {
    __typename: "Commit",
    oid: commit.sha,
    tree: { __typename: "Tree", oid: commit.tree },
    message: commit.message,
    messageHeadline: commit.message.split("\n", 1)[0],
    committedDate: commit.date,
    parents: (page: Page) =>
      connection(
        commit.parents.map((oid) => ({ __typename: "Commit", oid })),
        page,
      ),
    history: async (page: Page) => {
      const walked = await host.git.history(
        commit.sha,
        page.after ? Number.POSITIVE_INFINITY : (page.first ?? 100) + 1,
      );
      return connection(
        walked.map((one) => committed(snapshot, one)),
        page,
      );
    },
    status: () => statusObject(host, commit.sha),
    checkSuites: async (page: Page) => connection(await checkSuites(snapshot, commit.sha), page),
  };
}

function statusObject(host: Host, sha: string) {
  const latest = new Map<string, object>();
  for (const status of [...(host.records.statuses.get(sha) ?? [])].reverse()) {
    latest.set(status.context, {
      __typename: "StatusContext",
      context: status.context,
      state: status.state.toUpperCase(),
      description: status.description,
      targetUrl: status.target_url,
      createdAt: status.created_at,
      creator: actor(status.creator),
    });
  }
  return latest.size === 0 ? null : { __typename: "Status", contexts: [...latest.values()] };
}
