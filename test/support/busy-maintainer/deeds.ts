// What the people of the busy repository do, each thing by whoever comes to it. A deed that makes no sense at this
// moment does nothing and is not counted.

import { LABEL, MEMORY_BRANCH, memoryPath } from "../../../src/domain/names.ts";
import type { ProgramState } from "../../../src/domain/state.ts";
import { STATUS_MARKER } from "../../../src/text/comments/markers.ts";
import { HOSTILE_TEXT, MALFORMED_TEXTS, TILE_FILE, textOf } from "./programs.ts";
import { type BusyRepository, HOUR, MINUTE } from "./repository.ts";

/** Returns whether it could be done. */
type Deed = (town: BusyRepository) => boolean;

const ANYBODY = ["maintainer", "writer", "helper", "passer-by", "renovate[bot]", null] as const;
const PEOPLE = ["maintainer", "writer", "helper", "passer-by"] as const;

const COMMANDS = [
  ...[
    "run",
    "retry",
    "pause for lunch",
    "resume",
    "stop",
    "status",
    "doctor",
    "help",
    "approve",
    "",
    "puase",
  ],
  ...[
    "set schedule every 3h",
    "set schedule default",
    "set min-delta 2",
    "set min-delta default",
    "set ci none",
  ],
  ...["set ci default", "set metric-direction higher", "set schedule @everyone", "set max-iterations none"],
  ...["try a cube instead of #1", "stop using maps"],
] as const;

const WORDS = [
  ...["Try a cube.", "> /autoloop stop", "Run `rm -rf /` @everyone", "Fixes #1 ![x](https://evil.example)"],
  "<!-- autoloop:v1 answer --> <script>",
] as const;

/** By weight: how often each is thought of. */
export const DEEDS: ReadonlyMap<string, readonly [weight: number, deed: Deed]> = new Map(
  Object.entries<readonly [number, Deed]>({
    nothing: [6, () => true],
    comment: [6, (town) => onIssue(town, (issue) => say(town, issue, town.dice.pick(WORDS)))],
    command: [14, (town) => onIssue(town, (issue) => say(town, issue, commandOf(town)))],
    "command on the pull request": [3, (town) => onPull(town, (pull) => say(town, pull, commandOf(town)))],
    "command elsewhere": [
      2,
      (town) => {
        const elsewhere = town.github.openIssue({ title: "A question", author: "writer" });
        say(town, elsewhere, `/autoloop carton: ${town.dice.pick(["status", "run", "pause", "resume"])}`);
        return true;
      },
    ],
    "comment edited": [
      4,
      (town) =>
        onComment(town, (issue, id) =>
          town.github.editComment(
            issue,
            id,
            town.dice.pick(PEOPLE),
            town.dice.happens(0.5) ? commandOf(town) : "Never mind.",
          ),
        ),
    ],
    "comment deleted": [2, (town) => onComment(town, (issue, id) => town.github.deleteComment(issue, id))],
    "own comment deleted": [
      1,
      (town) => onOwnComment(town, (issue, id) => town.github.deleteComment(issue, id)),
    ],
    "box ticked": [3, (town) => onIssue(town, (issue) => tick(town, issue))],
    "text edited": [
      4,
      (town) =>
        onIssue(town, (issue, name) =>
          town.github.editIssue(issue, town.dice.pick(PEOPLE), { body: textFor(town, name) }),
        ),
    ],
    "malformed text": [
      2,
      (town) =>
        onIssue(town, (issue, name) => {
          if (name === "broken")
            town.github.editIssue(issue, "maintainer", { body: town.dice.pick(MALFORMED_TEXTS) });
          return name === "broken";
        }),
    ],
    retitled: [
      1,
      (town) =>
        onIssue(town, (issue, name) =>
          town.github.editIssue(issue, "helper", { title: `${name} @everyone` }),
        ),
    ],
    "label off": [
      1,
      (town) => onIssue(town, (issue) => town.github.removeLabel(issue, LABEL.program, "helper")),
    ],
    "label on": [
      3,
      (town) =>
        onIssue(town, (issue) =>
          town.github.addLabel(issue, town.dice.pick(["maintainer", "writer", "helper"]), LABEL.program),
        ),
    ],
    closed: [
      1,
      (town) =>
        onIssue(town, (issue) => {
          town.github.closeIssue(issue, "helper");
          town.later(3 * HOUR, () => {
            if (town.github.issue(issue).state === "closed") town.github.reopenIssue(issue, "writer");
            town.hook(issue);
          });
        }),
    ],
    locked: [1, (town) => onIssue(town, (issue) => town.github.lockIssue(issue, true))],
    unlocked: [
      4,
      (town) =>
        onIssue(town, (issue) => {
          const { locked } = town.github.issue(issue);
          if (locked) town.github.lockIssue(issue, false);
          return locked;
        }),
    ],
    "file edited": [
      2,
      (town) => {
        town.loop.push({ [TILE_FILE]: textFor(town, "tile") });
        town.hook("files");
        return true;
      },
    ],
    "state file edited": [4, (town) => onProgram(town, (state) => editState(town, state))],
    "branch pushed": [
      2,
      (town) =>
        onProgram(town, ({ branch, issue, name }) => {
          if (!(branch in town.github.branches())) return false;
          const file = town.dice.happens(0.5) ? "NOTES.md" : `docs/${name}.md`;
          town.github.pushCommit(branch, { [file]: `${town.now}\n` }, { author: "writer" });
          town.hook(issue);
          return true;
        }),
    ],
    "default branch moved": [
      4,
      (town) => {
        town.github.pushCommit("main", { "README.md": `# ${town.now}\n` });
        return true;
      },
    ],
    conflict: [
      1,
      (town) => {
        if ((town.counts.get("conflict") ?? 0) > 1) return false;
        town.github.pushCommit("main", { "src/carton.mjs": `export const WIDTH_CM = 1; // ${town.now}\n` });
        return true;
      },
    ],
    "pull request merged": [
      1,
      (town) =>
        onPull(town, (pull) => {
          const { headId } = town.github.pull(pull);
          if ("conflict" in town.github.git.merged(town.loop.head("main"), headId)) return false;
          town.github.mergePull(pull);
          return true;
        }),
    ],
    "pull request closed": [
      1,
      (town) =>
        onPull(town, (pull) => {
          town.github.closePull(pull);
          town.later(120 * MINUTE, () => {
            const { head } = town.github.pull(pull);
            const isAlone = town.github.pulls().every((one) => one.state !== "open" || one.head !== head);
            if (isAlone && head in town.github.branches()) town.github.reopenPull(pull);
          });
          return true;
        }),
    ],
    "marked ready": [
      1,
      (town) =>
        onPull(town, (pull) => {
          town.github.markReady(pull);
          return true;
        }),
    ],
    "run ended late": [
      4,
      (town) => {
        const request = town.loop.executor.started.findLast(
          ({ nonce }) => !town.loop.executor.disposed.has(nonce),
        );
        if (request === undefined) return false;
        town.loop.executor.finish(request, { outcome: "failed", problem: "Too late." });
        return true;
      },
    ],
    "role changed": [
      1,
      (town) => {
        town.github.setPermission("helper", town.dice.pick(["triage", "read", "write"]));
        return true;
      },
    ],
    "call failed": [
      4,
      (town) => {
        const reads = ["look", "memory.read"] as const;
        const writes = [
          "memory.commit",
          "postComment",
          "editComment",
          "commit",
          "merge",
          "openPull",
          "run.start",
        ] as const;
        if (town.dice.happens(0.3)) town.github.faults.failNext(town.dice.pick(reads), "retryable");
        else town.github.faults.failNext(town.dice.pick(writes), town.dice.pick(["retryable", "ambiguous"]));
        return true;
      },
    ],
    "crash planned": [
      3,
      (town) => {
        const n = 1 + town.dice.below(4);
        if (town.dice.happens(0.5)) town.github.faults.crashBeforeWrite(n);
        else town.github.faults.crashAfterWrite(n);
        return true;
      },
    ],
    "history rewound": [
      1,
      (town) => {
        const head = town.github.git.head(MEMORY_BRANCH);
        const before = head?.parents[0];
        if (
          head === undefined ||
          before === undefined ||
          town.counts.has("history rewound") ||
          town.age < 9 * 24 * HOUR
        )
          return false;
        town.github.moveBranch(MEMORY_BRANCH, before, "writer");
        return true;
      },
    ],
    restart: [
      2,
      (town) => {
        if (!town.isDown) town.up();
        return !town.isDown;
      },
    ],
    "went down": [
      1,
      (town) => {
        if (town.isDown) return false;
        town.down();
        town.later((1 + town.dice.below(5)) * 60 * MINUTE, () => town.up());
        return true;
      },
    ],
    "webhooks lost": [
      1,
      (town) => {
        if (town.isDeaf) return false;
        town.isDeaf = true;
        town.later(24 * 60 * MINUTE, () => {
          town.isDeaf = false;
        });
        return true;
      },
    ],
  }),
);

/** How many deeds are tried at one moment before nobody does anything. */
const TRIES = 12;

/** All deeds, as often as they weigh, shuffled anew when most were done: so each comes, however the dice fall. */
export class Deck {
  readonly #town: BusyRepository;
  #cards: string[] = [];

  constructor(town: BusyRepository) {
    this.#town = town;
  }

  /** Somebody does something. Returns what; null: nothing could be done. */
  act(): string | null {
    if (this.#cards.length < TRIES) this.#cards = this.#shuffled();
    for (let n = 0; n < TRIES; n += 1) {
      const name = this.#cards.shift() ?? "nothing";
      if (DEEDS.get(name)?.[1](this.#town) === true) return name;
      this.#cards.push(name);
    }
    return null;
  }

  #shuffled(): string[] {
    return [...DEEDS]
      .flatMap(([name, [weight]]) =>
        Array.from({ length: weight }, () => ({ name, at: this.#town.dice.next() })),
      )
      .toSorted((a, b) => a.at - b.at)
      .map(({ name }) => name);
  }
}

function onIssue(town: BusyRepository, act: (issue: number, name: string) => unknown): boolean {
  const found = town.dice.any([...town.issues]);
  if (found === undefined) return false;
  const [name, issue] = found;
  const isDone = act(issue, name) !== false;
  town.hook(issue);
  return isDone;
}

function onProgram(town: BusyRepository, act: (state: ProgramState) => boolean): boolean {
  const found = town.dice.any([...town.inspector.past.journal.values()])?.state;
  return found == null ? false : act(found);
}

function onPull(town: BusyRepository, act: (pull: number) => unknown): boolean {
  const open = town.github.pulls().filter(({ state }) => state === "open");
  const found = town.dice.any(open);
  if (found === undefined) return false;
  const issue = town.inspector.past.programOfBranch(found.head)?.state?.issue;
  const isDone = act(found.number) !== false;
  if (issue !== undefined) town.hook(issue);
  return isDone;
}

function onComment(town: BusyRepository, act: (issue: number, id: number) => void): boolean {
  return onIssue(town, (issue) => {
    const comments = town.github.comments(issue).filter(({ author }) => author?.login !== town.github.self);
    const id = town.dice.any(comments.slice(-10))?.id;
    if (id !== undefined) act(issue, id);
    return id !== undefined;
  });
}

function onOwnComment(town: BusyRepository, act: (issue: number, id: number) => void): boolean {
  return onIssue(town, (issue) => {
    const comments = town.github.comments(issue).filter(({ author }) => author?.login === town.github.self);
    const id = town.dice.any(comments)?.id;
    if (id !== undefined) act(issue, id);
    return id !== undefined;
  });
}

/** On a locked issue only people with write access can. */
function say(town: BusyRepository, issue: number, body: string): boolean {
  const isLocked = town.github.issues.get(issue)?.locked === true;
  const by = isLocked ? town.dice.pick(["maintainer", "writer"]) : town.dice.pick(ANYBODY);
  town.github.comment(issue, by, body);
  return true;
}

function commandOf({ dice }: BusyRepository): string {
  return `/autoloop ${dice.pick(COMMANDS)}`.trimEnd();
}

function textFor({ dice, now }: BusyRepository, name: string): string {
  if (name === "gift") return `${HOSTILE_TEXT}\nAt ${now}.\n`;
  const text = textOf(name);
  return dice.happens(0.3)
    ? text.replace("node evaluate.mjs", `node evaluate.mjs --at ${now}`)
    : text.replace("smaller.", `smaller, said at ${now}.`);
}

function tick(town: BusyRepository, issue: number): boolean {
  const status = town.github.comments(issue).find(({ author, body }) => {
    return author?.login === town.github.self && body.includes(STATUS_MARKER) && body.includes("- [ ]");
  });
  if (status === undefined) return false;
  const body = status.body.replace("- [ ]", "- [x]");
  town.github.editComment(issue, status.id, town.dice.pick(["maintainer", "writer", "helper"]), body);
  return true;
}

function editState(town: BusyRepository, { name, issue }: ProgramState): boolean {
  const path = memoryPath.state(name);
  const text = town.github.memoryFile(path);
  if (text === undefined) return false;
  const edited = town.dice.pick([
    text.replace("| Paused | false |", "| Paused | true |"),
    text.replace("| Paused | true |", "| Paused | false |"),
    text.replace(/(Lessons Learned\n)/, `$1\n- Said by a person at ${town.now}.\n`),
    text.replace(/\| Best Metric \| [^|]* \|/, "| Best Metric | 1 |"),
    null,
  ]);
  if (edited === text) return false;
  const author = town.dice.pick(["maintainer", "writer", "helper"]);
  town.github.pushCommit(MEMORY_BRANCH, { [path]: edited }, { author });
  town.hook(issue);
  return true;
}
