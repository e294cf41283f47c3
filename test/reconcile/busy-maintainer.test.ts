// Two weeks of a busy maintainer, as a law: whatever people, CI, the host and the process do to four programs of one
// repository, every invariant holds after every step.

import { describe, expect, it } from "vitest";
import { LABEL } from "../../src/domain/names.ts";
import { DEEDS, Deck } from "../support/busy-maintainer/deeds.ts";
import { morning } from "../support/busy-maintainer/morning.ts";
import { HOSTILE_TEXT, MALFORMED_TEXTS, textOf, type Weather } from "../support/busy-maintainer/programs.ts";
import { BusyRepository, HOUR, MINUTE } from "../support/busy-maintainer/repository.ts";

const SEEDS = [1, 2] as const;
/** A limit is for what hangs, on a busy machine too. */
const HANGS_MS = 300_000;

const DAYS = 14;
const DEEDS_A_DAY = 30;

/** Bad days, each for one kind of pause. */
const WEATHER = new Map<number, Weather>([
  [4, "no gain"],
  [6, "silent ci"],
  [8, "red ci"],
  [10, "lost runs"],
]);

/** What must have happened besides the deeds, and the pauses that must have come of it all. */
const CHANCES = ["ci green", "ci red", "ci never", "fault", "crash"] as const;
const PAUSES = [
  "ci-missing",
  "command",
  "conflict",
  "errors",
  "plateau",
  "state-edited",
  "tampered",
] as const;

/** Lives the fortnight; throws with the first deed after which something is wrong. */
async function fortnight(seed: number): Promise<BusyRepository> {
  const town = new BusyRepository(seed);
  const deck = new Deck(town);
  const holds = (after: string, thorough = false) => {
    const day = (town.age / (24 * HOUR)).toFixed(2);
    expect(town.inspector.inspect({ thorough }), `seed ${seed}, day ${day}, after: ${after}`).toEqual([]);
  };
  town.issues.set("carton", town.github.openIssue({ title: "Carton", body: textOf("carton") }));
  town.github.addLabel(town.issues.get("carton") ?? 0, "maintainer", LABEL.program);
  town.issues.set("broken", town.github.openIssue({ title: "Broken @everyone", body: MALFORMED_TEXTS[0] }));
  town.github.addLabel(town.issues.get("broken") ?? 0, "maintainer", LABEL.program);
  const gift = { title: "Gift #1", body: HOSTILE_TEXT, author: "passer-by", labels: [LABEL.program] };
  town.issues.set("gift", town.github.openIssue(gift));
  for (const issue of town.issues.values()) town.hook(issue);
  await town.pass(HOUR);
  holds("the beginning", true);
  for (let day = 0; day < DAYS; day += 1) {
    town.weather = WEATHER.get(day) ?? "fair";
    for (let n = 0; n < DEEDS_A_DAY; n += 1) {
      const deed = deck.act();
      if (deed !== null) town.count(deed);
      await town.pass(town.dice.below((2 * 23 * 60) / DEEDS_A_DAY) * MINUTE);
      holds(deed ?? "nothing");
    }
    town.github.faults.calm();
    morning(town);
    if (day === 3) town.github.comment(town.issues.get("gift") ?? 0, "writer", "/autoloop approve");
    await town.pass(HOUR);
    holds("the morning", true);
  }
  return town;
}

const lives = new Map<number, Promise<BusyRepository>>();

function lifeOf(seed: number): Promise<BusyRepository> {
  const life = lives.get(seed) ?? fortnight(seed);
  lives.set(seed, life);
  return life;
}

describe("every invariant", () => {
  it.each(SEEDS)(
    "holds after every step of two busy weeks (seed %i)",
    async (seed) => {
      const town = await lifeOf(seed);
      const deeds = [...DEEDS.keys()].map((name) => town.counts.get(name) ?? 0);
      expect(deeds.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(350);
      expect(town.inspector.past.journal.size).toBe(4);
    },
    HANGS_MS,
  );

  it(
    "was put to the test: the fortnights really were busy",
    async () => {
      const towns = await Promise.all(SEEDS.map(lifeOf));
      const happened = new Set(towns.flatMap(({ counts }) => [...counts.keys()]));
      const journals = towns.flatMap(({ inspector }) => [...inspector.past.journal.values()]);
      const events = journals.flatMap((journal) => journal.events);
      const pauses = new Set(events.flatMap((event) => (event.type === "loop.pause" ? [event.kind] : [])));
      expect([...DEEDS.keys(), ...CHANCES].filter((name) => !happened.has(name))).toEqual([]);
      expect([...pauses].toSorted()).toEqual(expect.arrayContaining([...PAUSES]));
      for (const { state } of journals) expect(state?.counts.accepted).toBeGreaterThan(3);
      for (const verdict of ["accepted", "rejected", "errors"] as const) {
        expect(journals.reduce((sum, { state }) => sum + (state?.counts[verdict] ?? 0), 0)).toBeGreaterThan(
          80,
        );
      }
    },
    HANGS_MS,
  );
});
