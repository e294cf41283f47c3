// The world of `fixtures/upgrade`: a repository that an older edition ran, on the fake GitHub.

import { readFileSync } from "node:fs";
import type { FakeGithub } from "../github/fake-github.ts";

export const NAME = "parcel-sorter";
export const LEGACY_BRANCH = `autoloop/${NAME}-4f1d9c2`;
export const OLD_BOT = "github-actions[bot]";

export function upgradeText(file: string): string {
  return readFileSync(new URL(`../../../fixtures/upgrade/${file}`, import.meta.url), "utf8");
}

/** What differs from the fixture. */
export interface Upgrade {
  /** Edits the state file's text. */
  readonly stateFile?: (text: string) => string;
  /** Who opened the pull request; null: there is none. */
  readonly pullBy?: string | null;
  readonly fork?: boolean;
  /** Where the older edition worked; default: the branch with a suffix. */
  readonly branch?: string;
}

/** Builds it and returns the number of the program's issue. */
export function upgradeWorld(github: FakeGithub, change: Upgrade = {}): number {
  const {
    pullBy = OLD_BOT,
    fork = false,
    branch = LEGACY_BRANCH,
    stateFile = (text: string) => text,
  } = change;
  const issue = github.openIssue({ title: "Parcel sorter", body: upgradeText("program.md") });
  github.openIssue({ title: `[Autoloop: ${NAME}] Steering`, author: OLD_BOT });
  github.openIssue({ title: `[Autoloop: ${NAME}] Experiment Log 2025-12`, author: OLD_BOT });
  github.pushCommit("main", { "src/sort.mjs": "export const BUCKETS = 8;\n", "evaluate.mjs": "" });
  github.pushCommit(branch, { "src/sort.mjs": "export const BUCKETS = 64;\n" }, { author: OLD_BOT });
  if (pullBy !== null) {
    const title = `[Autoloop: ${NAME}] Sort by bucket`;
    github.openPullAs(pullBy, { head: branch, title, fork });
  }
  const file = stateFile(upgradeText(`${NAME}.md`));
  github.pushCommit("memory/autoloop", { [`${NAME}.md`]: file }, { author: OLD_BOT });
  github.comment(issue, OLD_BOT, upgradeText("status-comment.md"));
  github.addLabel(issue, "maintainer", "autoloop-program");
  return issue;
}
