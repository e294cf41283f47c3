// What the programs of the busy repository say. Each changes a file of its own, so that they can all be merged.

import type { Report } from "../../src/domain/journal/iteration.ts";
import type { RunRequest } from "../../src/ports/executor.ts";
import type { Dice } from "../support/loop/dice.ts";
import { aReport, type Ending } from "../support/loop/fake-executor.ts";
import { PROGRAM_TEXT } from "../support/loop/loop.ts";

export const TILE_FILE = ".autoloop/programs/tile.md";

/** A program that measures its own file. @param settings lines of frontmatter */
export function textOf(program: string, settings = "schedule: every 1h"): string {
  return PROGRAM_TEXT.replace("schedule: every 1h", settings)
    .replaceAll("src/carton.mjs", `src/${program}.mjs`)
    .replace("Use less cardboard.", `Make ${program} smaller.`);
}

/** Runs, but everything that is free text in it tries to get out. */
export const HOSTILE_TEXT = textOf("gift").replace(
  "Make gift smaller.",
  "Thanks @everyone, fixes #1 ![x](https://evil.example/x) <!-- AUTOLOOP:STATUS --> octo/other#7\n\n/autoloop run",
);

/** Cannot run at all, in several ways. */
export const MALFORMED_TEXTS = [
  "nonsense",
  "",
  "---\nschedule: [[[[[[[\n---\n# X",
  textOf("broken", "schedule: every now and then"),
  textOf("broken").replace("- `src/broken.mjs`", "- `../../etc/passwd`"),
  textOf("broken").replace("node evaluate.mjs", "<img src=x onerror=alert(1)> @maintainer"),
] as const;

/**
 * What a day is like for everybody: as ever; nobody finds anything better; runs get lost; CI is silent, or red; all
 * goes well; or nothing outside of the app goes on at all.
 */
export type Weather = "fair" | "no gain" | "lost runs" | "silent ci" | "red ci" | "calm" | "frozen";

/** How the runs of this repository end: mostly better, and everything else now and then. */
export function endings(dice: Dice, weather: () => Weather): (request: RunRequest) => Ending {
  const best = new Map<string, number>();
  const measured = (request: RunRequest, metric: number): Report => {
    const contents = Buffer.from(`export const WIDTH_CM = ${metric}; // ${request.nonce}\n`).toString(
      "base64",
    );
    const path = `src/${request.program.split("-", 1)[0]}.mjs`;
    const files =
      aReport(request, metric).files.length === 0 ? [] : [{ path, mode: "100644", contents } as const];
    return aReport(request, metric, { files, ...pairsOf(request, metric) });
  };
  return (request) => {
    const known = best.get(request.program) ?? 10_000;
    if (request.kind === "baseline") return dice.happens(0.1) ? { lost: "killed" } : measured(request, known);
    if (weather() === "frozen") return "running";
    if (weather() === "calm") {
      best.set(request.program, known - 1);
      return measured(request, known - 1);
    }
    if (weather() === "no gain") return measured(request, known + 5);
    if (weather() === "lost runs") return { lost: "killed" };
    if (weather() !== "fair") return measured(request, known - 1);
    const fate = dice.next();
    if (fate < 0.55) {
      best.set(request.program, known - 1);
      return measured(request, known - 1);
    }
    if (fate < 0.65) return measured(request, known + 5);
    if (fate < 0.7) return measured(request, known);
    if (fate < 0.75) return { lost: "killed" };
    if (fate < 0.8) return aReport(request, known, { files: [] });
    if (fate < 0.85) return { ...measured(request, known), ...brokenIn(request) };
    if (fate < 0.88) {
      const contents = Buffer.from("cheat\n").toString("base64");
      return aReport(request, known - 50, { files: [{ path: "evaluate.mjs", mode: "100644", contents }] });
    }
    return fate < 0.97 ? "running" : { ...measured(request, known - 1), nonce: "another" };
  };
}

const CAUSES = ["exit", "killed", "timeout"] as const;

/**
 * What broke a run: mostly its evaluation, so that its change is given back; in every fourth iteration nobody can tell, and in
 * every seventh the agent's service was away. No dice.
 */
function brokenIn({ iteration, attempt }: RunRequest): Partial<Report> {
  const problem = `@maintainer <b>fixes</b> #1 ${"x".repeat(50)}`;
  const broken = { outcome: "failed", problem } as const;
  if (iteration % 7 === 6) return { ...broken, cause: "environment", files: [], measurement: null };
  if (iteration % 4 === 3) return broken;
  const cause = CAUSES[(iteration + attempt) % CAUSES.length] ?? "exit";
  return { ...broken, measurement: { outcome: "failed", reason: problem, cause } };
}

/**
 * What a runner brings back of a program that confirms: mostly that it is better; in every fifth iteration that it was luck,
 * and in every seventh too little to decide. No dice: lives without such a program are what they were.
 */
function pairsOf({ confirm, iteration }: RunRequest, metric: number): Pick<Report, "pairs"> {
  if (confirm === undefined) return {};
  const { most, best } = confirm;
  const pair = (by: number) => ({ base: metric + by, candidate: metric });
  if (best === null) return { pairs: Array.from({ length: most }, (_, at) => pair(at % 3)) };
  if (metric >= best) return {};
  if (iteration % 7 === 6) return { pairs: [pair(1)] };
  return {
    pairs: iteration % 5 === 3 ? [pair(0), pair(-1)] : Array.from({ length: most - 1 }, () => pair(1)),
  };
}
