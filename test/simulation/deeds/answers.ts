// What GitHub answers: limits and refusals, for a while.

import { MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import { HOUR, MINUTE } from "../town.ts";
import { eventIn } from "../webhooks.ts";
import { type Deed, onProgram, onPull } from "./deed.ts";

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

/** GitHub says how long a limit lasts, or does not. */
const LIMITS: readonly ["retryable", "limited"] = ["retryable", "limited"];

export const ANSWERS: Readonly<Record<string, Deed>> = {
  "writes refused": {
    weight: 3,
    act: (town) => {
      const mishap = town.dice.pick(LIMITS);
      town.trouble.begin({ fault: "F7", mishap, lasts: 2 * MINUTE, isOfWrites: true });
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
      const mishap = town.dice.pick(LIMITS);
      town.trouble.begin({ fault: "F8", mishap, lasts: 40 * MINUTE, isOfWrites: false });
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
  "an answer names nothing": {
    weight: 2,
    act: (town) => {
      // An answer that must name what was made is that to a question.
      const issue = town.dice.any([...town.issues.values()].filter((one) => town.github.issues.has(one)));
      if (issue !== undefined) town.github.comment(issue, "maintainer", "/autoloop status");
      town.trouble.unmake();
      return "everybody";
    },
  },
  "rules hidden": {
    weight: 3,
    fault: "F47",
    act: (town) => {
      const { github, dice } = town;
      if (github.rulesHidden) return null;
      github.setRules(github.requiredChecks.length === 0 ? ["test"] : [...github.requiredChecks], true);
      town.later((2 + dice.below(4)) * HOUR, () => github.setRules([...github.requiredChecks]));
      return "everybody";
    },
  },
  "archived, or without issues": {
    weight: 1,
    fault: "F48",
    act: (town) => {
      const { settings } = town.github;
      if (settings.archived || settings.issues === "off") return null;
      if (town.dice.happens(0.5)) settings.archived = true;
      else settings.issues = "off";
      town.inspector.isGone();
      town.later((1 + town.dice.below(3)) * HOUR, () => town.unarchive());
      return "everybody";
    },
  },
  "repositories not listed": {
    weight: 1,
    fault: "F49",
    act: (town) => {
      if (town.github.access !== "given") return null;
      town.github.access = town.dice.pick(["suspended", "refused", "unanswered"]);
      // What it would have found out by itself it finds out later.
      town.inspector.isGone();
      town.later((1 + town.dice.below(3)) * HOUR, () => town.giveAccess());
      return "everybody";
    },
  },
  "own check wanted again": {
    weight: 2,
    fault: "F50",
    states: ["idle", "running", "paused"],
    act: onPull((town, { headId }) => {
      const isPosted = (town.github.checks.get(headId) ?? []).some(({ own }) => own);
      if (!isPosted) return false;
      town.github.rerequest(headId);
      const check_run = { check_suite: { head_branch: null } };
      const rest = { action: "rerequested", check_run };
      town.send(eventIn(town.github, "check_run", "maintainer", rest));
      return true;
    }),
  },
  "own check not now": {
    weight: 1,
    act: (town) => {
      town.github.settings.checksLate = true;
      town.later((1 + town.dice.below(90)) * MINUTE, () => {
        town.github.settings.checksLate = false;
      });
      return "everybody";
    },
  },
};
