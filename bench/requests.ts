// What an iteration costs in requests, counted at the local GitHub while the real app runs, one iteration at a time: from
// what was shown of the one before to what is shown of this one. Sweeps that find nothing are counted on their own.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CARTON, type Sandbox } from "../sandbox/sandbox.ts";
import type { ExecutorName } from "../src/domain/executors.ts";
import { LABEL } from "../src/domain/program/names.ts";
import type { Figure, Section } from "./figures.ts";
import { openScene } from "./scene.ts";

interface Cost {
  readonly total: number;
  readonly writes: number;
  readonly lines: readonly string[];
}

/** A way in which iterations end, and what one of them may ask at most; more is a defect. */
interface Way {
  readonly title: string;
  readonly executor: ExecutorName;
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
  ...{ title: "an accepted iteration", executor: "local", agent: BETTER, total: 8, writes: 4 },
};
const WAYS: readonly Way[] = [
  ACCEPTED,
  { title: "a rejected iteration", executor: "local", agent: BETTER_ONCE, total: 5, writes: 3 },
  {
    ...{ title: "an accepted iteration on GitHub Actions", executor: "actions", agent: BETTER },
    ...{ total: 12, writes: 5 },
  },
];
const QUIET = 2;

/** Times that an ending is shown before counting (the first keep shows its pull request apart), and that are counted. */
const WARM_UP = 4;
const COUNTED = 3;
/** So seldom that hardly one falls into an iteration, as where an operator leaves it at five minutes. */
const SWEEP_SECONDS: Readonly<Record<ExecutorName, number>> = { local: 20, actions: 120 };
/** Longer than an iteration takes, so that the next one begins by itself; two jobs take longer than one process. */
const SCHEDULE_SECONDS: Readonly<Record<ExecutorName, number>> = { local: 8, actions: 16 };
const LIMIT_MS = 300_000;

/** Starts sandbox and app for each way, counts, and stops both: a minute each or two, and one more for the sweeps. */
export async function requests(): Promise<Section> {
  const asked = { unit: "requests" } as const;
  const figures: Figure[] = [];
  const notes: string[] = [];
  const sweeps: Cost[] = [];
  for (const way of WAYS) {
    const { total, writes, lines } = await counted(way, async (sandbox) => {
      const iterations = await countIterations(sandbox);
      if (way === ACCEPTED) sweeps.push(await countQuiet(sandbox));
      return iterations;
    });
    figures.push({ ...asked, what: way.title, value: total, atMost: way.total });
    figures.push({ ...asked, what: "writes of it", value: writes, atMost: way.writes });
    notes.push(`The requests of ${way.title}:`, "", ...lines.map((line) => `    ${line}`), "");
  }
  for (const quiet of sweeps) {
    figures.push({ ...asked, what: "a sweep with nothing to do", value: quiet.total, atMost: QUIET });
    figures.push({ ...asked, what: "writes of it", value: quiet.writes, atMost: 0 });
    notes.push("The requests of quiet sweeps:", "", ...quiet.lines.map((line) => `    ${line}`), "");
  }
  return { title: "Requests to GitHub", figures, notes };
}

/** Starts sandbox and app, opens the program, counts, and stops both. */
async function counted(way: Way, count: (sandbox: Sandbox) => Promise<Cost>): Promise<Cost> {
  const scene = await openScene(way.executor, way.agent, {
    AUTOLOOP_SWEEP_SECONDS: String(SWEEP_SECONDS[way.executor]),
  });
  try {
    await openProgram(scene.sandbox, SCHEDULE_SECONDS[way.executor]);
    return await count(scene.sandbox);
  } catch (error) {
    throw new Error(`${way.title}: the app said ${scene.app.output().slice(-2_000)}`, { cause: error });
  } finally {
    await scene.close();
  }
}

async function openProgram(sandbox: Sandbox, everySeconds: number): Promise<void> {
  const { owner, name } = sandbox.repository;
  const program = (await readFile(join(CARTON, "program.md"), "utf8"))
    .replace("every 3s", `every ${everySeconds}s`)
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
  await pause(2 * SWEEP_SECONDS.local * 1_000);
  sandbox.resetRequests();
  await pause(2 * SWEEP_SECONDS.local * 1_000);
  const { writes, lines } = sandbox.requests();
  // From the beginning of one on: another may have been under way.
  const whole = lines.slice(lines.findIndex(beginsSweep));
  return { total: Math.ceil(whole.length / whole.filter(beginsSweep).length), writes, lines };
}

/** Each asks for the repository's issues first. */
function beginsSweep(line: string): boolean {
  return /^GET \S*\/issues\?/.test(line);
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
