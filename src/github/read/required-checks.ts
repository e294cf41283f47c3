// Which checks a branch asks for, from classic branch protection and from rulesets. Both tell it to everybody who may read
// the repository (GitHub REST: get a branch, get rules for a branch). What cannot be read counts as not asked for.

import { Terminal } from "../../domain/errors.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { GithubApi } from "../http/api.ts";

interface BranchReply {
  readonly protection?: {
    readonly required_status_checks?: { readonly contexts?: readonly string[] } | null;
  };
}

interface RuleReply {
  readonly type: string;
  readonly parameters?: {
    readonly required_status_checks?: readonly { readonly context: string }[];
  };
}

/** Names, each once. */
export async function requiredChecks(
  api: GithubApi,
  { owner, name: repo }: Repository,
  branch: string,
): Promise<readonly string[]> {
  const at = { owner, repo, branch };
  const classic = await readable(async () => {
    const reply = await api.get<BranchReply>("GET /repos/{owner}/{repo}/branches/{branch}", at);
    return reply.protection?.required_status_checks?.contexts ?? [];
  });
  const rules = await readable(async () => {
    const route = "GET /repos/{owner}/{repo}/rules/branches/{branch}";
    const found = await api.list(route, at, (page) => page as readonly RuleReply[]);
    return found
      .filter(({ type }) => type === "required_status_checks")
      .flatMap(({ parameters }) => parameters?.required_status_checks ?? [])
      .map(({ context }) => context);
  });
  return [...new Set([...classic, ...rules])];
}

async function readable(read: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Terminal) return [];
    throw error;
  }
}
