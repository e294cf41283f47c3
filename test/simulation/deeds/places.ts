// What people do to branches, pull requests and the memory branch.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { MEMORY_BRANCH, memoryPath } from "../../../src/domain/program/names.ts";
import { statusSeq } from "../../../src/text/format/markers.ts";
import { HOUR, MINUTE, type Town } from "../town.ts";
import { type Deed, onBranch, onProgram, onPull } from "./deed.ts";

export const PLACES: Readonly<Record<string, Deed>> = {
  "default branch moved": {
    weight: 3,
    fault: "F37",
    act: (town) => {
      town.github.pushCommit("main", { "README.md": `# ${town.now}\n` });
      return "everybody";
    },
  },
  conflict: {
    weight: 1,
    fault: "F37",
    act: (town) => {
      town.github.pushCommit("main", { "src/carton.mjs": `export const WIDTH_CM = 1; // ${town.now}\n` });
      return "everybody";
    },
  },
  "branch pushed": {
    weight: 2,
    fault: "F36",
    act: onBranch((town, { branch, name }) => {
      const file = town.dice.pick(["NOTES.md", `docs/${name}.md`, `src/${name}.mjs`]);
      town.github.pushCommit(branch, { [file]: `${town.now}\n` }, { author: "writer" });
    }),
  },
  "branch rewound": {
    weight: 1,
    fault: "F36",
    act: onBranch((town, { branch }) => {
      const before = town.github.git.head(branch)?.parents[0];
      if (before !== undefined) town.github.moveBranch(branch, before, "writer");
      return before !== undefined;
    }),
  },
  "branch deleted": {
    weight: 1,
    fault: "F36",
    act: onBranch((town, { branch }) => town.github.deleteBranch(branch)),
  },
  "pull request merged": {
    weight: 2,
    fault: "F38",
    act: onPull((town, { number, headId, base }) => {
      const main = town.github.git.branches.get(base);
      if (main === undefined || "conflict" in town.github.git.merged(main, headId)) return false;
      town.github.mergePull(number, town.dice.pick(["merge", "squash", "rebase"]));
      return true;
    }),
  },
  "pushed after the merge": {
    weight: 2,
    fault: "F38",
    act: onPull((town, { number, headId, base, head }) => {
      const main = town.github.git.branches.get(base);
      if (main === undefined || "conflict" in town.github.git.merged(main, headId)) return false;
      town.github.mergePull(number, "squash");
      town.later(town.dice.below(30) * MINUTE, () => {
        if (town.github.git.branches.has(head))
          town.github.pushCommit(head, { "NOTES.md": `${town.now}\n` }, { author: "writer" });
      });
      return true;
    }),
  },
  "pull request closed": {
    weight: 1,
    fault: "F38",
    act: onPull((town, { number, head }) => {
      town.github.closePull(number);
      town.later(2 * HOUR, () => {
        const isAlone = town.github.pulls().every((one) => one.state !== "open" || one.head !== head);
        const isClosed = town.github.pull(number).state === "closed";
        if (isAlone && isClosed && town.github.git.branches.has(head)) town.github.reopenPull(number);
      });
    }),
  },
  "marked ready": {
    weight: 1,
    fault: "F38",
    act: onPull((town, { number }) => town.github.markReady(number)),
  },
  retargeted: {
    weight: 2,
    fault: "F38",
    act: onPull((town, { number }) => {
      if (!town.github.git.branches.has("next")) town.github.pushCommit("next", { "NEXT.md": "next\n" });
      town.github.retargetPull(number, "next");
    }),
  },
  "somebody's pull request": {
    weight: 1,
    fault: "F16",
    act: onBranch((town, { branch }) => {
      town.github.openPullAs("passer-by", { head: branch, fork: true });
    }),
  },
  "state file edited": { weight: 3, fault: "F35", act: onProgram(editState) },
  "memory branch touched": {
    weight: 1,
    act: (town) => {
      if (!town.github.git.branches.has(MEMORY_BRANCH)) return null;
      town.github.pushCommit(MEMORY_BRANCH, { "notes.txt": `${town.now}\n` }, { author: "writer" });
      return "everybody";
    },
  },
  "memory branch put back": {
    weight: 1,
    fault: "F34",
    act: (town) => {
      const before = town.github.git.head(MEMORY_BRANCH)?.parents[0];
      // More than one, and the second would be hidden by the first. Less than what was shown nobody can notice.
      const isFirst = town.inspector.past.memory.rewound.size === 0;
      if (before === undefined || !isFirst || !hidesWhatWasShown(town, before)) return null;
      town.github.moveBranch(MEMORY_BRANCH, before, "writer");
      return "everybody";
    },
  },
  "memory branch deleted": {
    weight: 1,
    fault: "F34",
    act: (town) => {
      const isThere = town.github.git.branches.has(MEMORY_BRANCH);
      // One such disaster in a world: the second would be hidden by the first.
      if (!isThere || town.inspector.past.memory.rewound.size > 0 || !town.dice.happens(0.5)) return null;
      const done = town.programs().length > 0;
      town.github.deleteBranch(MEMORY_BRANCH);
      return done ? "everybody" : null;
    },
  },
  "journal cut short": {
    weight: 2,
    fault: "F34",
    act: onProgram((town, { name }) => {
      const path = memoryPath.segment(name, 1);
      const text = town.github.memoryFile(path);
      if (text === undefined || town.inspector.past.memory.rewound.size > 0) return false;
      const cut = town.dice.pick([text.slice(0, -20), text.replace(/\n[^\n]*\n$/, "\n{}\n"), null]);
      town.github.pushCommit(MEMORY_BRANCH, { [path]: cut }, { author: "writer" });
      return true;
    }),
  },
};

/** Every journal that it cuts would end before what its status comment shows. Less than that nobody notices, by design. */
function hidesWhatWasShown({ github, inspector: { past } }: Town, head: string): boolean {
  const then = past.memory.journals.at(head);
  const cut = [...past.memory.journals.at(github.git.branches.get(MEMORY_BRANCH)).values()].filter(
    ({ program, events }) => events.length > (then.get(program)?.events.length ?? 0),
  );
  return (
    cut.length > 0 &&
    cut.every(({ program, state }) => {
      if (state === null || !github.issues.has(state.issue)) return false;
      const own = github.comments(state.issue).filter(({ author }) => author?.login === github.self);
      const shown = Math.max(0, ...own.map(({ body }) => statusSeq(body) ?? 0));
      return shown > (then.get(program)?.events.length ?? 0);
    })
  );
}

function editState(town: Town, { name }: ProgramState): boolean {
  const path = memoryPath.state(name);
  const text = town.github.memoryFile(path);
  if (text === undefined) return false;
  const edited = town.dice.pick([
    text.replace("| Paused | false |", "| Paused | true |"),
    text.replace("| Paused | true |", "| Paused | false |"),
    text.replace(/(Lessons Learned\n)/, `$1\n- Said by a person at ${town.now}.\n`),
    text.replace(/\| Best Metric \| [^|]* \|/, "| Best Metric | 1 |"),
    `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> theirs\n`,
    `\uFEFF${text.replaceAll("\n", "\r\n")}`,
    text.replace(/^\|.*\n/gm, ""),
    "\u0000\u0001 nonsense",
    null,
  ]);
  if (edited === text) return false;
  const author = town.dice.pick(["maintainer", "writer", "helper"]);
  town.github.pushCommit(MEMORY_BRANCH, { [path]: edited }, { author });
  return true;
}
