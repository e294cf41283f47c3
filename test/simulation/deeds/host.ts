// What happens to the app's processes, to the host, and to runs.

import { LABEL, MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import { HOUR, MINUTE, SKEWS } from "../town.ts";
import { type Deed, onProgram } from "./deed.ts";

/** Writes that nothing else hangs on. */
const ASIDE: readonly [string, ...string[]] = [
  ...([
    "react",
    "react",
    "reactToIssue",
    "writeCheck",
    "setLabels",
    "deleteComment",
    "editPull",
    "openPull",
  ] as const),
];

export const HOST: Readonly<Record<string, Deed>> = {
  restart: {
    weight: 1,
    fault: "F24",
    act: (town) => {
      const [process] = town.processes;
      if (process === undefined) return null;
      town.up();
      town.stop(process);
      return "everybody";
    },
  },
  "went down": {
    weight: 1,
    act: (town) => {
      if (town.isDown) return null;
      town.down((1 + town.dice.below(3)) * HOUR);
      return "everybody";
    },
  },
  "two processes": {
    weight: 2,
    fault: "F27",
    act: (town) => {
      if (town.processes.length !== 1) return null;
      const process = town.up();
      town.later((1 + town.dice.below(4)) * HOUR, () => town.stop(process));
      return "everybody";
    },
  },
  "clock wrong": {
    weight: 1,
    fault: "F26",
    act: (town) => {
      town.setClocks(town.dice.pick(SKEWS));
      return "everybody";
    },
  },
  "process stands still": {
    weight: 1,
    fault: "F25",
    act: (town) => {
      const [process] = town.processes;
      process?.freeze(35_000);
      return process === undefined ? null : "everybody";
    },
  },
  "writes refused": {
    weight: 3,
    act: (town) => {
      town.trouble.begin({ fault: "F7", mishap: "retryable", lasts: 2 * MINUTE, isOfWrites: true });
      return "everybody";
    },
  },
  "one kind of write refused": {
    weight: 4,
    fault: "F44",
    act: (town) => {
      const { refused } = town.github.settings;
      const method = town.dice.pick(ASIDE);
      refused.set(method, "GitHub will not have it.");
      town.later((1 + town.dice.below(6)) * HOUR, () => refused.delete(method));
      return "everybody";
    },
  },
  "a rule forbids a branch": {
    weight: 4,
    fault: "F45",
    act: onProgram((town, { branch }) => {
      const { forbidden } = town.github.settings;
      const place = town.dice.pick([branch, branch, MEMORY_BRANCH]);
      forbidden.add(place);
      // A branch that is behind is merged into before anything else is done to it.
      if (town.dice.happens(0.6)) town.github.pushCommit("main", { "README.md": `# ${town.now}\n` });
      town.later((1 + town.dice.below(4)) * HOUR, () => forbidden.delete(place));
    }),
  },
  "limit exhausted": {
    weight: 1,
    act: (town) => {
      town.trouble.begin({ fault: "F8", mishap: "retryable", lasts: 40 * MINUTE, isOfWrites: false });
      return "everybody";
    },
  },
  "token refused": {
    weight: 3,
    act: (town) => {
      town.trouble.begin({ fault: "F9", mishap: "terminal", lasts: 5_000, isOfWrites: false });
      return "everybody";
    },
  },
  "lists lag": {
    weight: 1,
    fault: "F4",
    act: (town) => {
      town.lag(town.dice.pick([30_000, 60_000, 170_000]));
      return "everybody";
    },
  },
  suspended: {
    weight: 1,
    act: (town) => {
      town.trouble.begin({ fault: "F10", mishap: "dormant", lasts: HOUR, isOfWrites: false });
      return "everybody";
    },
  },
  "rules hidden": {
    weight: 2,
    fault: "F47",
    act: (town) => {
      const { github } = town;
      if (github.requiredChecks.length === 0 || github.rulesHidden) return null;
      github.setRules([...github.requiredChecks], true);
      town.later((1 + town.dice.below(4)) * HOUR, () => github.setRules([...github.requiredChecks]));
      return "everybody";
    },
  },
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
