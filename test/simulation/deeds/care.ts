// A maintainer who looks after everything that stands still, so that a life is more than its first mishap.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { LABEL, MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import { HOSTILE_TEXT, textOf } from "../programs.ts";
import type { Town } from "../town.ts";
import type { Deed } from "./deed.ts";

export const CARE: Readonly<Record<string, Deed>> = {
  "maintainer looks after everything": {
    weight: 6,
    act: (town) => {
      bringBack(town);
      for (const [name, issue] of town.issues) lookAfter(town, name, issue);
      for (const state of town.programs()) letGoOn(town, state);
      return "everybody";
    },
  },
};

/** A memory branch that is gone comes back where the app left it: the one cure that the app's notice names. */
function bringBack({ github }: Town): void {
  if (github.git.branches.has(MEMORY_BRANCH)) return;
  const left = github.chronicle.happenings.findLast(
    (deed) => deed.what === "ref" && deed.branch === MEMORY_BRANCH && deed.to !== null,
  );
  if (left?.what === "ref" && left.to !== null) github.moveBranch(MEMORY_BRANCH, left.to, "maintainer");
}

function lookAfter({ github }: Town, name: string, issue: number): void {
  const found = github.issues.get(issue);
  if (found === undefined) return;
  if (found.locked) github.lockIssue(issue, false);
  if (found.state === "closed") github.reopenIssue(issue);
  const body = name === "gift" ? HOSTILE_TEXT : textOf(name);
  if (found.body !== body) github.editIssue(issue, "maintainer", { body });
  if (!found.labels.includes(LABEL.program)) github.addLabel(issue, "maintainer", LABEL.program);
}

function letGoOn(town: Town, state: ProgramState): void {
  const { github } = town;
  if (!github.issues.has(state.issue) || state.status === "active") return;
  if (state.pause?.kind === "conflict") resolve(town, state);
  if (state.pause?.kind === "ci-red-on-base") turnGreen(town, state);
  github.comment(state.issue, "maintainer", "/autoloop resume");
}

/** Runs the checks of everything on which the program may stand again. */
function turnGreen({ github }: Town, { branch }: ProgramState): void {
  for (const name of [branch, github.defaultBranch]) {
    const head = github.git.branches.get(name);
    if (head !== undefined) github.setChecks(head, [{ name: "test" }, { name: "lint" }]);
  }
}

/** Merges the default branch into the program's, whose files win. */
function resolve({ github }: Town, { branch }: ProgramState): void {
  const [own, main] = [github.git.head(branch), github.git.head(github.defaultBranch)];
  if (own === undefined || main === undefined || branch === MEMORY_BRANCH) return;
  const parents = [own.id, main.id];
  const merge = { message: "Merge main", parents, tree: own.tree, author: "maintainer", at: github.now() };
  github.moveBranch(branch, github.git.commit(merge).id, "maintainer");
}
