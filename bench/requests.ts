// What an iteration costs in requests, counted at the local GitHub while the real app runs, one iteration at a time: from
// what was shown of the one before to what is shown of this one. Sweeps that find nothing are counted on their own.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startApp, webhookUrl } from "../sandbox/demo/app-process.ts";
import { CARTON, type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { LABEL } from "../src/domain/program/names.ts";
import type { Figure, Section } from "./figures.ts";

interface Cost {
  readonly total: number;
  readonly writes: number;
  readonly lines: readonly string[];
}

/** A way in which iterations end, and what one of them may ask at most; more is a defect. */
interface Way {
  readonly title: string;
  readonly agent: string;
  readonly total: number;
  readonly writes: number;
}

/** Changes the width of the carton; JavaScript, of which `cm` is what it was. */
const agent = (width: string) => `node -e '
const fs = require("node:fs");
const file = "src/carton.mjs";
const text = fs.readFileSync(file, "utf8");
fs.writeFileSync(file, text.replace(/WIDTH_CM = ([0-9.]+)/, (_, was) => { const cm = Number(was); return "WIDTH_CM = " + (${width}); }));
'`;
/** As the repository begins (`fixtures/carton`). */
const FIRST_WIDTH_CM = 4;
/** Better every time until it is a cube; and better once, and then never again. */
const BETTER = agent("cm + 0.25");
const BETTER_ONCE = agent(`cm === ${FIRST_WIDTH_CM} ? cm + 0.25 : cm - 0.25`);

const ACCEPTED: Way = {
  ...{ title: "an accepted iteration", agent: BETTER, total: 8, writes: 4 },
};
const WAYS: readonly Way[] = [
  ACCEPTED,
  { title: "a rejected iteration", agent: BETTER_ONCE, total: 5, writes: 3 },
];
const QUIET = 2;

/** Times that an ending is shown before counting (the first keep shows its pull request apart), and that are counted. */
const WARM_UP = 4;
const COUNTED = 3;
/** So seldom that hardly one falls into an iteration, as where an operator leaves it at five minutes. */
const SWEEP_SECONDS = 20;
/** Longer than an iteration takes, so that the next one begins by itself. */
const SCHEDULE_SECONDS = 8;
const LIMIT_MS = 300_000;

/** Starts sandbox and app for each way, counts, and stops both. About a minute each, and two for the sweeps. */
export async function requests(): Promise<Section> {
  const asked = { unit: "requests" } as const;
  const figures: Figure[] = [];
  const notes: string[] = [];
  for (const way of WAYS) {
    const { total, writes, lines } = await counted(way, countIterations);
    figures.push({ ...asked, what: way.title, value: total, atMost: way.total });
    figures.push({ ...asked, what: "writes of it", value: writes, atMost: way.writes });
    notes.push(`The requests of ${way.title}:`, "", ...lines.map((line) => `    ${line}`), "");
  }
  const quiet = await counted(ACCEPTED, async (sandbox) => {
    await countIterations(sandbox);
    return countQuiet(sandbox);
  });
  figures.push({ ...asked, what: "a sweep with nothing to do", value: quiet.total, atMost: QUIET });
  figures.push({ ...asked, what: "writes of it", value: quiet.writes, atMost: 0 });
  return { title: "Requests to GitHub", figures, notes };
}

async function counted({ agent: command }: Way, count: (sandbox: Sandbox) => Promise<Cost>): Promise<Cost> {
  const workDir = await mkdtemp(join(tmpdir(), "autoloop-bench-"));
  const port = await freePort();
  const sandbox = await startSandbox({ webhookUrl: webhookUrl(port) });
  const app = await startApp(sandbox, {
    port,
    workDir,
    environment: {
      AUTOLOOP_AGENT: "command",
      AUTOLOOP_AGENT_COMMAND: command,
      AUTOLOOP_SWEEP_SECONDS: String(SWEEP_SECONDS),
    },
  });
  try {
    await open(sandbox);
    return await count(sandbox);
  } finally {
    await app.stop("SIGKILL");
    await sandbox.close();
    await rm(workDir, { recursive: true, force: true });
  }
}

async function open(sandbox: Sandbox): Promise<void> {
  const { owner, name } = sandbox.repository;
  const program = (await readFile(join(CARTON, "program.md"), "utf8"))
    .replace("every 3s", `every ${SCHEDULE_SECONDS}s`)
    .replace("---\n", `---\nmax-iterations: ${WARM_UP + COUNTED + 1}\nagent: command\n`);
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
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const ended = iterationsIn(sandbox.requests().lines);
    if (ended.length >= WARM_UP + COUNTED) {
      const sorted = ended.slice(WARM_UP, WARM_UP + COUNTED).toSorted((a, b) => a.total - b.total);
      const middle = sorted[Math.floor(sorted.length / 2)];
      if (middle !== undefined) return middle;
    }
    if (Date.now() > until) throw new Error(`${ended.length} iterations ended`);
    await pause(200);
  }
}

/** Each ends with what is shown of it; sweeps go on beside them. The first is the baseline with all that begins a program. */
function iterationsIn(lines: readonly string[]): readonly Cost[] {
  const all: Cost[] = [];
  let one: string[] = [];
  for (const line of lines.filter((each) => !isSweep(each))) {
    one.push(line);
    if (!line.includes("mutation Show")) continue;
    const writes = one.filter((each) => !each.startsWith("GET ") && !each.includes("query ")).length;
    all.push({ total: one.length, writes, lines: one });
    one = [];
  }
  return all;
}

async function countQuiet(sandbox: Sandbox): Promise<Cost> {
  // Completion and the look after it first.
  await pause(2 * SWEEP_SECONDS * 1_000);
  sandbox.resetRequests();
  const sweeps = 2;
  await pause(sweeps * SWEEP_SECONDS * 1_000);
  const { total, writes, lines } = sandbox.requests();
  return { total: Math.ceil(total / sweeps), writes, lines };
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
