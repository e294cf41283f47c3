// `Commit` as a GraphQL object: history, check suites and commit statuses.

import type { Front } from "../front.ts";
import type { Commit } from "../git.ts";
import { actor, connection, type Page, type Snapshot } from "./snapshot.ts";

interface RestCheckRun {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
}

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
      creator: actor(status.creator),
    });
  }
  return latest.size === 0 ? null : { __typename: "Status", contexts: [...latest.values()] };
}

/** One suite for each app; the emulator's answer holds the newest run of each name. */
async function checkSuites(front: Front, sha: string) {
  const { check_runs } = (await front.upstream.read<{ check_runs: readonly RestCheckRun[] }>(
    `${front.base}/commits/${sha}/check-runs`,
  )) ?? { check_runs: [] };
  // One that nobody is known to have made is only just being made.
  const slugs = [...new Set(check_runs.map((run) => front.records.checkApps.get(run.id)))].filter(
    (slug) => slug !== undefined,
  );
  return slugs.map((slug) => {
    const runs = check_runs.filter((run) => front.records.checkApps.get(run.id) === slug);
    const open = runs.find((run) => run.status !== "completed");
    const worst = runs.find((run) => run.conclusion !== "success") ?? runs[0];
    return {
      __typename: "CheckSuite",
      app: { __typename: "App", slug, name: slug },
      status: (open ?? { status: "completed" }).status.toUpperCase(),
      conclusion: open ? null : (worst?.conclusion?.toUpperCase() ?? null),
      checkRuns: (page: Page) => connection(runs.map(checkRunObject), page),
    };
  });
}

function checkRunObject(run: RestCheckRun) {
  return {
    __typename: "CheckRun",
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
  };
}
