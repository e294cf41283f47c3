// The runner's process: `main.js run <folder>` does one run and leaves `report.json`; `main.js end <folder>`
// kills whatever an earlier run left alive. Holds no credential of the app, and reads no environment: what it
// may know comes on standard input.

import { readFile, rename, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Report } from "../domain/iteration.ts";
import { decodeLaunch, decodeRunFile } from "../text/run/run-request.ts";
import { claim } from "./claim.ts";
import { placesIn } from "./folder.ts";
import { Progress, runIteration } from "./iteration.ts";
import { endAllGroups, killMarked } from "./processes.ts";

/** How long a run may overstay its deadline while its processes are being ended, milliseconds. */
const OVERTIME_MS = 15_000;
/** Longer timers overflow in Node. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const [verb, folderArgument] = process.argv.slice(2);
if (folderArgument === undefined || (verb !== "run" && verb !== "end")) {
  process.stderr.write("usage: main.js run|end <folder of the run>\n");
  process.exit(2);
}
const folder = resolve(folderArgument);
const mark = basename(folder);
if (verb === "run") await run();
else await killMarked(mark);
process.exit(0);

async function run(): Promise<void> {
  // Before anything is begun: whoever started us has to have finished telling us what we may know.
  const launch = decodeLaunch(await text(process.stdin));
  const places = placesIn(folder);
  const mine = await claim(places.claim);
  process.stdout.on("error", () => undefined);
  process.stdout.write(mine ? "claimed\n" : "taken\n");
  if (!mine) return;

  process.on("SIGTERM", () => void leave());
  const request = decodeRunFile(await readFile(places.request, "utf8"));
  const watchdog = Math.min(request.timeoutSeconds * 1_000 + OVERTIME_MS, LONGEST_TIMER_MS);
  setTimeout(() => {
    const late = new Progress(request).report(
      "failed",
      `The run did not end within ${request.timeoutSeconds} s.`,
    );
    void write(places.report, late).finally(leave);
  }, watchdog).unref();

  const note = (step: string) => process.stderr.write(`${new Date().toISOString()} ${step}\n`);
  const report = await runIteration(request, { places, launch, mark, note });
  await killMarked(mark);
  await write(places.report, report);
  note("report written");
}

/** Takes every process of the run along. */
async function leave(): Promise<never> {
  endAllGroups();
  await killMarked(mark);
  process.exit(1);
}

/** In one step: the report is complete or not there. */
async function write(file: string, report: Report): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(report));
  await rename(draft, file);
}
