// Which checks a branch asks for, from classic branch protection and from rulesets. Both tell it to everybody who may read
// the repository (GitHub REST: get a branch, get rules for a branch). A refusal is never an answer: only a branch that
// says of itself that nothing protects it needs no rules to be read.

import { Terminal } from "../../domain/errors.ts";
import type { RequiredNames } from "../../domain/repository/checks.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { GithubApi } from "../http/api.ts";
import { isNotFound } from "../http/map-error.ts";

interface BranchReply {
  /** By a branch protection rule or by a ruleset (GitHub REST: list branches, `protected`). */
  readonly protected?: boolean;
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

/** Names, each once; `unknown` where GitHub refused to tell. */
export async function requiredChecks(
  api: GithubApi,
  { owner, name: repo }: Repository,
  branch: string,
): Promise<RequiredNames> {
  const at = { owner, repo, branch };
  const found = await told(async () => [
    await api.getAgain<BranchReply>("GET /repos/{owner}/{repo}/branches/{branch}", at),
  ]);
  const rules = await told(() =>
    api.list("GET /repos/{owner}/{repo}/rules/branches/{branch}", at, (page) => page as readonly RuleReply[]),
  );
  if (found === "refused") return "unknown";
  // GitHub refuses to show rules in private repositories whose plan has none, and calls their branches unprotected.
  if (rules === "refused") return found.some((one) => one.protected === false) ? [] : "unknown";
  const classic = found.flatMap(({ protection }) => protection?.required_status_checks?.contexts ?? []);
  const asked = rules
    .filter(({ type }) => type === "required_status_checks")
    .flatMap(({ parameters }) => parameters?.required_status_checks ?? [])
    .map(({ context }) => context);
  return [...new Set([...classic, ...asked])];
}

/** @throws Retryable when there was no answer */
async function told<T>(read: () => Promise<readonly T[]>): Promise<readonly T[] | "refused"> {
  try {
    return await read();
  } catch (error) {
    if (isNotFound(error)) return [];
    if (error instanceof Terminal) return "refused";
    throw error;
  }
}
