// Lives of programs whose journals are recorded at every release: between them they hold every kind of event that the
// loop writes. Each is played by the real loop over the fake GitHub; nothing in here writes an event itself.

import type { RunRequest } from "../../src/ports/executor.ts";
import { aReport, type Ending, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, type LoopOptions, PROGRAM_TEXT } from "../support/loop/loop.ts";
import { RepositoryLoop } from "../support/loop/repository-loop.ts";
import { NAME, upgradeWorld } from "../support/loop/upgrade.ts";

/** A life that was lived, and the program whose journal tells it. */
export interface Life {
  readonly loop: Loop;
  readonly program: string;
}

/** By the name of the folder that holds the recording. */
export const LIVES: ReadonlyMap<string, () => Promise<Life>> = new Map([
  ["verdicts", verdicts],
  ["talk", talk],
  ["repaired-by-the-agent", repairedByTheAgent],
  ["repaired-by-a-person", repairedByAPerson],
  ["segments", segments],
  ["file", file],
  ["epochs", epochs],
  ["tampered", tampered],
  ["upgraded", upgraded],
  ["branch", branch],
  ["state-file", stateFile],
]);

/** Lives that the version after the newest recording is the first to live; at its release they join the others. */
export const LIVES_TO_COME: ReadonlyMap<string, () => Promise<Life>> = new Map([
  ["revoked", revoked],
  ["standing", standing],
]);

/** What each of them holds and no recording does. */
export const FIRST_LIVED: ReadonlyMap<string, string> = new Map([
  ["revoked", "iteration.revoke"],
  ["standing", "steering.forgotten"],
]);

/** How iterations 1, 2, 3, … end, over and over. */
const ENDINGS: readonly ((request: RunRequest) => Ending)[] = [
  (request) => aReport(request, 760 - request.iteration),
  (request) => aReport(request, 900),
  () => ({ lost: "the machine went away" }),
  (request) =>
    aReport(request, 760 - request.iteration, {
      gates: [{ name: "lint", passed: false, seconds: 1, detail: "no" }],
    }),
  (request) => aReport(request, 0, { measurement: { outcome: "failed", reason: "it printed no metric" } }),
  (request) =>
    aReport(request, 760 - request.iteration, {
      cost: { usd: 0.25, input_tokens: 1_000, output_tokens: 200 },
      measurement: { outcome: "measured", metric: 760 - request.iteration, secondary: { kb: 12 } },
    }),
  (request) => aReport(request, 0, { measurement: { outcome: "rejected", reason: "one file is too large" } }),
];

const mixed = (request: RunRequest): Ending =>
  request.kind === "baseline"
    ? aReport(request, 760)
    : (ENDINGS[(request.iteration - 1) % ENDINGS.length]?.(request) ?? "running");

async function running(options: LoopOptions = {}, text = PROGRAM_TEXT) {
  const loop = new Loop({ executor: new FakeExecutor(mixed), ...options });
  const issue = loop.openProgram(text);
  await loop.settle(issue);
  return { loop, issue, github: loop.github };
}

const carton = (loop: Loop): Life => ({ loop, program: "carton" });

/** Kept, rejected and broken iterations, up to the target. */
async function verdicts(): Promise<Life> {
  const text = PROGRAM_TEXT.replace("every 1h", "every 1h\ntarget-metric: 745");
  const { loop, issue } = await running({}, text);
  await loop.hours(issue, 18);
  return carton(loop);
}

/** People steer, ask, set, pause, stop and start again. */
async function talk(): Promise<Life> {
  const { loop, issue, github } = await running();
  const words = [
    "Try a cube.",
    "/autoloop status",
    "/autoloop set target-metric 100",
    "/autoloop set target-metric default",
    "/autoloop Fold the lid twice.",
    "/autoloop puase",
    "/autoloop pause wait for the release",
    "/autoloop retry",
    "/autoloop stop",
    "/autoloop resume",
    "/autoloop run",
  ];
  for (const body of words) {
    github.comment(issue, "maintainer", body);
    await loop.hours(issue, 1);
  }
  github.comment(issue, "stranger", "/autoloop stop");
  const other = github.openIssue({ title: "Another", body: "About something else." });
  github.comment(other, "maintainer", "/autoloop carton: pause");
  await loop.sweep();
  await loop.hours(issue, 1);
  github.removeLabel(issue, "autoloop-program");
  await loop.hours(issue, 1);
  github.addLabel(issue, "maintainer", "autoloop-program");
  await loop.hours(issue, 30);
  return carton(loop);
}

/** People say what is to stand, under a budget, and take a part of it back. */
async function standing(): Promise<Life> {
  const text = PROGRAM_TEXT.replace("every 1h", "every 1h\nbudget: { usd-per-day: 50, usd-total: 500 }");
  const { loop, issue, github } = await running({ policy: { assumedUsd: 0.5 } }, text);
  github.comment(issue, "maintainer", "Never touch the lid.");
  github.comment(issue, "maintainer", "/autoloop remember fold it twice");
  await loop.hours(issue, 3);
  github.comment(issue, "maintainer", "/autoloop forget 1");
  await loop.hours(issue, 4);
  return carton(loop);
}

/** Better than the best, and another text with every attempt. */
const better = (request: RunRequest): Ending =>
  aReport(request, request.kind === "baseline" ? 760 : 750 - 10 * request.iteration - request.attempt);

async function refused() {
  const options = { green: false, executor: new FakeExecutor(better), policy: { ciAttempts: 5 } };
  const { loop, issue, github } = await running(options);
  return {
    ...{ loop, issue, github },
    ci: async (state: "success" | "failure", log = "") => {
      const head = loop.head("autoloop/carton");
      github.logs.set(`${head} test`, log);
      github.setChecks(head, [{ name: "test", state }]);
      await loop.settle(issue);
      await loop.clock.advance(60_000);
    },
  };
}

async function repairedByTheAgent(): Promise<Life> {
  const { loop, issue, ci } = await refused();
  await ci("failure", "Error: one");
  await ci("failure", "Error: two");
  await ci("success");
  await loop.hours(issue, 1);
  await ci("failure", "Error: one");
  await ci("failure", "Error: one");
  return carton(loop);
}

async function repairedByAPerson(): Promise<Life> {
  const { loop, issue, github, ci } = await refused();
  for (let attempt = 0; attempt < 5; attempt += 1)
    await ci("failure", `Error: number ${"x".repeat(attempt)}`);
  github.pushCommit("autoloop/carton", { "src/other.mjs": "export {};\n" }, { author: "writer" });
  await ci("success");
  await loop.hours(issue, 1);
  await ci("failure", "Error: one");
  await ci("failure", "Error: one");
  github.comment(issue, "maintainer", "/autoloop resume");
  await loop.settle(issue);
  return carton(loop);
}

/** CI turns red on what was kept, at rest and while the next iteration runs. */
async function revoked(): Promise<Life> {
  const { loop, issue, ci } = await refused();
  await ci("success");
  await ci("failure", "Error: late");
  await ci("success");
  await loop.hours(issue, 1);
  await ci("success");
  await loop.hours(issue, 1);
  await ci("failure", "Error: late");
  await loop.hours(issue, 1);
  return carton(loop);
}

/** So many iterations that the journal is sealed and begun again, and comments are folded into digests. */
async function segments(): Promise<Life> {
  const { loop, issue, github } = await running({ policy: { iterationComments: 8 } });
  for (let hour = 0; github.memoryFile("journal/carton/000002.jsonl") === undefined; hour += 1) {
    if (hour > 400) throw new Error("no second segment");
    await loop.hours(issue, 1);
    if (loop.state().status === "paused") github.comment(issue, "maintainer", "/autoloop resume");
  }
  await loop.hours(issue, 3);
  return carton(loop);
}

async function file(): Promise<Life> {
  const path = ".autoloop/programs/carton.md";
  const loop = new RepositoryLoop();
  loop.push({ [path]: PROGRAM_TEXT });
  await loop.rest();
  loop.push({ [path]: PROGRAM_TEXT.replace("every 1h", "every 2h") });
  await loop.rest();
  loop.push({ [path]: null });
  await loop.rest();
  return carton(loop);
}

/** The text changes: words, what is measured, and by whom it is approved. */
async function epochs(): Promise<Life> {
  const { loop, issue, github } = await running();
  await loop.hours(issue, 2);
  github.editIssue(issue, "maintainer", { body: PROGRAM_TEXT.replace("less cardboard", "much less of it") });
  await loop.hours(issue, 2);
  const fine = PROGRAM_TEXT.replace("evaluate.mjs", "evaluate.mjs --fine");
  github.editIssue(issue, "stranger", { body: fine });
  await loop.hours(issue, 2);
  github.comment(issue, "maintainer", "/autoloop approve");
  await loop.hours(issue, 2);
  const other = github.openIssue({ title: "Another", body: "About something else." });
  github.editIssue(issue, "stranger", { body: fine.replace("every 1h", "every 3h") });
  await loop.clock.advance(60_000);
  github.comment(other, "maintainer", "/autoloop carton: approve");
  await loop.sweep();
  await loop.hours(issue, 3);
  return carton(loop);
}

/** Somebody puts the memory branch back; an administrator goes on. */
async function tampered(): Promise<Life> {
  const { loop, issue, github } = await running();
  await loop.hours(issue, 1);
  const before = loop.head("memory/autoloop");
  await loop.hours(issue, 2);
  github.moveBranch("memory/autoloop", before);
  loop.restart();
  await loop.hours(issue, 2);
  github.comment(issue, "maintainer", "/autoloop resume");
  await loop.hours(issue, 2);
  return carton(loop);
}

/** What an older edition left, taken over and worked on. */
async function upgraded(): Promise<Life> {
  const loop = new Loop({
    executor: new FakeExecutor((request) => {
      const metric = request.kind === "baseline" ? 120 : 160 - request.iteration;
      const contents = Buffer.from(`export const BUCKETS = ${metric};\n`).toString("base64");
      const files = [{ path: "src/sort.mjs", mode: "100644" as const, contents }];
      return aReport(request, metric, request.kind === "baseline" ? {} : { files });
    }),
  });
  const issue = upgradeWorld(loop.github);
  await loop.settle(issue);
  await loop.hours(issue, 30);
  return { loop, program: NAME };
}

/** Others push, merge, close and delete. */
async function branch(): Promise<Life> {
  const { loop, issue, github } = await running({ executor: new FakeExecutor() });
  await loop.hours(issue, 2);
  github.pushCommit("autoloop/carton", { "src/more.mjs": "export {};\n" }, { author: "writer" });
  await loop.hours(issue, 1);
  github.pushCommit("main", { "README.md": "New.\n" });
  await loop.hours(issue, 2);
  const [pull] = github.pulls();
  if (pull === undefined) throw new Error("no pull request");
  github.closePull(pull.number);
  await loop.hours(issue, 1);
  github.reopenPull(pull.number);
  github.comment(issue, "maintainer", "/autoloop resume");
  await loop.hours(issue, 1);
  github.mergePull(pull.number, "squash");
  await loop.hours(issue, 3);
  github.deleteBranch("autoloop/carton");
  await loop.hours(issue, 1);
  github.comment(issue, "maintainer", "/autoloop resume");
  await loop.hours(issue, 2);
  return carton(loop);
}

/** People change the machine table: what counts, and what is put back. */
async function stateFile(): Promise<Life> {
  const { loop, issue, github } = await running();
  const edit = async (author: string, field: string, value: string) => {
    const text = github.memoryFile("carton.md") ?? "";
    const row = new RegExp(`^\\| ${field} \\|.*$`, "m");
    const change = { "carton.md": text.replace(row, `| ${field} | ${value} |`) };
    github.pushCommit("memory/autoloop", change, { author });
    await loop.hours(issue, 1);
  };
  await edit("writer", "Paused", "true");
  await edit("writer", "Paused", "false");
  await edit("stranger", "Best Metric", "1");
  await edit("writer", "Completed", "true");
  return carton(loop);
}
