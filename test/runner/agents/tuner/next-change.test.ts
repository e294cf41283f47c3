import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PastIteration, SteeringNote } from "../../../../src/domain/briefing.ts";
import { nextChange, nothingLeft } from "../../../../src/runner/agents/tuner/next-change.ts";

const PATH = "src/carton.mjs";
const CARTON = readFileSync(new URL("../../../../fixtures/carton/src/carton.mjs", import.meta.url), "utf8");
const OPTIMUM = 600;

const note = (text: string, isNew = true): SteeringNote => ({ comment: 31, by: "ada", text, new: isNew });
const WORK_ON_WIDTH = "Leave `DEPTH_CM` alone for now and work on `WIDTH_CM`, please.";

/** What the demo's evaluation prints: square centimetres, or null where the carton no longer holds a litre. */
function cardboard(text: string): number | null {
  const read = (name: string) => Number(new RegExp(`${name} = ([\\d.]+);`).exec(text)?.[1]);
  const [width, depth] = [read("WIDTH_CM"), read("DEPTH_CM")];
  if (read("VOLUME_CM3") !== 1000) return null;
  const height = 1000 / (width * depth);
  return 2 * (width * depth + width * height + depth * height);
}

interface Played {
  readonly history: readonly PastIteration[];
  /** Number of the first iteration within one percent of the optimum; `Infinity` for never. */
  readonly close: number;
  /** Comments that each iteration says it followed. */
  readonly followed: readonly (readonly number[])[];
}

/** The loop without the app: propose, measure, keep what is better. */
function play(
  seed: string,
  iterations: number,
  steering: (number: number) => readonly SteeringNote[],
  start = CARTON,
  remembers = true,
): Played {
  let text = start;
  let best = cardboard(start) ?? Infinity;
  let close = Infinity;
  const history: PastIteration[] = [
    { number: 0, verdict: "accepted", metric: best, best_before: null, change: "", reason: "" },
  ];
  const followed: (readonly number[])[] = [[]];
  for (let number = 1; number <= iterations; number += 1) {
    const told = {
      history: history.slice(-20),
      earlier: remembers ? history.slice(0, -20) : [],
      direction: "lower",
      best,
      steering: steering(number),
    } as const;
    const change = nextChange(told, new Map([[PATH, text]]), `${seed}#${number}`);
    if (change === null) break;
    const metric = cardboard(change.text);
    const accepted = metric !== null && metric < best;
    history.push({
      number,
      verdict: accepted ? "accepted" : "rejected",
      metric,
      best_before: best,
      change: change.answer.change,
      reason: "",
    });
    followed.push(change.answer.steered_by);
    if (accepted) {
      text = change.text;
      best = metric;
      if (best <= OPTIMUM * 1.01) close = Math.min(close, number);
    }
  }
  return { history, close, followed };
}

const longestRejection = (history: readonly PastIteration[]) =>
  Math.max(
    ...history
      .map(({ verdict }) => (verdict === "accepted" ? "." : "x"))
      .join("")
      .split(".")
      .map((run) => run.length),
  );

const seeds = Array.from({ length: 25 }, (_, index) => `carton-${index}`);

describe("nextChange", () => {
  it("comes within one percent of the best carton in twelve iterations, whatever the seed", () => {
    for (const seed of seeds) {
      const { history, close } = play(seed, 12, () => []);
      expect(close, seed).toBeLessThanOrEqual(12);
      expect(longestRejection(history.slice(0, close + 1)), seed).toBeLessThan(5);
    }
  });

  it("does so when somebody steers on the way, and follows that at once", () => {
    for (const seed of seeds) {
      for (const at of [2, 3, 4, 5, 6, 7, 8]) {
        const steering = (number: number) => (number < at ? [] : [note(WORK_ON_WIDTH, number === at)]);
        const { history, close, followed } = play(seed, 12, steering);
        expect(close, `${seed} ${at}`).toBeLessThanOrEqual(12);
        expect(longestRejection(history.slice(0, close + 1)), `${seed} ${at}`).toBeLessThan(5);
        expect(history[at]?.change, `${seed} ${at}`).toMatch(/^Set `WIDTH_CM`/);
        expect(followed[at], `${seed} ${at}`).toEqual([31]);
      }
    }
  });

  it("does so for constants with a fraction, and keeps the fraction", () => {
    const start = CARTON.replace("WIDTH_CM = 4;", "WIDTH_CM = 4.0;").replace(
      "DEPTH_CM = 20;",
      "DEPTH_CM = 20.0;",
    );
    for (const seed of seeds) expect(play(seed, 14, () => [], start).close, seed).toBeLessThanOrEqual(14);
    const change = nextChange(
      { history: [], earlier: [], direction: "lower", best: 760, steering: [] },
      new Map([["a.py", "rate = 2.0 # per s"]]),
      "s",
    );
    expect(change?.text).toMatch(/^rate = (?:3\.0|1\.333) # per s$/);
  });

  it("is the same for the same input", () => {
    expect(play("same", 10, () => [])).toEqual(play("same", 10, () => []));
  });

  it("never tries the same setting twice", () => {
    for (const seed of seeds.slice(0, 5)) {
      const settings = new Set<string>();
      let setting = "";
      for (const { change, verdict } of play(seed, 20, () => []).history) {
        expect(settings.has(setting + change), seed).toBe(false);
        settings.add(setting + change);
        if (verdict === "accepted") setting += change;
      }
    }
  });

  it("comes to its end without trying a setting twice, because it remembers more than the last twenty", () => {
    const repeated = (history: readonly PastIteration[]) => {
      const settings = new Set<string>();
      let setting = "";
      return history.filter(({ change, verdict }) => {
        const isKnown = settings.has(setting + change);
        settings.add(setting + change);
        if (verdict === "accepted") setting += change;
        return isKnown;
      }).length;
    };
    for (const seed of seeds.slice(0, 8)) {
      const { history } = play(seed, 150, () => []);
      expect(history.length, seed).toBeLessThan(60);
      expect(repeated(history), seed).toBe(0);
      expect(repeated(play(seed, 150, () => [], CARTON, false).history), seed).toBeGreaterThan(0);
    }
  });

  it("says that its search is over, and over what", () => {
    expect(nothingLeft(new Map([[PATH, CARTON]]))).toMatchObject({
      change: expect.stringMatching(
        /^Nothing changed: every value near the best of .*`WIDTH_CM`.* was tried$/,
      ),
      over: true,
    });
    expect(nothingLeft(new Map([["a.md", "x"]])).change).toBe(
      "Nothing changed: there is no numeric constant in the Target files",
    );
    const many = Array.from({ length: 90 }, (_, n) => `A${n} = ${n}`).join("\n");
    expect(nothingLeft(new Map([["a.py", many]])).change.length).toBeLessThan(120);
  });

  it("never touches what people froze, and says so", () => {
    const { history, followed } = play("frozen", 12, () => [
      note("Please do not touch `VOLUME_CM3` or `DEPTH_CM`!", false),
    ]);
    expect(history.slice(1).every(({ change }) => change.startsWith("Set `WIDTH_CM`"))).toBe(true);
    expect(followed.slice(1).every((ids) => ids[0] === 31)).toBe(true);
  });

  it("lets a later comment give a constant back", () => {
    const notes = [
      note("Leave `WIDTH_CM` alone.", false),
      note("You may change `WIDTH_CM` again, only `WIDTH_CM` please."),
    ];
    expect(play("released", 1, () => notes).history[1]?.change).toMatch(/^Set `WIDTH_CM`/);
  });

  it("says nothing of comments that it cannot read", () => {
    expect(play("prose", 3, () => [note("Be bold! What about `HEIGHT_CM`?")]).followed).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it("has nothing to say about files without constants", () => {
    const files = new Map([["src/a.ts", "let i = f();\n  count = 3;\n"]]);
    expect(
      nextChange({ history: [], earlier: [], direction: "higher", best: 1, steering: [] }, files, "s"),
    ).toBe(null);
  });

  it("goes on from where the file stands when somebody else changed it", () => {
    const history: PastIteration[] = [
      {
        number: 1,
        verdict: "accepted",
        metric: 700,
        best_before: 760,
        change: "Set `WIDTH_CM` from 4 to 5 in `src/carton.mjs`",
        reason: "",
      },
    ];
    const files = new Map([[PATH, "export const WIDTH_CM = 9;\n"]]);
    const change = nextChange(
      { history, earlier: [], direction: "lower", best: 700, steering: [] },
      files,
      "s",
    );
    expect(change?.answer.change).toMatch(/^Set `WIDTH_CM` from 9 to /);
  });
});
