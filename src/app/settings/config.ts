// Turns the environment into one checked, frozen value, or into a list of everything
// that is wrong with it, one line each. Never prints a value: it may be a secret in the wrong place.

import { hostname } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { EXECUTOR_NAMES, type ExecutorName, traitsNamed } from "../../domain/executors.ts";
import {
  CHOICE_VARIABLE,
  readChoice,
  SILENCE_MINUTES,
  SILENCE_VARIABLE,
} from "../../text/agents/agent-choice.ts";
import { AGENT_NAMES, agentMeant, agentNamed, DEFAULT_AGENT } from "../../text/agents/agents.ts";
import { isServerUrl } from "../../text/format/server-url.ts";
import type { AgentChosen } from "../../text/run/run-request.ts";
import { executorChoices } from "../../text/settings/executor-words.ts";
import { meaning, wordMeant } from "../../text/settings/meant/closed-lists.ts";
import { childEnvironment, type Variables } from "./child-environment.ts";
import { ConfigError } from "./config-error.ts";
import { findPrivateKey } from "./private-key.ts";
import { isRedisUrl } from "./redis-url.ts";
import { stateDirectory } from "./state-directory.ts";
import { unknownVariables } from "./unknown-variables.ts";
import { oneOf, whole } from "./variable-shapes.ts";

/** GitHub signs with HMAC-SHA256: a secret shorter than its 32 bytes of output is the weakest part. */
const SECRET_BYTES = 32;
/** Everything that the operator decides. Times in milliseconds. */
export interface Config {
  readonly appId: number;
  /** PKCS #8 PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly host: string;
  readonly port: number;
  readonly webhookPath: string;
  /** What whoever asks for metrics has to show; null: nobody can ask. */
  readonly metricsToken: string | null;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly executor: ExecutorName;
  /** Absolute path of a directory that outlives the process. */
  readonly workDir: string;
  /** Name of this machine among those that share the app. */
  readonly instance: string;
  /** Name of a row of `text/agents`. */
  readonly agent: string;
  /** Command line of the agent `command` on this machine; null when there is none. */
  readonly agentCommand: string | null;
  /** What agents are given on this machine; model and server are those of `agent`. */
  readonly agentChosen: AgentChosen;
  /** Variables that every child process needs and that say nothing about anybody. */
  readonly commonEnvironment: Variables;
  /** The only other variables that agents may see. */
  readonly agentEnvironment: Variables;
  readonly checkout: "git" | "api";
  /** Of agents and evaluations from the rest of this machine; `auto`: where the machine can. */
  readonly isolation: "auto" | "required" | "none";
  /** Whether an evaluation on this machine has a network. */
  readonly evaluationNetwork: boolean;
  /** Absolute paths of the files that secrets of the app may have come from, whether they exist or not. */
  readonly secretFiles: readonly string[];
  /** Say what would be done, write nothing. */
  readonly dryRun: boolean;
  readonly sweepMs: number;
  /** How long GitHub's lists may not show what a request makes, counted from its beginning. */
  readonly listLagMs: number;
  /** Programs reconciled at the same time. */
  readonly concurrency: number;
  /** Iterations at the same time over all repositories of one installation. */
  readonly installationConcurrency: number;
  readonly minIntervalMs: number;
  /** Least time between two writes to GitHub for one installation; 0: the host has no limits. */
  readonly writeIntervalMs: number;
  /** Where replicas share their work; null: this process is the only one. */
  readonly redisUrl: string | null;
  readonly ciGraceMs: number;
  readonly ciSettleMs: number;
  readonly ciTimeoutMs: number;
  readonly statusQuietMs: number;
  readonly iterationTimeoutMs: number;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  readonly logFormat: "json" | "pretty";
  /** Names of variables that begin like ours and mean nothing. */
  readonly strangeVariables: readonly string[];
}

const Environment = z.object({
  APP_ID: z
    .string("is missing: the number that GitHub shows as App ID on the app's settings page")
    .regex(/^[1-9]\d{0,14}$/, { error: "must be the App ID, a whole number" })
    .transform(Number),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z
    .string("is missing: the webhook secret of the app; `openssl rand -hex 32` makes a good one")
    .refine((secret) => secret !== "development", {
      error: "must not be `development`, which everybody knows; `openssl rand -hex 32` makes a good one",
      abort: true,
    })
    .refine((secret) => new TextEncoder().encode(secret).byteLength >= SECRET_BYTES, {
      error: `must have at least ${SECRET_BYTES} bytes; \`openssl rand -hex 32\` makes a good one`,
    }),
  HOST: z.string().default("127.0.0.1"),
  PORT: whole(3_000, 0, 65_535),
  WEBHOOK_PATH: z
    .string()
    .regex(/^(?:\/[\w.-]+)+$/, { error: "must be a path such as /api/github/webhooks" })
    .default("/api/github/webhooks"),
  AUTOLOOP_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,512}$/, {
      error: "must be 16 to 512 printable characters; `openssl rand -hex 32` makes a good one",
    })
    .optional(),
  GITHUB_API_URL: z
    .string()
    .refine(isServerUrl, {
      error: "must be an https URL such as https://github.example.com/api/v3 (http only for this machine)",
    })
    .transform((url) => url.replace(/\/$/, ""))
    .default("https://api.github.com"),
  AUTOLOOP_EXECUTOR: z.enum(EXECUTOR_NAMES, {
    error: ({ input }) =>
      `must be ${executorChoices()}; read docs/operations.md before you set it${meaning(wordMeant(String(input), EXECUTOR_NAMES))}`,
  }),
  AUTOLOOP_WORK_DIR: z.string().optional(),
  AUTOLOOP_INSTANCE: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: "must be 1 to 64 letters, digits, `.`, `_` or `-`" })
    .optional(),
  AUTOLOOP_AGENT: z
    .enum(AGENT_NAMES, {
      error: ({ input }) => {
        const meant = agentMeant(String(input));
        return `must be one of ${AGENT_NAMES.join(", ")}${meant && `.${meant}`}`;
      },
    })
    .default(DEFAULT_AGENT),
  AUTOLOOP_AGENT_COMMAND: z.string().optional(),
  AUTOLOOP_AGENT_ENV: z.string().default(""),
  AUTOLOOP_AGENT_CACHE: z.string().optional(),
  [SILENCE_VARIABLE]: whole(SILENCE_MINUTES.otherwise, SILENCE_MINUTES.least, SILENCE_MINUTES.most, 60_000),
  AUTOLOOP_CHECKOUT: oneOf(["git", "api"]).default("git"),
  AUTOLOOP_ENV_FILE: z.string().optional(),
  AUTOLOOP_ISOLATION: oneOf(["auto", "required", "none"]).default("auto"),
  AUTOLOOP_EVALUATION_NETWORK: oneOf(["open", "none"]).default("open"),
  AUTOLOOP_DRY_RUN: z
    .enum(["0", "1"], { error: "must be 0 or 1" })
    .transform((value) => value === "1")
    .default(false),
  AUTOLOOP_SWEEP_SECONDS: whole(300, 1, 86_400, 1_000),
  // Three minutes of lag were seen, and a request may take effect up to two minutes after it was begun.
  AUTOLOOP_LIST_LAG_SECONDS: whole(300, 0, 3_600, 1_000),
  AUTOLOOP_CONCURRENCY: whole(4, 1, 64),
  AUTOLOOP_INSTALLATION_CONCURRENCY: whole(8, 1, 1_000),
  AUTOLOOP_MIN_INTERVAL_SECONDS: whole(60, 0, 86_400, 1_000),
  AUTOLOOP_WRITE_INTERVAL_MS: whole(1_000, 0, 60_000),
  AUTOLOOP_CI_GRACE_SECONDS: whole(600, 0, 86_400, 1_000),
  AUTOLOOP_CI_SETTLE_SECONDS: whole(30, 0, 3_600, 1_000),
  AUTOLOOP_CI_TIMEOUT_SECONDS: whole(3_600, 1, 604_800, 1_000),
  AUTOLOOP_STATUS_QUIET_SECONDS: whole(60, 0, 3_600, 1_000),
  AUTOLOOP_ITERATION_TIMEOUT_MINUTES: whole(60, 1, 1_440, 60_000),
  REDIS_URL: z
    .string()
    .refine(isRedisUrl, {
      error: "must be a URL such as redis://user:password@host:6379/0, or rediss:// for TLS",
    })
    .optional(),
  LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "fatal"]).default("info"),
  LOG_FORMAT: oneOf(["json", "pretty"]).default("pretty"),
});

/**
 * Reads the configuration. An empty variable counts as absent.
 * @throws ConfigError naming everything that is wrong, not only the first
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given: Variables = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(given);
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join(".")} ${message}`);
  const privateKey = findPrivateKey(given, problems);
  const children = childEnvironment(given, given.AUTOLOOP_AGENT_ENV ?? "");
  problems.push(...children.problems);
  const agents = (given.AUTOLOOP_AGENT_ENV ?? "").split(",").map((name) => name.trim());
  const known = [...Object.keys(Environment.shape), ...Object.values(CHOICE_VARIABLE)];
  const unknown = unknownVariables(given, [...known, ...agents]);
  problems.push(...unknown.problems);
  const { AUTOLOOP_EXECUTOR: executor = "", AUTOLOOP_AGENT: agent = DEFAULT_AGENT } = given;
  const { choice, problems: unfit } = readChoice(agent, given);
  problems.push(...unfit);
  const isOperators = agentNamed(agent)?.isOperators;
  if (traitsNamed(executor)?.isHere && isOperators && !given.AUTOLOOP_AGENT_COMMAND) {
    problems.push(`AUTOLOOP_AGENT_COMMAND is missing: the command line that AUTOLOOP_AGENT=${agent} runs`);
  }
  if (given.AUTOLOOP_EVALUATION_NETWORK === "none" && given.AUTOLOOP_ISOLATION === "none")
    problems.push(
      "AUTOLOOP_EVALUATION_NETWORK=none needs isolation, and AUTOLOOP_ISOLATION=none switches it off",
    );
  if (problems.length > 0 || !parsed.data) throw new ConfigError(problems);
  const data = parsed.data;
  const hasNetwork = data.AUTOLOOP_EVALUATION_NETWORK === "open";
  return Object.freeze<Config>({
    appId: data.APP_ID,
    privateKey,
    webhookSecret: data.WEBHOOK_SECRET,
    host: data.HOST,
    port: data.PORT,
    webhookPath: data.WEBHOOK_PATH,
    metricsToken: data.AUTOLOOP_METRICS_TOKEN ?? null,
    apiUrl: data.GITHUB_API_URL,
    executor: data.AUTOLOOP_EXECUTOR,
    workDir: resolve(data.AUTOLOOP_WORK_DIR ?? stateDirectory(given)),
    instance: data.AUTOLOOP_INSTANCE ?? hostname(),
    agent: data.AUTOLOOP_AGENT,
    agentCommand: data.AUTOLOOP_AGENT_COMMAND ?? null,
    agentChosen: {
      ...choice,
      cache: data.AUTOLOOP_AGENT_CACHE === undefined ? null : resolve(data.AUTOLOOP_AGENT_CACHE),
      silentMs: data[SILENCE_VARIABLE],
    },
    commonEnvironment: children.common,
    agentEnvironment: children.agent,
    checkout: data.AUTOLOOP_CHECKOUT,
    // Whoever asks for an evaluation without a network does not get one with it because the machine cannot.
    isolation: hasNetwork ? data.AUTOLOOP_ISOLATION : "required",
    evaluationNetwork: hasNetwork,
    secretFiles: [given.AUTOLOOP_ENV_FILE ?? ".env", given.PRIVATE_KEY_PATH ?? ""]
      .filter(Boolean)
      .map((file) => resolve(file)),
    dryRun: data.AUTOLOOP_DRY_RUN,
    sweepMs: data.AUTOLOOP_SWEEP_SECONDS,
    listLagMs: data.AUTOLOOP_LIST_LAG_SECONDS,
    concurrency: data.AUTOLOOP_CONCURRENCY,
    installationConcurrency: data.AUTOLOOP_INSTALLATION_CONCURRENCY,
    minIntervalMs: data.AUTOLOOP_MIN_INTERVAL_SECONDS,
    writeIntervalMs: data.AUTOLOOP_WRITE_INTERVAL_MS,
    redisUrl: data.REDIS_URL ?? null,
    ciGraceMs: data.AUTOLOOP_CI_GRACE_SECONDS,
    ciSettleMs: data.AUTOLOOP_CI_SETTLE_SECONDS,
    ciTimeoutMs: data.AUTOLOOP_CI_TIMEOUT_SECONDS,
    statusQuietMs: data.AUTOLOOP_STATUS_QUIET_SECONDS,
    iterationTimeoutMs: data.AUTOLOOP_ITERATION_TIMEOUT_MINUTES,
    logLevel: data.LOG_LEVEL,
    logFormat: data.LOG_FORMAT,
    strangeVariables: unknown.strange,
  });
}
