// `Commit` as a GraphQL object: history, check suites and commit statuses.

import type { Commit } from "../../host/git.ts";
import type { Front } from "../../host/host.ts";
import { checkSuites } from "./check.ts";
import { actor, connection, type Page, type Snapshot } from "./snapshot.ts";

export async function commitObject(snapshot: Snapshot, sha: string): Promise<object | null> {
  const commit = await snapshot.front.git.commit(sha);
  return commit === null ? null : committed(snapshot, commit);
}

function committed(snapshot: Snapshot, commit: Commit): object {
  const { front } = snapshot;
  return {
    __typename: "Commit",
    oid: commit.sha,
    message: commit.message,
    messageHeadline: commit.message.split("\n", 1)[0],
    committedDate: commit.date,
    parents: (page: Page) =>
      connection(
        commit.parents.map((oid) => ({ __typename: "Commit", oid })),
        page,
      ),
    history: async (page: Page) => {
      const walked = await front.git.history(
        commit.sha,
        page.after ? Number.POSITIVE_INFINITY : (page.first ?? 100) + 1,
      );
      return connection(
        walked.map((one) => committed(snapshot, one)),
        page,
      );
    },
    status: () => statusObject(front, commit.sha),
    checkSuites: async (page: Page) => connection(await checkSuites(front, commit.sha), page),
  };
}

function statusObject(front: Front, sha: string) {
  const latest = new Map<string, object>();
  for (const status of [...(front.records.statuses.get(sha) ?? [])].reverse()) {
    latest.set(status.context, {
      __typename: "StatusContext",
      context: status.context,
      state: status.state.toUpperCase(),
      description: status.description,
      targetUrl: status.target_url,
      creator: actor(status.creator),
    });
  }
  return latest.size === 0 ? null : { __typename: "Status", contexts: [...latest.values()] };
}
