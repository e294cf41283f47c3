// One life of the simulated world: chaos, in which every invariant must hold after every step; then everything is
// healed, the app must come to rest within three looks, and after that it must go on.

import { LABEL } from "../../src/domain/program/names.ts";
import { Deck } from "./deeds/deck.ts";
import { HOSTILE_TEXT, MALFORMED_TEXTS, TILE_FILE, textOf, type Weather } from "./programs.ts";
import { HOUR, MINUTE, Town } from "./town.ts";

/** Looks with an effect that a program may need, once nothing goes wrong any more. */
export const LOOKS_TO_REST = 3;

export interface Life {
  readonly seed: number;
  /** What was wrong, and after what; empty: nothing. */
  readonly problems: readonly string[];
  /** What was done, oldest first. */
  readonly deeds: readonly string[];
  readonly coverage: ReadonlyMap<string, number>;
  readonly iterations: number;
  /** Of everything that happened, in its order. */
  readonly fingerprint: string;
}

export interface LifeOptions {
  /** How many deeds; default: 14 to 23. */
  readonly deeds?: number;
  /** Sees the world before anything happened. */
  readonly watch?: (town: Town) => void;
}

/** The same seed is the same life, to the last byte. Ends with the first problem. */
export async function live(seed: number, options: LifeOptions = {}): Promise<Life> {
  const town = new Town(seed);
  options.watch?.(town);
  const deck = new Deck(town);
  const done: string[] = [];
  const problems: string[] = [];
  const holds = (thorough = false): boolean => {
    problems.push(...town.defects.splice(0), ...town.inspector.inspect({ thorough }));
    return problems.length === 0;
  };
  const ended = () => {
    town.onDeed("the end");
    return report(seed, town, done, problems);
  };
  settle(town);
  await town.pass(town.dice.below(20) * MINUTE);
  for (let left = options.deeds ?? 14 + town.dice.below(10); left > 0; left -= 1) {
    if (town.dice.happens(0.15)) town.weather = town.dice.pick(WEATHERS);
    const at = hours(town);
    done.push(`${at} ${deck.act() ?? "nothing possible"}`);
    town.onDeed(`${done.at(-1) ?? ""} (${town.weather})`);
    await town.pass(town.dice.below(town.dice.pick([2, 30, 120])) * MINUTE);
    if (!holds()) return ended();
  }
  done.push(`${hours(town)} healed`);
  town.onDeed("healed");
  await heal(town);
  if (!holds()) return ended();
  await rest(town, problems);
  if (!holds(true)) return ended();
  town.weather = "calm";
  await town.pass(2 * HOUR);
  holds(true);
  return ended();
}

const WEATHERS: readonly [Weather, ...Weather[]] = [
  ...(["fair", "no gain", "lost runs", "silent ci", "red ci", "red ci"] as const),
];

/** People open their programs. */
function settle(town: Town): void {
  const { github, issues, dice } = town;
  const open = (name: string, body: string, author = "maintainer") => {
    const issue = github.openIssue({ title: name, body, author });
    issues.set(name, issue);
    return issue;
  };
  github.addLabel(open("carton", textOf("carton")), "maintainer", LABEL.program);
  if (dice.happens(0.4))
    github.pushCommit("main", { [TILE_FILE]: textOf("tile", "schedule: every 2h\nconfirm: 9") });
  if (dice.happens(0.3))
    github.addLabel(open("broken", dice.pick(MALFORMED_TEXTS)), "maintainer", LABEL.program);
  if (dice.happens(0.3)) {
    const gift = open("gift", HOSTILE_TEXT, "passer-by");
    github.addLabel(gift, dice.pick(["writer", "helper"]), LABEL.program);
  }
}

/** Nothing goes wrong any more, and a process is there. What was under way may still come to its end. */
async function heal(town: Town): Promise<void> {
  town.trouble.end();
  town.github.settings.relent();
  town.unarchive();
  town.giveAccess();
  town.weather = "frozen";
  for (const { locked, number } of [...town.github.issues.values()])
    if (locked) town.github.lockIssue(number, false);
  if (town.line !== null) town.line.isAway = false;
  if (town.isDown) town.up();
  await town.pass(40 * MINUTE);
}

/** Everybody is looked at; nothing outside of the app goes on, so it must have nothing left to do. */
async function rest(town: Town, problems: string[]): Promise<void> {
  const { github } = town;
  const from = github.chronicle.happenings.length;
  for (let round = 0; round <= LOOKS_TO_REST; round += 1) {
    for (const { issue } of town.programs()) {
      const labels = (github.issues.get(issue)?.labels ?? []).map((name) => ({ name }));
      const payload = {
        installation: { id: Number(github.repository.account) },
        repository: { name: github.repository.name, owner: { login: github.repository.owner } },
        ...{ action: "edited", issue: { number: issue, labels: [...labels, { name: LABEL.program }] } },
      };
      town.deliver({ id: "rest", name: "issues", payload });
    }
    await town.pass(2_000);
  }
  const effects = new Map<number, Set<number>>();
  const issueOf = new Map<number, number>();
  for (const deed of github.chronicle.happenings.slice(from)) {
    if (deed.what === "reconcile" && deed.look !== null && deed.issue !== null)
      issueOf.set(deed.look, deed.issue);
    const issue = deed.look === null ? undefined : issueOf.get(deed.look);
    if (issue === undefined || deed.look === null || (deed.what !== "write" && deed.what !== "run")) continue;
    effects.set(issue, (effects.get(issue) ?? new Set()).add(deed.look));
  }
  for (const [issue, looks] of effects) {
    if (looks.size > LOOKS_TO_REST)
      problems.push(`issue ${issue} did not come to rest within ${LOOKS_TO_REST} looks`);
  }
}

function hours(town: Town): string {
  return `${(town.age / HOUR).toFixed(2)} h`;
}

function report(seed: number, town: Town, deeds: readonly string[], problems: readonly string[]): Life {
  const iterations = town.programs().reduce((sum, { last_iteration }) => sum + (last_iteration ?? 0), 0);
  const { happenings } = town.github.chronicle;
  const heads = [...town.github.git.branches].map(([name, head]) => `${name} ${head}`);
  const fingerprint = [happenings.length, town.now, ...heads].join(" ");
  return { seed, problems, deeds, coverage: town.coverage.counts, iterations, fingerprint };
}
