// What an iteration costs in requests, counted at the local GitHub while the real app runs: one agent that always
// improves, one iteration at a time, the count taken when everything has settled after each.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startApp, webhookUrl } from "../sandbox/demo/app-process.ts";
import { Reading } from "../sandbox/demo/reading.ts";
import { CARTON, type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { LABEL } from "../src/domain/program/names.ts";
import { iterationOf } from "../src/text/format/markers.ts";
import type { Section } from "./figures.ts";

interface Cost {
  readonly total: number;
  readonly writes: number;
  readonly lines: readonly string[];
}

/** What an iteration and a sweep that finds nothing to do may ask at most; more is a defect. */
const LIMITS = { total: 16, writes: 7, quiet: 2 };

/** Widens the carton a little each time: better every time until it is a cube. */
const AGENT = `node -e '
const fs = require("node:fs");
const file = "src/carton.mjs";
const text = fs.readFileSync(file, "utf8");
fs.writeFileSync(file, text.replace(/WIDTH_CM = ([0-9.]+)/, (_, width) => "WIDTH_CM = " + (Number(width) + 0.25)));
'`;
/** Iterations that are let pass before counting, and that are counted. */
const WARM_UP = 2;
const COUNTED = 4;
const SWEEP_SECONDS = 2;
const LIMIT_MS = 90_000;

/** Starts sandbox and app, counts, and stops both. About 40 seconds. */
export async function requests(): Promise<Section> {
  const workDir = await mkdtemp(join(tmpdir(), "autoloop-bench-"));
  const port = await freePort();
  const sandbox = await startSandbox({ webhookUrl: webhookUrl(port) });
  const app = await startApp(sandbox, {
    port,
    workDir,
    environment: {
      AUTOLOOP_AGENT: "command",
      AUTOLOOP_AGENT_COMMAND: AGENT,
      AUTOLOOP_SWEEP_SECONDS: String(SWEEP_SECONDS),
    },
  });
  try {
    await open(sandbox);
    return section(await countIterations(sandbox), await countQuiet(sandbox));
  } finally {
    await app.stop("SIGKILL");
    await sandbox.close();
    await rm(workDir, { recursive: true, force: true });
  }
}

function section(iteration: Cost, quiet: Cost): Section {
  const asked = { unit: "requests" } as const;
  return {
    title: "Requests to GitHub",
    figures: [
      { ...asked, what: "an accepted iteration", value: iteration.total, atMost: LIMITS.total },
      { ...asked, what: "writes of it", value: iteration.writes, atMost: LIMITS.writes },
      { ...asked, what: "a sweep with nothing to do", value: quiet.total, atMost: LIMITS.quiet },
      { ...asked, what: "writes of it", value: quiet.writes, atMost: 0 },
    ],
    notes: ["The requests of that iteration:", "", ...iteration.lines.map((line) => `    ${line}`)],
  };
}

async function open(sandbox: Sandbox): Promise<void> {
  const { owner, name } = sandbox.repository;
  const program = (await readFile(join(CARTON, "program.md"), "utf8"))
    .replace("every 3s", "every 5s")
    .replace("---\n", `---\nmax-iterations: ${WARM_UP + COUNTED}\nagent: command\n`);
  const api = sandbox.api(sandbox.tokens.maintainer);
  const answer = await api("POST", `/repos/${owner}/${name}/issues`, {
    title: "Carton",
    body: program,
    labels: [LABEL.program],
  });
  if (answer.status !== 201) throw new Error(`the issue could not be opened: ${answer.status}`);
}

/** The middle one of the counted iterations; they should all be alike. */
async function countIterations(sandbox: Sandbox): Promise<Cost> {
  const counts: Cost[] = [];
  for (let number = 0; number < WARM_UP + COUNTED; number += 1) {
    await ended(sandbox, number);
    const seen = sandbox.requests();
    sandbox.resetRequests();
    // The last one also completes the program, which no other does.
    if (number >= WARM_UP) counts.push(withoutSweeps(seen.lines));
  }
  const sorted = counts.toSorted((a, b) => a.total - b.total);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("nothing was counted");
  return middle;
}

/** Waits until the comment of an iteration is there and nothing is under way. */
async function ended(sandbox: Sandbox, number: number): Promise<void> {
  const reading = new Reading(sandbox.api(sandbox.tokens.maintainer), sandbox.repository);
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const comments = await reading.comments(1);
    if (comments.some(({ body }) => iterationOf(body)?.number === number)) break;
    if (Date.now() > until) throw new Error(`iteration ${number} did not end`);
    await pause(100);
  }
  await sandbox.settled();
  await pause(500);
}

async function countQuiet(sandbox: Sandbox): Promise<Cost> {
  // Completion and the look after it first.
  await pause(4 * SWEEP_SECONDS * 1_000);
  sandbox.resetRequests();
  const sweeps = 3;
  await pause(sweeps * SWEEP_SECONDS * 1_000);
  const { total, writes, lines } = sandbox.requests();
  return { total: Math.ceil(total / sweeps), writes, lines };
}

/** Sweeps go on beside the iteration; they are counted on their own. */
function withoutSweeps(lines: readonly string[]): Cost {
  const mine = lines.filter((line) => !isSweep(line));
  const writes = mine.filter((line) => !line.startsWith("GET ") && !line.includes("query ")).length;
  return { total: mine.length, writes, lines: mine };
}

function isSweep(line: string): boolean {
  return (
    /^GET \S*\/issues(\/comments)?\?/.test(line) ||
    /^GET \S*\/git\/(matching-refs|ref)\//.test(line) ||
    /\/access_tokens/.test(line)
  );
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
