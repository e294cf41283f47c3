// The labels that a repository knows. Only ever adds one.

import type { Repository } from "../../domain/repository/view.ts";
import type { GithubApi } from "../http/api.ts";
import { madeNumber } from "../http/made.ts";
import { isNotFound, statusOf } from "../http/map-error.ts";

/** As GitHub's own "enhancement". */
const COLOUR = "a2eeef";

/** Makes the label; one that is there, by whomever, is left as it is. */
export async function createLabel(
  api: GithubApi,
  { owner, name: repo }: Repository,
  name: string,
): Promise<void> {
  const route = "POST /repos/{owner}/{repo}/labels";
  try {
    const { data } = await api.write<{ id?: number }>(route, { owner, repo, name, color: COLOUR });
    madeNumber(route, data?.id);
  } catch (error) {
    // 422 says "already_exists", among other things, 409 that somebody is at it: whether it is there settles it.
    if (![409, 422].includes(statusOf(error) ?? 0) || !(await exists(api, { owner, repo, name })))
      throw error;
  }
}

async function exists(
  api: GithubApi,
  label: { owner: string; repo: string; name: string },
): Promise<boolean> {
  try {
    await api.get("GET /repos/{owner}/{repo}/labels/{name}", label);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
