// Every morning the maintainer looks after what stands still, so that a fortnight is more than its first mishap.

import { LABEL } from "../../../src/domain/names.ts";
import type { ProgramState } from "../../../src/domain/state.ts";
import { HOSTILE_TEXT, textOf } from "./programs.ts";
import type { BusyRepository } from "./repository.ts";

/** Opens, unlocks and labels issues, mends texts, resolves conflicts, and lets go on what is paused. */
export function morning(town: BusyRepository): void {
  const { github } = town;
  github.setPermission("helper", "triage");
  for (const [name, issue] of town.issues) {
    const { locked, state, labels } = github.issue(issue);
    if (locked) github.lockIssue(issue, false);
    if (state === "closed") github.reopenIssue(issue);
    if (!labels.includes(LABEL.program)) github.addLabel(issue, "maintainer", LABEL.program);
    if (name === "carton") github.editIssue(issue, "maintainer", { body: textOf(name) });
    if (name === "gift" && town.now % 2 === 0) github.editIssue(issue, "maintainer", { body: HOSTILE_TEXT });
    town.hook(issue);
  }
  for (const { state } of town.inspector.past.journal.values()) {
    if (state === null) continue;
    if (state.pause?.kind === "conflict") resolve(town, state);
    if (state.status !== "active") github.comment(state.issue, "maintainer", "/autoloop resume");
    town.hook(state.issue);
  }
}

/** Merges the default branch into the program's, whose files win. */
function resolve({ github, loop }: BusyRepository, { branch }: ProgramState): void {
  if (!(branch in github.branches())) return;
  const parents = [loop.head(branch), loop.head("main")];
  const { tree } = github.git.get(loop.head(branch));
  const merge = { message: "Merge main", parents, tree, author: "maintainer", at: github.now() };
  github.moveBranch(branch, github.git.commit(merge).id, "maintainer");
}
