// Whether what a branch requires before a merge is there. Checks and commit statuses count alike, by name.

import type { Checks } from "../checks/checks.ts";
import type { Host } from "../host/host.ts";
import type { Principal } from "../host/principals.ts";
import type { RequiredCheck } from "../host/protections.ts";
import type { RestPull } from "./pull.ts";

const GOOD = ["success", "neutral", "skipped"];

/** Why a pull request may not be merged yet, in GitHub's words; null: it may. Administrators may always. */
export async function unmetChecks(
  host: Host,
  checks: Checks,
  who: Principal,
  pull: RestPull,
  onto: string,
): Promise<string | null> {
  const required = host.protections.checksOf(pull.base.ref);
  if (required.length === 0 || (who.kind === "person" && who.role === "admin")) return null;
  const unmet = await unmetOf(host, checks, pull.head.sha, required);
  const [first] = unmet;
  if (unmet.length > 1) return `${unmet.length} of ${required.length} required status checks are expected.`;
  if (first !== undefined) return `Required status check "${first.context}" is expected.`;
  const { behind } = await host.git.compare(onto, pull.head.sha);
  const strict = (["branch-protection", "ruleset"] as const).some(
    (kind) => host.protections.get(kind, pull.base.ref)?.strict === true,
  );
  return strict && behind > 0 ? "Head branch is not up to date with the base branch." : null;
}

async function unmetOf(
  host: Host,
  checks: Checks,
  sha: string,
  required: readonly RequiredCheck[],
): Promise<readonly RequiredCheck[]> {
  const runs = await checks.of(sha);
  const statuses = host.records.statuses.get(sha) ?? [];
  return required.filter(({ context, app }) => {
    const run = runs.find(({ name, app: by }) => name === context && (app === null || by.slug === app));
    if (run !== undefined) return !GOOD.includes(run.conclusion ?? "");
    const status = app === null ? statuses.find((one) => one.context === context) : undefined;
    return status?.state !== "success";
  });
}
