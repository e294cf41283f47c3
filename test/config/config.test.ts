// What an operator may write, and what they are told about the rest.

import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/app/settings/config.ts";
import { ConfigError } from "../../src/app/settings/config-error.ts";
import { AGENT_NAMES } from "../../src/text/agents/agents.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const PKCS1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const PKCS8 = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const SECRET = "0123456789abcdef0123456789abcdef";
const ENOUGH = { APP_ID: "12", PRIVATE_KEY: PKCS1, WEBHOOK_SECRET: SECRET, AUTOLOOP_EXECUTOR: "local" };

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "autoloop-config-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** What is wrong with the smallest good environment after `changes`. */
function problemsOf(changes: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig({ ...ENOUGH, ...changes });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("readConfig", () => {
  it("reads what the operator chose for agents", () => {
    const { agentChosen } = readConfig({
      ...ENOUGH,
      AUTOLOOP_AGENT_MODEL: "claude-x-1",
      AUTOLOOP_AGENT_BASE_URL: "https://models.example.com/v1",
      AUTOLOOP_AGENT_CACHE: "/var/cache/autoloop",
      AUTOLOOP_AGENT_SILENCE_MINUTES: "30",
    });
    expect(agentChosen).toEqual({
      model: "claude-x-1",
      baseUrl: "https://models.example.com/v1",
      cache: "/var/cache/autoloop",
      silentMs: 1_800_000,
    });
  });

  it("names a choice that cannot be meant, and one that its agent takes no notice of", () => {
    expect(
      problemsOf({ AUTOLOOP_AGENT_MODEL: "--help", AUTOLOOP_AGENT_BASE_URL: "http://example.com" }),
    ).toEqual([
      "AUTOLOOP_AGENT_MODEL must be the name of a model: letters, digits and `._/:@+-`",
      "AUTOLOOP_AGENT_BASE_URL must be an https URL without a query (http only for this machine)",
    ]);
    expect(problemsOf({ AUTOLOOP_AGENT: "tuner", AUTOLOOP_AGENT_MODEL: "x" })).toEqual([
      "AUTOLOOP_AGENT_MODEL: the agent tuner takes none",
    ]);
  });

  it("needs four values and has a default for everything else", () => {
    expect(readConfig(ENOUGH)).toEqual({
      appId: 12,
      privateKey: PKCS8,
      webhookSecret: SECRET,
      host: "127.0.0.1",
      port: 3000,
      webhookPath: "/api/github/webhooks",
      metricsToken: null,
      apiUrl: "https://api.github.com",
      redisUrl: null,
      executor: "local",
      workDir: join(homedir(), ".local", "state", "autoloop"),
      instance: hostname(),
      agent: "claude",
      agentCommand: null,
      agentChosen: { model: null, baseUrl: null, cache: null, silentMs: 600_000 },
      commonEnvironment: {},
      agentEnvironment: {},
      checkout: "git",
      isolation: "auto",
      evaluationNetwork: true,
      secretFiles: [join(process.cwd(), ".env")],
      dryRun: false,
      sweepMs: 300_000,
      listLagMs: 300_000,
      concurrency: 4,
      installationConcurrency: 8,
      minIntervalMs: 60_000,
      writeIntervalMs: 1_000,
      ciGraceMs: 600_000,
      ciSettleMs: 30_000,
      ciTimeoutMs: 3_600_000,
      statusQuietMs: 60_000,
      iterationTimeoutMs: 3_600_000,
      logLevel: "info",
      logFormat: "pretty",
      strangeVariables: [],
    });
  });

  it.each(["redis://127.0.0.1", "redis://127.0.0.1:6379/0", "rediss://app:p%40ss@redis.example.com:6380"])(
    "takes %s for Redis",
    (url) => {
      expect(readConfig({ ...ENOUGH, REDIS_URL: url }).redisUrl).toBe(url);
    },
  );

  it.each([
    "127.0.0.1:6379",
    "http://127.0.0.1:6379",
    "redis://",
    "redis:///0",
    "redis://127.0.0.1/keys",
    "redis://127.0.0.1/0#x",
    "nonsense",
  ])("does not take %s for Redis", (url) => {
    expect(problemsOf({ REDIS_URL: url })).toEqual([
      "REDIS_URL must be a URL such as redis://user:password@host:6379/0, or rediss:// for TLS",
    ]);
  });

  it("asks for isolation where evaluations are to have no network", () => {
    const closed = { AUTOLOOP_EVALUATION_NETWORK: "none" };
    expect(readConfig({ ...ENOUGH, ...closed })).toMatchObject({
      isolation: "required",
      evaluationNetwork: false,
    });
    expect(problemsOf({ ...closed, AUTOLOOP_ISOLATION: "none" })).toEqual([
      "AUTOLOOP_EVALUATION_NETWORK=none needs isolation, and AUTOLOOP_ISOLATION=none switches it off",
    ]);
    expect(readConfig({ ...ENOUGH, AUTOLOOP_ISOLATION: "none" }).isolation).toBe("none");
  });

  it("knows the files that its secrets came from", () => {
    const file = join(directory, "for-files.pem");
    writeFileSync(file, PKCS1);
    const { PRIVATE_KEY: _, ...rest } = ENOUGH;
    expect(readConfig({ ...rest, PRIVATE_KEY_PATH: file }).secretFiles).toEqual([
      join(process.cwd(), ".env"),
      file,
    ]);
  });

  it("hands the address of Redis to no child process", () => {
    const REDIS_URL = "redis://app:hunter2-hunter2@127.0.0.1";
    const { commonEnvironment, agentEnvironment } = readConfig({ ...ENOUGH, REDIS_URL });
    expect(JSON.stringify([commonEnvironment, agentEnvironment])).not.toContain("hunter2");
    expect(problemsOf({ REDIS_URL, AUTOLOOP_AGENT_ENV: "REDIS_URL" })).toEqual([
      "AUTOLOOP_AGENT_ENV must not name REDIS_URL: agents never see the app's own secrets",
    ]);
  });

  it("names everything that is missing at once", () => {
    expect(() => readConfig({})).toThrowErrorMatchingInlineSnapshot(`
      [UserInput: the configuration has 4 problems:
        APP_ID is missing: the number that GitHub shows as App ID on the app's settings page
        WEBHOOK_SECRET is missing: the webhook secret of the app; \`openssl rand -hex 32\` makes a good one
        AUTOLOOP_EXECUTOR must be \`local\`, which runs agents and evaluations as processes on this machine, or \`actions\`, which runs them on GitHub Actions; read docs/operations.md before you set it
        PRIVATE_KEY or PRIVATE_KEY_PATH is missing: the app's private key]
    `);
  });

  it("takes the address of a Redis, and nothing else for one", () => {
    const of = (url: string) => readConfig({ ...ENOUGH, REDIS_URL: url }).redisUrl;
    expect(of("redis://localhost:6379")).toBe("redis://localhost:6379");
    expect(of("rediss://:secret@cache.example:6380/1")).toBe("rediss://:secret@cache.example:6380/1");
    for (const wrong of ["localhost:6379", "https://cache.example", "redis//x"]) {
      expect(() => of(wrong)).toThrow("REDIS_URL must be a URL such as redis://");
    }
  });

  it("counts an empty or blank variable as absent", () => {
    expect(readConfig({ ...ENOUGH, PORT: "", HOST: " ", AUTOLOOP_AGENT_ENV: "" }).port).toBe(3000);
    expect(problemsOf({ APP_ID: "" })).toHaveLength(1);
  });

  it("asks for the agent's command line only where agents run on this machine", () => {
    expect(problemsOf({ AUTOLOOP_AGENT: "command" })).toHaveLength(1);
    const elsewhere = readConfig({ ...ENOUGH, AUTOLOOP_AGENT: "command", AUTOLOOP_EXECUTOR: "actions" });
    expect(elsewhere).toMatchObject({ executor: "actions", agent: "command" });
  });

  it("cannot be changed afterwards", () => {
    const config = readConfig(ENOUGH);
    expect(Object.isFrozen(config) && Object.isFrozen(config.agentEnvironment)).toBe(true);
  });

  it.each([
    ["PKCS #1", PKCS1],
    ["PKCS #8", PKCS8],
    ["line ends written out", PKCS1.replaceAll("\n", "\\n")],
    ["base64", Buffer.from(PKCS1).toString("base64")],
    ["blank space around it", `\n  ${PKCS1}\n`],
  ])("takes a private key in the form: %s", (_, given) => {
    expect(readConfig({ ...ENOUGH, PRIVATE_KEY: given }).privateKey).toBe(PKCS8);
  });

  it("reads the private key from a file", () => {
    const path = join(directory, "key.pem");
    writeFileSync(path, PKCS1);
    expect(readConfig({ ...ENOUGH, PRIVATE_KEY: "", PRIVATE_KEY_PATH: path }).privateKey).toBe(PKCS8);
  });

  it.each([
    ["garbage", "not a key"],
    [
      "a key that is no RSA key",
      generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
    ],
    [
      "a public key",
      generateKeyPairSync("rsa", { modulusLength: 1_024 }).publicKey.export({ type: "spki", format: "pem" }),
    ],
    ["a key that was cut off", PKCS1.slice(0, 400)],
  ])("refuses as private key: %s", (_, given) => {
    expect(problemsOf({ PRIVATE_KEY: given.toString() })).toEqual([
      "PRIVATE_KEY must hold the RSA key that GitHub made for the app (a PEM block, or that in base64)",
    ]);
  });

  it("says when the key's file cannot be read, or when there are two keys", () => {
    expect(problemsOf({ PRIVATE_KEY: "", PRIVATE_KEY_PATH: join(directory, "none") })).toEqual([
      "PRIVATE_KEY_PATH must name a file that this process can read",
    ]);
    expect(problemsOf({ PRIVATE_KEY_PATH: "x" })).toEqual([
      "PRIVATE_KEY and PRIVATE_KEY_PATH are both set; keep one",
    ]);
  });

  it("refuses a webhook secret that others know or can guess", () => {
    expect(problemsOf({ WEBHOOK_SECRET: "development" })).toEqual([
      "WEBHOOK_SECRET must not be `development`, which everybody knows; `openssl rand -hex 32` makes a good one",
    ]);
    expect(problemsOf({ WEBHOOK_SECRET: SECRET.slice(1) })).toEqual([
      "WEBHOOK_SECRET must have at least 32 bytes; `openssl rand -hex 32` makes a good one",
    ]);
    expect(problemsOf({ WEBHOOK_SECRET: "ü".repeat(16) })).toEqual([]);
  });

  it.each([
    "http://127.0.0.1:4000",
    "http://localhost:4000",
    "http://[::1]:4000",
    "https://github.example.com/api/v3",
  ])("takes %s as API", (url) => {
    expect(readConfig({ ...ENOUGH, GITHUB_API_URL: `${url}/` }).apiUrl).toBe(url);
  });

  it.each([
    "http://github.example.com",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "ftp://localhost",
    "https://user:pass@github.example.com",
    "https://github.example.com?x=1",
    "github.example.com",
  ])("refuses %s as API", (url) => {
    expect(problemsOf({ GITHUB_API_URL: url })).toEqual([
      "GITHUB_API_URL must be an https URL such as https://github.example.com/api/v3 (http only for this machine)",
    ]);
  });

  it("gives agents exactly the variables that are named", () => {
    const env = { ...ENOUGH, A_KEY: "a", B_KEY: "b", AUTOLOOP_AGENT_ENV: " A_KEY , ,A_KEY" };
    expect(readConfig(env).agentEnvironment).toEqual({ A_KEY: "a" });
  });

  it("gives every child process what it cannot do without", () => {
    const env = { ...ENOUGH, PATH: "/bin", TZ: "UTC", HOME: "/root" };
    expect(readConfig(env).commonEnvironment).toEqual({ PATH: "/bin", TZ: "UTC" });
  });

  it("never gives agents what only the app may hold", () => {
    expect(
      problemsOf({ AUTOLOOP_AGENT_ENV: "PRIVATE_KEY,WEBHOOK_SECRET,AUTOLOOP_METRICS_TOKEN,NOT_SET,a b" }),
    ).toEqual([
      "AUTOLOOP_AGENT_ENV must not name PRIVATE_KEY: agents never see the app's own secrets",
      "AUTOLOOP_AGENT_ENV must not name WEBHOOK_SECRET: agents never see the app's own secrets",
      "AUTOLOOP_AGENT_ENV must not name AUTOLOOP_METRICS_TOKEN: agents never see the app's own secrets",
      "AUTOLOOP_AGENT_ENV names NOT_SET, which is not set",
      "AUTOLOOP_AGENT_ENV must be a list of variable names with commas between them",
    ]);
  });

  it("needs a command line for the agent `command`", () => {
    expect(problemsOf({ AUTOLOOP_AGENT: "command" })).toEqual([
      "AUTOLOOP_AGENT_COMMAND is missing: the command line that AUTOLOOP_AGENT=command runs",
    ]);
    expect(
      readConfig({ ...ENOUGH, AUTOLOOP_AGENT: "command", AUTOLOOP_AGENT_COMMAND: "x -y" }).agentCommand,
    ).toBe("x -y");
  });

  it.each([
    ["APP_ID", "twelve", "APP_ID must be the App ID, a whole number"],
    ["PORT", "65536", "PORT must be a whole number from 0 to 65535"],
    ["PORT", "-1", "PORT must be a whole number from 0 to 65535"],
    ["PORT", "1e3", "PORT must be a whole number from 0 to 65535"],
    ["WEBHOOK_PATH", "hooks", "WEBHOOK_PATH must be a path such as /api/github/webhooks"],
    [
      "AUTOLOOP_EXECUTOR",
      "cloud",
      "AUTOLOOP_EXECUTOR must be `local`, which runs agents and evaluations as processes on this machine, or `actions`, which runs them on GitHub Actions; read docs/operations.md before you set it",
    ],
    ["AUTOLOOP_AGENT", "hal", `AUTOLOOP_AGENT must be one of ${AGENT_NAMES.join(", ")}`],
    [
      "AUTOLOOP_AGENT",
      "cluade",
      `AUTOLOOP_AGENT must be one of ${AGENT_NAMES.join(", ")}. Did you mean claude?`,
    ],
    ["AUTOLOOP_CHECKOUT", "svn", "AUTOLOOP_CHECKOUT must be one of git, api"],
    ["AUTOLOOP_DRY_RUN", "yes", "AUTOLOOP_DRY_RUN must be 0 or 1"],
    ["AUTOLOOP_CONCURRENCY", "0", "AUTOLOOP_CONCURRENCY must be a whole number from 1 to 64"],
    ["AUTOLOOP_SWEEP_SECONDS", "0", "AUTOLOOP_SWEEP_SECONDS must be a whole number from 1 to 86400"],
    ["LOG_LEVEL", "loud", "LOG_LEVEL must be one of trace, debug, info, warn, error, fatal"],
    [
      "AUTOLOOP_METRICS_TOKEN",
      "short",
      "AUTOLOOP_METRICS_TOKEN must be 16 to 512 printable characters; `openssl rand -hex 32` makes a good one",
    ],
    ["LOG_FORMAT", "xml", "LOG_FORMAT must be one of json, pretty"],
  ])("says what is wrong with %s=%s", (name, value, problem) => {
    expect(problemsOf({ [name]: value })).toEqual([problem]);
  });

  it.each([
    ["AUTOLOOP_SWEEP", "AUTOLOOP_SWEEP_SECONDS"],
    ["AUTOLOOP_SWEEP_MINUTES", "AUTOLOOP_SWEEP_SECONDS"],
    ["AUTOLOOP_DRYRUN", "AUTOLOOP_DRY_RUN"],
    ["autoloop_agent", "AUTOLOOP_AGENT"],
    ["AUTOLOOP_AGENTENV", "AUTOLOOP_AGENT_ENV"],
    ["AUTOLOOP_PORT", "PORT"],
  ])("does not start with %s, and asks for %s", (name, meant) => {
    expect(problemsOf({ [name]: "1" })).toEqual([
      `${name} is no variable of Autoloop (did you mean \`${meant}\`?)`,
    ]);
  });

  it("names other variables that begin like its own, but not what runs and agents are given", () => {
    const config = readConfig({
      ...ENOUGH,
      AUTOLOOP_COLOUR: "red",
      AUTOLOOP_CONTEXT: "x",
      AUTOLOOP_AGENTS: "x",
      AUTOLOOP_AGENT_ENV: "AUTOLOOP_AGENTS",
    });
    expect(config.strangeVariables).toEqual(["AUTOLOOP_COLOUR"]);
  });

  it.each([
    ["AUTOLOOP_EXECUTOR", "lokal", "local"],
    ["LOG_LEVEL", "inf", "info"],
  ])("asks what was meant by %s=%s", (name, value, meant) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`(did you mean \`${meant}\`?)`)]);
  });

  it("never repeats a value that may be a secret in the wrong place", () => {
    const canary = "ghs_canary000000000000000000000000000000";
    const everything = Object.fromEntries(
      [...Object.keys(ENOUGH), "PORT", "GITHUB_API_URL", "AUTOLOOP_AGENT", "LOG_LEVEL"].map((name) => [
        name,
        canary,
      ]),
    );
    expect(() => readConfig(everything)).toThrow(ConfigError);
    expect(problemsOf(everything).join("\n")).not.toContain("canary");
  });
});
