// The one move of a ref that need not be a fast-forward: a branch whose work was merged by squash or rebase begins
// again elsewhere. A compare-and-swap or nothing: REST can force a ref but not compare it first, GraphQL's
// `updateRefs` can (docs: GraphQL reference, `RefUpdate.beforeOid`). Nothing else may force a ref.

import type { Repository } from "../../domain/repository/view.ts";
import type { GithubApi } from "../http/api.ts";
import { headOf } from "./git-data.ts";
import { REPOSITORY_ID, RESTART } from "./mutations.ts";
import { orLookAgain } from "./second-look.ts";

/** @throws Conflict when the branch is not at `expectedHead`, or gone */
export async function resetBranch(
  api: GithubApi,
  repository: Repository,
  branch: string,
  expectedHead: string,
  to: string,
): Promise<void> {
  const { owner, name: repo } = repository;
  const reply = await api.query<{ repository: { id: string } }>(REPOSITORY_ID, { owner, repo });
  const update = { name: `refs/heads/${branch}`, beforeOid: expectedHead, afterOid: to, force: true };
  const input = { repositoryId: reply.repository.id, refUpdates: [update] };
  // GitHub documents no type for a ref that is elsewhere; where the branch is tells it from a refusal.
  await orLookAgain(api.mutate(RESTART, { input }), branch, async () =>
    (await headOf(api, repository, branch)) === expectedHead ? "as it was" : "moved",
  );
}
