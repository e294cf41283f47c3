// Merges what the operator and the repository decide into one policy. Pure: no reading, no fetching.

import { CI_ATTEMPTS, ITERATION_COMMENTS } from "../../domain/limits.ts";
import type { Isolation, Policy, RepoConfig } from "../../domain/policy.ts";
import type { Problem } from "../../domain/program/program.ts";
import type { Links } from "../../domain/repository/links.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { Schedule } from "../../domain/schedule/schedule.ts";
import type { Config } from "./config.ts";

/** For programs and repositories that say nothing; what Autoloop's first edition did. */
const DEFAULT_SCHEDULE: Schedule = { kind: "interval", ms: 6 * 60 * 60 * 1_000 };

/** The parts of the operator's configuration that a policy depends on. */
type PolicyDefaults = Pick<
  Config,
  | "executor"
  | "agent"
  | "installationConcurrency"
  | "minIntervalMs"
  | "iterationTimeoutMs"
  | "ciGraceMs"
  | "ciTimeoutMs"
  | "ciSettleMs"
  | "statusQuietMs"
> & {
  readonly isolation: Isolation;
  /** To the pages of a repository. */
  readonly linksTo: (repository: Repository) => Links;
};

/**
 * The policy for one repository. Where the repository asks for what the operator does not offer, the policy is
 * the operator's and `problems` says so; a program with problems does not run.
 * @param repoConfig null: the repository has no configuration file
 */
export function policyFor(
  operator: PolicyDefaults,
  repoConfig: RepoConfig | null,
  repository: Repository,
): { readonly policy: Policy; readonly problems: readonly Problem[] } {
  const wanted = repoConfig?.executor ?? null;
  const problems: readonly Problem[] =
    wanted === null || wanted === operator.executor ? [] : [notOffered(wanted, operator.executor)];
  return {
    policy: {
      executor: operator.executor,
      isolation: operator.isolation,
      agent: repoConfig?.agent ?? operator.agent,
      concurrency: repoConfig?.concurrency ?? 1,
      accountConcurrency: operator.installationConcurrency,
      dispatchesPerDay: repoConfig?.dispatchesPerDay ?? null,
      budget: repoConfig?.budget ?? null,
      assumedUsd: repoConfig?.assumedUsd ?? null,
      assumedTokens: repoConfig?.assumedTokens ?? null,
      unapprovedEdits: repoConfig?.unapprovedEdits ?? "wait",
      iterationComments: repoConfig?.iterationComments ?? ITERATION_COMMENTS,
      defaultSchedule: repoConfig?.schedule ?? DEFAULT_SCHEDULE,
      minIntervalMs: operator.minIntervalMs,
      defaultTimeoutMs: operator.iterationTimeoutMs,
      protectedPaths: repoConfig?.protectedPaths ?? [],
      unprotected: repoConfig?.unprotected ?? [],
      ci: repoConfig?.ci ?? "required",
      ciAttempts: repoConfig?.ciAttempts ?? CI_ATTEMPTS,
      ciApps: repoConfig?.ciApps ?? null,
      ciSettleMs: operator.ciSettleMs,
      ciGraceMs: operator.ciGraceMs,
      ciTimeoutMs: operator.ciTimeoutMs,
      statusQuietMs: operator.statusQuietMs,
      links: operator.linksTo(repository),
    },
    problems,
  };
}

function notOffered(wanted: string, offered: string): Problem {
  const value = wanted.slice(0, 64);
  return {
    key: "executor",
    value,
    allowed: offered,
    line: null,
    message: `executor: this installation of Autoloop does not offer \`${value.replace(/[^\w.-]/g, "?")}\`; write \`${offered}\` or leave the key out`,
  };
}
