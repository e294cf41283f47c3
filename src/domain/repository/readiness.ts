// The facts about a repository and the app's access to it that decide whether programs can run there, and the terms of
// the verdict. Decides nothing: `plan/repository/readiness-checks.ts` does.

import { EXECUTORS } from "../executors.ts";
import type { CheckView, FileRef } from "./view.ts";

/** The access that the owner of a repository gave the app. */
export interface AppAccess {
  /** Whether its owner chose repositories one by one. */
  readonly selection: "all" | "selected";
  /** Access that its owner granted, by permission: `read`, `write` or `admin`. */
  readonly granted: ReadonlyMap<string, string>;
  /** The page on which its owner changes that. */
  readonly url: string;
}

/** Versions of GitHub Enterprise Server whose descriptions everything that the app asks was held against (docs/ghes.md). */
export const SERVERS: readonly string[] = ["3.14", "3.15", "3.16", "3.17", "3.18", "3.19"];

/** A repository as far as being ready goes. `unknown`: the app has no permission to see it. */
export interface ReadinessView {
  /** `absent`: the repository is empty. */
  readonly defaultBranch: { readonly name: string } | "absent";
  /** Issues can be opened and edited: they are switched on, and the repository is not archived. */
  readonly takesIssues: boolean;
  /** Not everybody can see it. Whether it has draft pull requests then hangs on its owner's plan, which no app may see. */
  readonly isPrivate: boolean;
  /** Of the default branch's head. */
  readonly checks: readonly CheckView[];
  /** Files on the default branch. */
  readonly config: FileRef | "absent";
  readonly workflow: FileRef | "absent";
  /** The form that makes a program of an issue is installed. */
  readonly form: boolean;
  /** The label that makes a program exists. */
  readonly label: boolean;
  /** `rules`: types of the rules that hold for the memory branch, as the host names them. */
  readonly memory: { readonly exists: boolean; readonly rules: readonly string[] | "unknown" };
  /** Types of the rules that hold for branches of programs, as the host names them. */
  readonly branchRules: readonly string[] | "unknown";
  /** Names of the files beside the workflow that it may start. */
  readonly runnerFiles: readonly string[];
  /** Version of a server of somebody's own, such as `3.17.2`; null: the host is GitHub's own service. */
  readonly server: string | "unknown" | null;
  /** Names of the secrets that workflows of the repository are given. */
  readonly secrets: ReadonlySet<string> | "unknown";
  /** Whether GitHub Actions is switched on. */
  readonly actions: boolean | "unknown";
}

/** The workflow that a repository should have for its agent. */
export interface WantedWorkflow {
  /** Secrets of which the agent needs one; none where it needs none. */
  readonly secrets: readonly string[];
  /** Whether an installed file works with this app, although people added to it. */
  readonly isCurrent: (installed: string) => boolean;
  /** Names of the files that an installed workflow starts. */
  readonly starts: (installed: string) => readonly string[];
}

/** An agent as far as the machine of this process, on which runs happen, could start it. */
export interface AgentHere {
  /** Its command; null: it needs none of its own, or the operator's line is one. */
  readonly command: string | null;
  readonly isThere: boolean;
  /** It was given what shows who pays, or needs nothing of the kind. */
  readonly isPaid: boolean;
  /** Variables of which it needs one; none where it needs none or nobody knows. */
  readonly keys: readonly string[];
}

/** The workflow for an agent; null: nobody here knows how to set that agent up. */
export type WorkflowFor = (agent: string) => WantedWorkflow | null;

export type CheckName =
  | "permissions"
  | "server"
  | "label"
  | "ci"
  | "memory"
  | "branches"
  | "drafts"
  | "workflow"
  | "actions"
  | "secret"
  | "agent"
  | "key"
  | "isolation";

/** `unknown`: the app cannot tell. `not needed`: programs run with or without it. */
export type CheckState = "ready" | "missing" | "unknown" | "not needed";

/** One thing that must be ready before programs can run. */
export interface ReadinessCheck {
  readonly name: CheckName;
  readonly state: CheckState;
  /** One plain sentence, as inert Markdown: the finding, or the next step of a person. */
  readonly text: string;
  /** Where to do it. */
  readonly link: { readonly text: string; readonly url: string } | null;
}

/** The permissions that the app asks for in `app.yml`. `executor`: only runs there need it. */
export const PERMISSIONS: readonly {
  readonly name: string;
  readonly access: "read" | "write";
  readonly executor?: string;
}[] = [
  { name: "issues", access: "write" },
  { name: "contents", access: "write" },
  { name: "pull_requests", access: "write" },
  { name: "checks", access: "write" },
  { name: "statuses", access: "read" },
  { name: "metadata", access: "read" },
  ...EXECUTORS.flatMap(({ name: executor, permissions }) =>
    permissions.map((permission) => ({ ...permission, executor })),
  ),
];

const LEVELS: readonly (string | undefined)[] = ["read", "write", "admin"];

/** Whether at least this access was granted. */
export function isGranted({ granted }: AppAccess, name: string, access: "read" | "write"): boolean {
  return LEVELS.indexOf(granted.get(name)) >= LEVELS.indexOf(access);
}

/** Nothing is known to be missing. */
export function isReady(checks: readonly ReadinessCheck[]): boolean {
  return checks.every(({ state }) => state !== "missing");
}
