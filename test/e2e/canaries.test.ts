// Planted secrets through a whole life of the real app: an agent that gives its key away wherever it can, an app that dies
// of a defect with every secret in its last words, an environment that cannot be used. Nothing that leaves the process may
// hold one: log, what is written to GitHub, pages, the environment of children.

import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { APP_MAIN } from "../../sandbox/demo/app-process.ts";
import { RAISE } from "../support/e2e/agents.ts";
import { closeStages, MEASURE, program, Stage } from "../support/e2e/stage.ts";
import { completed, readWorld } from "../support/e2e/world.ts";
import { heartOf, leaksIn } from "../support/loop/canaries.ts";

vi.setConfig({ testTimeout: 180_000 });

const PLANTED = {
  agent: "canary-of-the-agent-5c20fe",
  cloud: "canary-of-the-cloud-93bd11",
  metrics: "canary-of-the-metrics-77ab02",
  redis: "canary-of-redis-41d6c0",
};

/** Says its key aloud, writes it down where it may, and in the first iteration into the code. */
const agent = (notes: string) => `
iteration=$(sed -n 's/.*"iteration":\\([0-9]*\\).*/\\1/p' "$AUTOLOOP_CONTEXT")
env > ${notes}/agent.env
env; env >&2
echo '{"change":"Raise it with '"$AGENT_API_KEY"'"}' > "$AUTOLOOP_ANSWER"
if [ "$iteration" = 1 ]; then echo "6 # $AGENT_API_KEY" > src/value.txt; exit; fi
${RAISE}`;

let stage: Stage;
let secrets: Readonly<Record<string, string>>;
let pages: string;

beforeAll(async () => {
  stage = await Stage.open({
    agent,
    environment: {
      AUTOLOOP_AGENT_ENV: "AGENT_API_KEY",
      AGENT_API_KEY: PLANTED.agent,
      AWS_SECRET_ACCESS_KEY: PLANTED.cloud,
      AUTOLOOP_METRICS_TOKEN: PLANTED.metrics,
      LOG_LEVEL: "trace",
    },
  });
  await stage.start();
  const evaluation = `env > ${stage.notes}/evaluation.env\n${MEASURE}`;
  await completed(
    stage,
    await stage.openProgram("Number", program({ frontmatter: "max-iterations: 3", evaluation })),
  );
  const { webhookSecret, privateKey } = stage.sandbox;
  const shown = [...stage.gate.credentials].map((value) => value.split(" ").at(-1) ?? "");
  secrets = {
    ...PLANTED,
    webhook: webhookSecret,
    key: heartOf(privateKey),
    ...Object.fromEntries(
      shown.filter((value) => value !== "").map((value, index) => [`token ${index}`, value]),
    ),
  };
  const origin = new URL(stage.webhookUrl).origin;
  const headers = { authorization: `Bearer ${PLANTED.metrics}` };
  const texts = ["/", "/healthz", "/readyz", "/metrics"].map(async (path) =>
    (await fetch(origin + path, { headers })).text(),
  );
  pages = (await Promise.all(texts)).join("\n");
}, 180_000);

afterAll(closeStages);

describe("a secret", () => {
  it("was there to be given away", async () => {
    const { events } = await readWorld(stage, 1, "number");
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["iteration.error", "iteration.accept"]),
    );
    expect(leaksIn(await stage.note("agent.env"), secrets)).toEqual(["agent"]);
    expect(Object.keys(secrets).length).toBeGreaterThan(Object.keys(PLANTED).length + 3);
  });

  it("is not in the log, and every line of a reconcile says of which program and run it is", () => {
    const output = stage.output();
    expect(leaksIn(output, secrets)).toEqual([]);
    const lines = output
      .split("\n")
      .filter((line) => line.startsWith("{") && line.endsWith("}"))
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const started = lines.filter(({ msg }) => msg === "runner started" || msg === "did");
    expect(started.length).toBeGreaterThan(5);
    for (const line of started) {
      expect(line).toMatchObject({
        program: expect.stringMatching(/^\d+\/acme\/carton#1$/),
        reconcile: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
    }
    const asked = lines.filter(({ msg }) => msg === "a delivery asks for a look");
    const followed = asked.filter(({ delivery }) =>
      started.some((line) => String(line.delivery).split(" ").includes(String(delivery))),
    );
    expect(followed.length).toBeGreaterThan(0);
  });

  it("is in nothing that was written to GitHub", () => {
    const { writes } = stage.gate;
    expect(writes.length).toBeGreaterThan(5);
    const leaks = writes.filter(({ line, text }) => leaksIn(`${line}\n${text}`, secrets).length > 0);
    expect(leaks).toEqual([]);
  });

  it("is on no page, and the metrics count what happened without a name", () => {
    expect(leaksIn(pages, secrets)).toEqual([]);
    expect(pages).toContain('autoloop_iterations_total{verdict="error"} 1');
    expect(pages).toMatch(/autoloop_iterations_total\{verdict="accepted"\} [1-9]/);
    expect(pages).toContain('autoloop_programs{status="completed"} 1');
    expect(pages).toMatch(/autoloop_deliveries_total\{event="issues",answer="taken"\} [1-9]/);
    expect(pages).toMatch(/process_resident_memory_bytes \d/);
    expect(pages).not.toMatch(/acme|carton|="number"/);
  });

  it("is in no environment of an evaluation, and of an agent only its own", async () => {
    const [evaluation, itself] = [await stage.note("evaluation.env"), await stage.note("agent.env")];
    expect(evaluation).toMatch(/^PATH=/m);
    expect(leaksIn(evaluation, secrets)).toEqual([]);
    expect(itself).not.toMatch(/^(?:PRIVATE_KEY|WEBHOOK_SECRET|APP_ID|AUTOLOOP_METRICS_TOKEN|AWS_)/m);
  });
});

/** Starts the app with these variables and waits for its end. */
async function started(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [APP_MAIN], {
    env: { PATH: process.env.PATH, HOME: stage.workDir, ...environment },
    cwd: stage.notes,
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      printed += String(chunk);
    });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, printed };
}

const usable = (): Readonly<Record<string, string>> => ({
  APP_ID: "1",
  PRIVATE_KEY: stage.sandbox.privateKey,
  WEBHOOK_SECRET: stage.sandbox.webhookSecret,
  AUTOLOOP_EXECUTOR: "local",
  AUTOLOOP_METRICS_TOKEN: PLANTED.metrics,
  AUTOLOOP_AGENT_ENV: "AGENT_API_KEY",
  AGENT_API_KEY: PLANTED.agent,
  GITHUB_API_URL: stage.sandbox.url,
  PORT: "0",
});

describe("the process", () => {
  it.each([
    ["a rejected promise", "Promise.reject(new Error(text))"],
    ["an error in a timer", "throw new Error(text)"],
    ["something that is no error", "throw { text, nested: { text } }"],
  ])("dies of %s with 1, one line and no secret", async (_, defect) => {
    // The text is what a careless library would put there: everything it was given.
    const text =
      "JSON.stringify(['WEBHOOK_SECRET', 'AGENT_API_KEY', 'AUTOLOOP_METRICS_TOKEN', 'PRIVATE_KEY'].map((name) => process.env[name]))";
    // As soon as the app is there to hear of it.
    const source = `const text = ${text}; const timer = setInterval(() => {
      if (process.listenerCount("uncaughtException") === 0) return;
      clearInterval(timer);
      ${defect};
    }, 20);`;
    for (const format of ["json", "pretty"]) {
      const { code, printed } = await started({
        ...usable(),
        LOG_FORMAT: format,
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}`,
      });
      expect(code).toBe(1);
      const told = printed.trimEnd().split("\n");
      expect(told.at(-1)).toContain("defect");
      // What a secret was cut out of still is a line of its own.
      if (format === "json") expect(told.map((line) => typeof JSON.parse(line))).toContain("object");
      expect(leaksIn(printed, secrets)).toEqual([]);
    }
  });

  it.each([
    ["none", ""],
    ["one that everybody knows", "development"],
    ["one that is too short", "canary-of-31-characters-abcdefg"],
  ])("does not start with a webhook secret that is %s", async (_, secret) => {
    const { code, printed } = await started({
      ...usable(),
      WEBHOOK_SECRET: secret,
      REDIS_URL: `redis://user:${PLANTED.redis}@127.0.0.1:1`,
    });
    expect(code).toBe(2);
    expect(printed).toMatch(
      /^autoloop: the configuration has a problem:\n {2}WEBHOOK_SECRET [^\n]*openssl rand/,
    );
    expect(printed).not.toContain("canary");
    expect(leaksIn(printed, secrets)).toEqual([]);
  });

  it("says what is wrong with every variable without repeating one", async () => {
    const wrong = Object.fromEntries(Object.keys(usable()).map((name) => [name, PLANTED.cloud]));
    const { code, printed } = await started({ ...wrong, PRIVATE_KEY_PATH: PLANTED.cloud });
    expect(code).toBe(2);
    expect(printed).toMatch(/PRIVATE_KEY/);
    expect(leaksIn(printed, secrets)).toEqual([]);
  });
});
