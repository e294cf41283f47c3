// What people do to issues and program files themselves: texts, titles, labels, locks, ends.

import { LABEL } from "../../../src/domain/program/names.ts";
import { HOSTILE_TEXT, MALFORMED_TEXTS, TILE_FILE, textOf } from "../programs.ts";
import { HOUR, MINUTE, type Town } from "../town.ts";
import { type Deed, onIssue, PEOPLE } from "./deed.ts";

/** Words that turn the loop on or off. */
const SWITCHES = ["stop", "stop", "pause", "resume", "run"] as const;

export const TEXTS: Readonly<Record<string, Deed>> = {
  "text edited": {
    weight: 4,
    fault: "F43",
    act: onIssue((town, issue, name) =>
      town.github.editIssue(issue, town.dice.pick(PEOPLE), { body: textFor(town, name) }),
    ),
  },
  "malformed text": {
    weight: 1,
    act: onIssue((town, issue) =>
      town.github.editIssue(issue, town.dice.pick(PEOPLE), { body: town.dice.pick(MALFORMED_TEXTS) }),
    ),
  },
  "text mended": {
    weight: 2,
    act: onIssue((town, issue, name) =>
      town.github.editIssue(issue, "maintainer", { body: textFor(town, name) }),
    ),
  },
  retitled: {
    weight: 1,
    act: onIssue((town, issue, name) =>
      town.github.editIssue(issue, "helper", { title: `${name} @everyone` }),
    ),
  },
  "label off": {
    weight: 2,
    fault: "F43",
    act: onIssue((town, issue) => town.github.removeLabel(issue, LABEL.program, "helper")),
  },
  "label on": {
    weight: 3,
    fault: "F43",
    act: onIssue((town, issue) =>
      town.github.addLabel(issue, town.dice.pick(["maintainer", "writer", "helper"]), LABEL.program),
    ),
  },
  closed: {
    weight: 1,
    fault: "F43",
    act: onIssue((town, issue) => {
      town.github.closeIssue(issue, "helper");
      town.later(3 * HOUR, () => {
        if (town.github.issues.get(issue)?.state === "closed") town.github.reopenIssue(issue, "writer");
      });
    }),
  },
  "switched and told at once": {
    weight: 3,
    fault: "F43",
    act: onIssue((town, issue) => {
      town.github.closeIssue(issue, "helper");
      town.later(town.dice.below(60) * MINUTE, () => {
        if (town.github.issues.get(issue)?.state === "closed") inOneSecond(town, issue);
      });
    }),
  },
  locked: {
    weight: 2,
    fault: "F15",
    act: onIssue((town, issue) => {
      town.github.lockIssue(issue, true);
      town.later((1 + town.dice.below(5)) * HOUR, () => {
        if (town.github.issues.has(issue)) town.github.lockIssue(issue, false);
      });
    }),
  },
  deleted: {
    weight: 1,
    act: onIssue((town, issue, name) => {
      // One in a world is enough, or nothing would be left.
      if (town.inspector.past.issues.gone.size > 0 || !town.dice.happens(0.2)) return false;
      town.github.deleteIssue(issue);
      town.issues.delete(name);
      return true;
    }),
  },
  "file edited": {
    weight: 1,
    act: (town) => {
      if (!town.github.git.head("main")?.tree.has(TILE_FILE)) return null;
      town.github.pushCommit("main", { [TILE_FILE]: textFor(town, "tile") });
      return "everybody";
    },
  },
  // The app opens an issue for it; whoever looks again so soon does not see that issue in lists.
  "file added, and another push": {
    weight: 2,
    fault: "F4",
    act: (town) => {
      const { github, dice } = town;
      if (github.git.head("main")?.tree.has(TILE_FILE)) return null;
      town.lag(dice.pick([60_000, 170_000]));
      github.pushCommit("main", { [TILE_FILE]: textOf("tile") });
      town.later((1 + dice.below(120)) * 1_000, () => github.pushCommit("main", { "README.md": "# More\n" }));
      return "everybody";
    },
  },
  "file gone or back": {
    weight: 1,
    act: (town) => {
      const isThere = town.github.git.head("main")?.tree.has(TILE_FILE) === true;
      town.github.pushCommit("main", { [TILE_FILE]: isThere ? null : textOf("tile") });
      return "everybody";
    },
  },
  "role changed": {
    weight: 1,
    act: (town) => {
      town.github.setPermission("helper", town.dice.pick(["triage", "read", "write"]));
      return "everybody";
    },
  },
};

/** The issue is open again, and in the same second there are words about it, before or after that. */
function inOneSecond({ github, dice }: Town, issue: number): void {
  const [word, second] = [dice.pick(SWITCHES), dice.pick(SWITCHES)];
  const words = dice.happens(0.3) ? [word, second] : [word];
  const say = () => {
    for (const one of words) github.comment(issue, "maintainer", `/autoloop ${one}`);
  };
  const isFirst = dice.happens(0.5);
  if (isFirst) say();
  github.reopenIssue(issue, "writer");
  if (!isFirst) say();
}

function textFor({ dice, now }: Town, name: string): string {
  if (name === "gift") return `${HOSTILE_TEXT}\nAt ${now}.\n`;
  const text = textOf(name);
  return dice.happens(0.3)
    ? text.replace("node evaluate.mjs", `node evaluate.mjs --at ${now}`)
    : text.replace("smaller.", `smaller, said at ${now}.`);
}
