import { execFile, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { type NotStarted, Retryable } from "../../src/domain/errors.ts";
import { keyOf } from "../../src/executors/local-outcome.ts";
import { runLossWords } from "../../src/text/outcome/run-loss-words.ts";
import { TINY, temporary, textsOf, writeFiles } from "../runner/tiny-run.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { executorIn, KEY, nextEnd, RUNNER, requestFor, SECRET, until } from "./local-world.ts";

const at = (nonce: string, workerId = "here") => ({
  key: KEY,
  nonce,
  workerId,
  startedAt: "2026-01-01T00:00:00Z",
});
const folderOf = async (directory: string) =>
  join(directory, "runs", (await readdir(join(directory, "runs")))[0] ?? "");
const processes = async (needle: string) => {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "args"]);
  return stdout.split("\n").filter((line) => line.startsWith(needle)).length;
};

/** Writes down which model and which server it was given. */
const FAKE_CLAUDE = `#!/usr/bin/env bash
echo "model=$(printf '%s\\n' "$@" | sed -n '/^--model$/{n;p}') server=$ANTHROPIC_BASE_URL" > src/env.txt
`;

/** Leaves folders beside its checkout that no single path leads to. */
const DEEP_NAME = "d".repeat(200);
const DEEP = `echo 9 > src/value.txt; cd ../agent/tmp; for i in $(seq 25); do mkdir ${DEEP_NAME}; cd ${DEEP_NAME}; done`;

describe("localExecutor", () => {
  it("carries a run from start to report, tells of its end and forgets it", async () => {
    const directory = await temporary();
    const executor = executorIn(directory);
    const ended = nextEnd(executor);
    expect(await executor.look(at("n"))).toEqual({ state: "absent" });
    await executor.start(requestFor("n"));
    expect(await ended).toEqual(KEY);
    const state = await executor.look(at("n"));
    expect(state).toMatchObject({
      state: "finished",
      report: { nonce: "n", outcome: "measured", measurement: { metric: 9 } },
    });
    await executor.dispose(at("n"));
    await executor.dispose(at("n"));
    expect(await executor.look(at("n"))).toEqual({ state: "absent" });
    expect(await readdir(join(directory, "runs"))).toEqual([]);
  });

  it("starts one agent for one nonce, however often and from however many processes it is asked", async () => {
    const directory = await temporary();
    const count = join(directory, "count");
    const options = { agentCommand: `echo run >> ${count}; sleep 0.3` };
    const [one, two] = [executorIn(directory, options), executorIn(directory, options)];
    await Promise.all([one.start(requestFor("n")), one.start(requestFor("n")), two.start(requestFor("n"))]);
    await one.start(requestFor("n"));
    await until(async () => (await one.look(at("n"))).state === "finished");
    await two.start(requestFor("n"));
    const again = spawn(process.execPath, [RUNNER, "run", await folderOf(directory)], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    again.stdin.end('{"environment":{},"secrets":{}}');
    const [said]: unknown[] = await once(again.stdout, "data");
    expect(String(said)).toBe("taken\n");
    expect(await readFile(count, "utf8")).toBe("run\n");
  });

  it("tells which runs of a program are here, also those of earlier processes, until they are disposed of", async () => {
    const directory = await temporary();
    const executor = executorIn(directory);
    expect(await executor.held(KEY)).toEqual([]);
    const ended = nextEnd(executor);
    await executor.start(requestFor("n", { iteration: 3 }));
    await ended;
    const next = executorIn(directory);
    await writeFile(join(directory, "runs", "notes.txt"), "not a run");
    for (const one of [executor, next]) {
      expect(await one.held(KEY)).toEqual([expect.objectContaining({ nonce: "n", iteration: 3 })]);
      expect(await one.held({ ...KEY, issue: 8 })).toEqual([]);
    }
    await next.dispose(at("n"));
    expect(await next.held(KEY)).toEqual([]);
    expect(await executorIn(directory).held(KEY)).toEqual([]);
  });

  it("leaves nothing of a run that made folders deeper than a path may be long", async () => {
    const directory = await temporary();
    const executor = executorIn(directory, { agentCommand: DEEP });
    const ended = nextEnd(executor);
    await executor.start(requestFor("n"));
    await ended;
    await executor.dispose(at("n"));
    expect(await readdir(join(directory, "runs"))).toEqual([]);
  });

  it("is done with a run whose folder cannot be removed, and tells the operator where it is", async () => {
    const directory = await temporary();
    const { log, lines } = memoryLog();
    const executor = executorIn(directory, { agentCommand: DEEP, log });
    const ended = nextEnd(executor);
    await executor.start(requestFor("n"));
    await ended;
    const folder = await folderOf(directory);
    // Without the programs that help where Node does not go on.
    vi.stubEnv("PATH", "/nonexistent");
    await executor.dispose(at("n")).finally(() => vi.unstubAllEnvs());
    expect(await executor.held(KEY)).toEqual([]);
    expect(lines.find(({ level }) => level === "warn")).toMatchObject({
      message: "a run's folder cannot be removed",
      fields: { folder, reason: "ENAMETOOLONG: name too long" },
    });
    await executor.dispose(at("n"));
    expect(await readdir(join(directory, "runs"))).toEqual([]);
  });

  it("does not speak for another machine", async () => {
    const executor = executorIn(await temporary());
    await executor.dispose(at("n", "there"));
    expect(await executor.look(at("n", "there"))).toEqual({
      state: "unknown",
      doubt: { code: "other-worker", holds: "there", asked: "here" },
    });
  });

  it("leaves nothing when the files cannot be had, and says so", async () => {
    const directory = await temporary();
    const cause = new Error("fatal: unable to access 'https://github.com/': Could not resolve host");
    const checkout = {
      materialise: () => Promise.reject(new Retryable("git fetch ended with 128", undefined, { cause })),
    };
    await expect(executorIn(directory, { checkout }).start(requestFor("n"))).rejects.toMatchObject({
      kind: "retryable",
      trouble: { code: "files", said: cause.message },
    });
    expect(await readdir(join(directory, "runs"))).toEqual([]);
    expect(await executorIn(directory).look(at("n"))).toEqual({ state: "absent" });
  });

  it.each([
    ["a file", (place: string) => writeFile(place, "")],
    ["a link to nowhere", (place: string) => symlink("/nowhere/at/all", place)],
  ])("says so where its folder cannot be used, and names no path: it is %s", async (_what, make) => {
    const directory = await temporary();
    await make(join(directory, "runs"));
    const executor = executorIn(directory);
    expect(await executor.look(at("n"))).toEqual({ state: "absent" });
    expect(await executor.held(KEY)).toEqual([]);
    const error = await executor.start(requestFor("n")).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "retryable", trouble: { code: "folder" } });
    expect((error as NotStarted).trouble.said).toMatch(/^E[A-Z]+: [a-z ]+$/);
  });

  it("does not take a folder that it cannot see into for one without the run", async () => {
    const directory = await temporary();
    // Longer than any name may be.
    const executor = executorIn(join(directory, "x".repeat(300)));
    expect(await executor.look(at("n"))).toEqual({
      state: "unknown",
      doubt: { code: "folder", said: "ENAMETOOLONG: name too long" },
    });
  });

  it("starts again from a folder whose runner never got hold of the run", async () => {
    const directory = await temporary();
    const broken = executorIn(directory, { runner: join(directory, "no-such-file.js") });
    await expect(broken.start(requestFor("n"))).rejects.toMatchObject({ trouble: { code: "runner" } });
    const cut = spawn(process.execPath, [RUNNER, "run", await folderOf(directory)], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    cut.stdin.end('{"environment":{"PATH"');
    await once(cut, "exit");
    const executor = executorIn(directory);
    expect(await executor.look(at("n"))).toEqual({ state: "absent" });
    const ended = nextEnd(executor);
    await executor.start(requestFor("n"));
    await ended;
    expect(await executor.look(at("n"))).toMatchObject({ state: "finished" });
  });

  it("finds a run again after the process that started it was killed", async () => {
    const directory = await temporary();
    await writeFiles(join(directory, "repository"), TINY);
    const script = fileURLToPath(new URL("start-and-wait.mjs", import.meta.url));
    const dist = fileURLToPath(new URL("../../dist", import.meta.url));
    const app = spawn(process.execPath, [script, dist, directory, JSON.stringify(requestFor("n"))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(app.stdout, "data");
    app.kill("SIGKILL");
    await once(app, "exit");

    const executor = executorIn(directory);
    const ended = nextEnd(executor);
    expect(await executor.look(at("n"))).toEqual({ state: "running" });
    await writeFile(join(directory, "go"), "");
    expect(await ended).toEqual(KEY);
    expect(await executor.look(at("n"))).toMatchObject({
      state: "finished",
      report: { measurement: { metric: 9 } },
    });
  });

  it("says that a run is lost when its runner was killed, and ends what it left alive", async () => {
    const directory = await temporary();
    const executor = executorIn(directory, { agentCommand: "setsid sleep 765432 & sleep 765432" });
    const ended = nextEnd(executor);
    await executor.start(requestFor("n"));
    await until(async () => (await processes("sleep 765432")) === 2);
    process.kill(Number(await readFile(join(await folderOf(directory), "claim"), "utf8")), "SIGKILL");
    await ended;
    const state = await executor.look(at("n"));
    expect(state.state === "lost" && runLossWords(state.loss)).toMatch(
      /^The runner ended without a report\. It last said: .*Z agent$/s,
    );
    await executor.dispose(at("n"));
    expect(await processes("sleep 765432")).toBe(0);
  });

  it("tells nobody what a runner that crashed printed of the agent's secrets", async () => {
    const directory = await temporary();
    const runner = join(directory, "runner.mjs");
    await writeFile(
      runner,
      `import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
const given = await text(process.stdin);
writeFileSync("claim", String(process.pid));
process.stdout.write("claimed\\n");
console.error("x".repeat(1_000) + given + "y".repeat(200));
process.exit(1);
`,
    );
    const secret = `canary-${"0123456789".repeat(40)}`;
    const executor = executorIn(directory, {
      runner,
      environment: { PATH: process.env.PATH, AGENT_API_KEY: secret },
      agentVariables: ["AGENT_API_KEY"],
    });
    const ended = nextEnd(executor);
    await executor.start(requestFor("n"));
    await ended;
    const state = await executor.look(at("n"));
    const reason = state.state === "lost" ? runLossWords(state.loss) : "";
    expect(reason).toMatch(/It last said: .*\*\*\*.*y{200}$/s);
    expect(reason).not.toContain("0123456789");
  });

  it("believes neither a process that got the runner's id nor a report that is none", async () => {
    const directory = await temporary();
    const executor = executorIn(directory);
    const ended = nextEnd(executor);
    await executor.start(requestFor("n"));
    await ended;
    const folder = await folderOf(directory);
    await writeFile(join(folder, "claim"), String(process.pid));
    expect(await executor.look(at("n"))).toMatchObject({ state: "finished" });
    const written = await readFile(join(folder, "report.json"), "utf8");
    const report = written.slice(written.indexOf("\n") + 1);
    const mark = (text: string) => createHmac("sha256", keyOf(SECRET, "n")).update(text).digest("hex");
    const reasonFor = async (text: string, framed = `autoloop-report ${mark(text)}\n${text}`) => {
      await writeFile(join(folder, "report.json"), framed);
      const state = await executor.look(at("n"));
      return state.state === "lost" && runLossWords(state.loss);
    };
    expect(await reasonFor("{")).toBe("The report is not JSON.");
    expect(await reasonFor('{"v":2}')).toBe("The report is not of the expected shape at v.");
    expect(await reasonFor(report.replace('"nonce":"n"', '"nonce":"m"'))).toBe(
      "The runner left a report of another run.",
    );
    const unsigned = runLossWords({ code: "report-unsigned" });
    expect(await reasonFor(report, report)).toBe(unsigned);
    expect(await reasonFor(report, `autoloop-report ${"0".repeat(64)}\n${report}`)).toBe(unsigned);
    expect(await reasonFor(report, written.replace('"metric":9', '"metric":99'))).toBe(unsigned);
    expect(await executorIn(directory, { reportSecret: "another app's" }).look(at("n"))).toEqual({
      state: "lost",
      loss: { code: "report-unsigned" },
    });
  });

  it("ends a run that goes on, with all its processes, when it is disposed of", async () => {
    const directory = await temporary();
    const executor = executorIn(directory, {
      agentCommand: "trap '' TERM; setsid sleep 654321 & sleep 654321",
    });
    await executor.start(requestFor("n"));
    await until(async () => (await processes("sleep 654321")) === 2);
    expect(await executor.look(at("n"))).toEqual({ state: "running" });
    await executor.dispose(at("n"));
    expect(await processes("sleep 654321")).toBe(0);
    expect(await executor.look(at("n"))).toEqual({ state: "absent" });
  });

  it("shows a run no more of the environment than it was told to", async () => {
    const directory = await temporary();
    const names = ["GITHUB_TOKEN", "PRIVATE_KEY", "REDIS_URL", "WEBHOOK_SECRET"];
    const environment = {
      PATH: process.env.PATH,
      API_KEY: "canary-agent",
      ...Object.fromEntries(names.map((name) => [name, `canary-${name}`])),
    };
    // Masked, or the proposal would be refused for holding a secret.
    const dump = `(env; tr '\\0' '\\n' < /proc/$PPID/environ) | sed s/canary-agent/masked/ > src/env.txt`;
    const executor = executorIn(directory, { environment, agentVariables: ["API_KEY"], agentCommand: dump });
    const ended = nextEnd(executor);
    await executor.start(requestFor("n"));
    await ended;
    const state = await executor.look(at("n"));
    if (state.state !== "finished") throw new Error(state.state);
    const { "src/env.txt": seen } = textsOf(state.report);
    expect(seen?.match(/masked/g)).toEqual(["masked"]);
    expect(seen).not.toContain("canary");
    const { stdout } = await promisify(execFile)("grep", [
      "-rlE",
      "canary-[A-Z]",
      join(directory, "runs"),
    ]).catch(() => ({ stdout: "" }));
    expect(stdout).toBe("");
  });

  it("gives model and server to the agent for which they were chosen, and to no other", async () => {
    const seen = async (agent: string) => {
      const directory = await temporary();
      await writeFiles(directory, { "programs/claude": FAKE_CLAUDE });
      const executor = executorIn(directory, {
        environment: {
          PATH: `${directory}/programs:${process.env.PATH}`,
          ANTHROPIC_API_KEY: "key-of-claude",
        },
        agentVariables: ["ANTHROPIC_API_KEY"],
        chosen: { agent, model: "model-1", baseUrl: "http://127.0.0.1:1", cache: null, silentMs: 60_000 },
      });
      const ended = nextEnd(executor);
      await executor.start(requestFor("n", { agent: "claude" }));
      await ended;
      const state = await executor.look(at("n"));
      if (state.state !== "finished") throw new Error(state.state);
      return textsOf(state.report)["src/env.txt"];
    };
    expect(await seen("claude")).toBe("model=model-1 server=http://127.0.0.1:1\n");
    expect(await seen("codex")).toBe("model= server=\n");
  });

  it("runs the built-in agent on a program that it can improve", async () => {
    const directory = await temporary();
    const checkout = {
      materialise: async (_repository: unknown, _commit: unknown, base: string) => {
        await writeFiles(base, { "src/size.mjs": "export const SIZE = 4;\n" });
        return { leftOut: [], form: "files" as const };
      },
    };
    const request = requestFor("n", {
      agent: "tuner",
      context: {
        program: "size",
        iteration: 1,
        targets: ["src/**"],
        excluded: [],
        direction: "higher",
        best: 4,
        history: [],
        steering: [],
      },
    });
    const evaluation = `node -e 'import("./src/size.mjs").then(({ SIZE }) => console.log(JSON.stringify({ score: SIZE })))'`;
    const executor = executorIn(directory, { checkout });
    const ended = nextEnd(executor);
    await executor.start({ ...request, definition: { ...request.definition, evaluation } });
    await ended;
    const state = await executor.look(at("n"));
    if (state.state !== "finished") throw new Error(state.state);
    const { answer, measurement } = state.report;
    const to = Number(/^Set `SIZE` from 4 to (3|6) in `src\/size\.mjs`$/.exec(answer?.change ?? "")?.[1]);
    expect(measurement).toMatchObject({ outcome: "measured", metric: to });
  });
});
