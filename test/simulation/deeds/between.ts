// What happens between the app and its runs, its queue and whoever else is at work.

import { LABEL } from "../../../src/domain/program/names.ts";
import { MINUTE } from "../town.ts";
import { type Deed, onProgram } from "./deed.ts";

export const BETWEEN: Readonly<Record<string, Deed>> = {
  "shared queue away": {
    weight: 2,
    fault: "F29",
    act: (town) => {
      const { line } = town;
      if (line === null) return null;
      line.isAway = true;
      town.later((1 + town.dice.below(90)) * MINUTE, () => {
        line.isAway = false;
      });
      return "everybody";
    },
  },
  "shared queue flushed": {
    weight: 2,
    fault: "F30",
    act: ({ line }) => {
      line?.flush();
      return line === null ? null : "everybody";
    },
  },
  "run ends late": {
    weight: 2,
    act: (town) => {
      const { started, disposed } = town.executor;
      const request = started.findLast(({ nonce }) => !disposed.has(nonce));
      if (request === undefined) return null;
      town.met("F39", request.key.issue);
      town.executor.finish(request, { outcome: "failed", problem: "Too late." });
      return request.key.issue;
    },
  },
  "paused before an order": {
    weight: 1,
    act: ({ github, trouble }) => {
      trouble.forestall(
        (issue) => github.issues.has(issue) && github.comment(issue, "maintainer", "/autoloop pause"),
      );
      return "everybody";
    },
  },
  "somebody acts in between": {
    weight: 4,
    act: onProgram((town, { issue, branch, name }) => {
      const { github } = town;
      const acts: readonly [() => unknown, ...(() => unknown)[]] = [
        () => github.pushCommit("memory/autoloop", { "notes.txt": `${town.now}` }, { author: "writer" }),
        () =>
          github.git.branches.has(branch) &&
          github.pushCommit(branch, { "NOTES.md": `${town.now}` }, { author: "writer" }),
        () => github.pushCommit("main", { "README.md": `# ${town.now}\n` }),
        () => github.issues.has(issue) && github.removeLabel(issue, LABEL.program, "writer"),
        () => github.issues.has(issue) && github.comment(issue, "maintainer", "/autoloop pause"),
        () =>
          github.issues.has(issue) &&
          github.editIssue(issue, "writer", { body: `${github.issue(issue).body}\nAlso ${name}.` }),
        () => github.issues.has(issue) && github.closeIssue(issue, "writer"),
      ];
      town.trouble.meddle(town.dice.pick(acts));
    }),
  },
};
