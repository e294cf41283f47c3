// What a workflow file says of itself once it is in a repository: its version, and which runner it starts. People may
// have added to it.

import type { WorkflowFor } from "../../domain/repository/readiness.ts";
import { agentNamed, agentSecrets } from "../agents/agents.ts";

/** SHA-256 (hex) of the files that a workflow starts, by their names. */
export type RunnerHashes = Readonly<Record<string, string>>;

/** Raised whenever an installed file must be replaced; a test says when that is. */
export const WORKFLOW_VERSION = 2;
const MARKER = /^# autoloop-workflow: (\d{1,6})$/m;

/** What the repository of an agent should have installed; null: nobody here knows how to set that agent up. */
export const wantedWorkflow: WorkflowFor = (agent) =>
  agentNamed(agent) === null
    ? null
    : {
        secrets: agentSecrets(agent),
        isCurrent: isCurrentWorkflow,
        starts: (installed) => Object.keys(hashesIn(installed)),
      };

/** The version that an installed file says it has; null where it is not one of Autoloop's. */
export function workflowVersion(text: string): number | null {
  const found = MARKER.exec(text.replaceAll("\r\n", "\n"))?.[1];
  return found === undefined ? null : Number(found);
}

/** Whether an installed file works with this app. What people add to it, tools for their evaluation say, is theirs. */
export function isCurrentWorkflow(text: string): boolean {
  return workflowVersion(text) === WORKFLOW_VERSION;
}

const HASH = /'([0-9a-f]{64}) {2}runner\/\.github\/autoloop\/([a-z]+\.mjs)'/g;

/** What an installed file was told of the runner. */
export function hashesIn(text: string): RunnerHashes {
  return Object.fromEntries([...text.matchAll(HASH)].map(([, hash = "", name = ""]) => [name, hash]));
}

/** An installed file with other hashes, and whatever people added to it. */
export function withHashes(text: string, hashes: RunnerHashes): string {
  return text.replace(HASH, (line, hash: string, name: string) => line.replace(hash, hashes[name] ?? hash));
}
