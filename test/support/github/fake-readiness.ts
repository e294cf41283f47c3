// What a fake repository shows of whether programs can run in it. Ready for everything unless a test says otherwise.

import { ISSUE_FORM, REPO_CONFIG_PATH, WORKFLOW } from "../../../src/domain/program/names.ts";
import {
  type AppAccess,
  PERMISSIONS,
  type ReadinessView,
  type WantedWorkflow,
} from "../../../src/domain/repository/readiness.ts";
import type { CheckView, FileRef } from "../../../src/domain/repository/view.ts";
import type { FakeGithub } from "./fake-github.ts";

const GREEN: CheckView = { name: "test", app: "github-actions", own: false, state: "success" };

/** Settings of the repository and of the app's installation; mutable, as people change them. */
export class FakeSettings {
  selection: AppAccess["selection"] = "all";
  readonly granted = new Map<string, string>(PERMISSIONS.map(({ name, access }) => [name, access]));
  issues: "on" | "off" = "on";
  archived = false;
  /** Of the default branch's head, where the world has none for it. */
  defaultChecks: readonly CheckView[] = [GREEN];
  readonly labels = new Set(["bug", "autoloop-program"]);
  rules: readonly string[] = [];
  branchRules: readonly string[] = [];
  isPrivate = false;
  /** The repository has draft pull requests. */
  drafts = true;
  /** The host cannot find commits yet where a check of them is to be written. */
  checksLate = false;
  /** Branches that rules let no app move or make. */
  readonly forbidden = new Set<string>();
  /** Methods of `Forge` whose writes are refused, with GitHub's sentence. */
  readonly refused = new Map<string, string>();
  /** Texts that no commit on the memory branch may hold, as where a host scans them for secrets. */
  readonly refusedTexts = new Set<string>();
  readonly secrets = new Set<string>();
  actions = true;

  /** Nothing is forbidden or refused any more. */
  relent(): void {
    this.drafts = true;
    this.checksLate = false;
    this.forbidden.clear();
    this.refused.clear();
    this.refusedTexts.clear();
  }

  access(): AppAccess {
    return {
      selection: this.selection,
      granted: new Map(this.granted),
      url: "https://github.com/settings/installations/1",
    };
  }
}

export function readinessOf(world: FakeGithub): ReadinessView {
  const { settings, git } = world;
  const head = git.head(world.defaultBranch);
  const file = (path: string): FileRef | "absent" => {
    const id = head?.tree.get(path)?.id;
    return id === undefined ? "absent" : { path, id };
  };
  return {
    defaultBranch: head === undefined ? "absent" : { name: world.defaultBranch },
    takesIssues: settings.issues === "on" && !settings.archived,
    isPrivate: settings.isPrivate,
    checks: head === undefined ? [] : (world.checks.get(head.id) ?? settings.defaultChecks),
    config: file(REPO_CONFIG_PATH),
    workflow: file(WORKFLOW.path),
    form: file(ISSUE_FORM.path) !== "absent",
    label: settings.labels.has("autoloop-program"),
    memory: { exists: git.branches.has("memory/autoloop"), rules: settings.rules },
    branchRules: settings.branchRules,
    server: null,
    runnerFiles: ["runner.mjs"],
    secrets: settings.granted.has("secrets") ? new Set(settings.secrets) : "unknown",
    actions: settings.granted.has("administration") ? settings.actions : "unknown",
  };
}

/** A workflow of which one line tells whether it is current. */
export const SOME_WORKFLOW: WantedWorkflow & { readonly text: string } = {
  text: "# version 2\nname: Autoloop\n",
  secrets: ["AGENT_KEY", "AGENT_TOKEN"],
  isCurrent: (installed) => installed.includes("# version 2"),
  starts: () => ["runner.mjs"],
};
