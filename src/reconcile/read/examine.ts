// Looks whether programs can run in a repository: reads what the checks need, and nothing that the app has no
// permission to read. Only when somebody asked, or for the issue "Set up Autoloop"; it costs a handful of requests.

import type { Policy, RepoConfig } from "../../domain/policy.ts";
import type { Problem } from "../../domain/program/program.ts";
import type { AgentHere, AppAccess, ReadinessView, WorkflowFor } from "../../domain/repository/readiness.ts";
import type { Repository } from "../../domain/repository/view.ts";
import { canLook, readiness } from "../../plan/repository/readiness-checks.ts";
import type { Examined } from "../../plan/repository/setup.ts";
import type { RepositoryReads } from "../../ports/forge/repository-reads.ts";
import { parseRepoConfig } from "../../text/settings/repo-config.ts";

/** What an examination reads with, and what it holds the repository against. */
export interface ExamineParts {
  readonly forge: Pick<RepositoryReads, "access" | "readiness" | "readText">;
  /** Merges the operator's and the repository's configuration. */
  readonly policyFor: (
    config: RepoConfig | null,
    repository: Repository,
  ) => { readonly policy: Policy; readonly problems: readonly Problem[] };
  /** Absent: runs happen elsewhere. */
  readonly agentHere?: (agent: string) => Promise<AgentHere | null>;
  /** What the workflow should be. */
  readonly workflowFor: WorkflowFor;
}

/** What a program says for itself; the repository's configuration where it says nothing. */
interface Said {
  readonly agent?: string | null;
  readonly ci?: Policy["ci"] | null;
}

/** By name, for people who ask from outside. `absent`: the app is not installed there. */
export async function examineNamed(
  parts: ExamineParts & { readonly forge: Pick<RepositoryReads, "find"> },
  owner: string,
  name: string,
): Promise<Examined | "absent"> {
  const repository = await parts.forge.find(owner, name);
  return repository === "absent" ? "absent" : examine(parts, repository);
}

/** @throws what the forge throws */
export async function examine(
  parts: ExamineParts,
  repository: Repository,
  said: Said | null = null,
): Promise<Examined> {
  const access = await parts.forge.access(repository);
  const view = canLook(access) ? await parts.forge.readiness(repository) : null;
  const policy = await policyOf(parts, repository, view);
  const { executor, isolation, links } = policy;
  const agent = said?.agent ?? policy.agent;
  const wanted = {
    executor,
    isolation,
    links,
    agent,
    agentHere: (await parts.agentHere?.(agent)) ?? null,
    ci: said?.ci ?? policy.ci,
  };
  return { view, links, checks: await checksOf(parts, repository, access, wanted, view) };
}

async function policyOf(
  { forge, policyFor }: ExamineParts,
  repository: Repository,
  view: ReadinessView | null,
): Promise<Policy> {
  const file = view?.config ?? "absent";
  const config = file === "absent" ? null : parseRepoConfig(await forge.readText(repository, file.id)).config;
  return policyFor(config, repository).policy;
}

async function checksOf(
  { forge, workflowFor }: ExamineParts,
  repository: Repository,
  access: AppAccess,
  wanted: Parameters<typeof readiness>[1],
  view: ReadinessView | null,
): Promise<Examined["checks"]> {
  if (view === null) return readiness(access, wanted, null);
  const installed =
    view.workflow === "absent" ? "absent" : await forge.readText(repository, view.workflow.id);
  return readiness(access, wanted, { view, installed, workflow: workflowFor(wanted.agent) });
}
