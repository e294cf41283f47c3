// The runner's process: `main.js run <folder>` does one run and leaves `report.json`, and before it `spent.json`; `main.js end <folder>`
// kills whatever an earlier run left alive. Holds no credential of the app, and reads no environment: what it
// may know comes on standard input.

import { createHmac } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Cost, Report } from "../domain/journal/iteration.ts";
import { UNKNOWN_COST } from "../text/agents/usage.ts";
import { encodeSpent } from "../text/run/report.ts";
import { decodeLaunch, decodeRunFile } from "../text/run/run-request.ts";
import { framed } from "../text/run/signed-report.ts";
import { runIteration } from "./iteration.ts";
import { closeInherited } from "./process/descriptors.ts";
import { killTagged } from "./process/processes.ts";
import { Stopwatch } from "./process/stopwatch.ts";
import { leave, onOverstay } from "./process/watchdog.ts";
import { Progress } from "./progress.ts";
import { baseInFolder, baseInObjects } from "./workspace/base.ts";
import { claim } from "./workspace/claim.ts";
import { placesIn } from "./workspace/folder.ts";
import { writeWhole } from "./workspace/whole-file.ts";

const [verb, folderArgument] = process.argv.slice(2);
if (folderArgument === undefined || (verb !== "run" && verb !== "end")) {
  process.stderr.write("usage: main.js run|end <folder of the run>\n");
  process.exit(2);
}
closeInherited();
const folder = resolve(folderArgument);
const processTag = basename(folder);
if (verb === "run") await run();
else await killTagged(processTag);
process.exit(0);

async function run(): Promise<void> {
  // Before anything is begun: whoever started us has to have finished telling us what we may know.
  const launch = decodeLaunch(await text(process.stdin));
  // A sandbox has no links that would lead there.
  const places = placesIn(await realpath(folder));
  const mine = await claim(places.claim);
  process.stdout.on("error", () => undefined);
  process.stdout.write(mine ? "claimed\n" : "taken\n");
  if (!mine) return;

  process.on("SIGTERM", () => void leave(processTag, 1));
  const request = decodeRunFile(await readFile(places.request, "utf8"));
  const watch = new Stopwatch(request.timeoutSeconds);
  let used = UNKNOWN_COST;
  const write = (file: string, text: string) => writeWhole(file, signed(text, launch.reportKey));
  const tell = (cost: Cost) => {
    used = cost;
    return write(places.spent, encodeSpent({ v: 1, nonce: request.nonce, cost, seconds: watch.seconds() }));
  };
  const hand = (report: Report) => write(places.report, JSON.stringify(report));
  onOverstay(watch, () => {
    const late = { ...new Progress(request, watch, null).late(), cost: used };
    void hand(late).finally(() => leave(processTag, 1));
  });

  const note = (step: string) => process.stderr.write(`${new Date().toISOString()} ${step}\n`);
  const objects = { objects: places.objects, folder, searchPath: launch.environment.PATH ?? "" };
  const base = request.form === "objects" ? baseInObjects(objects, request.base) : baseInFolder(places.base);
  const report = await runIteration(request, { places, base, launch, processTag, note, tell });
  await killTagged(processTag);
  await hand(report);
  note("report written");
}

/** An app of an earlier version gives no key, and reads a report without a mark. */
function signed(report: string, key: string | undefined): string {
  return key === undefined ? report : framed(createHmac("sha256", key).update(report).digest("hex"), report);
}
