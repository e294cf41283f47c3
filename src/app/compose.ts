// The composition root: the only place that makes adapters and knows which implementation stands behind a port.
// Holds no rule of the loop.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Probot } from "probot";
import type { ExecutorName } from "../domain/executors.ts";
import type { RepoConfig } from "../domain/policy.ts";
import { ratesFor } from "../domain/rates.ts";
import type { Repository } from "../domain/repository/view.ts";
import { actionsExecutor } from "../executors/actions.ts";
import { localExecutor } from "../executors/local.ts";
import { type Checkouts, webUrlOf } from "../github/checkout/checkout.ts";
import { connectGithub, localBudget } from "../github/forge.ts";
import { AutoloopOctokit, connectThrough } from "../github/http/octokit.ts";
import { isUnknownApp } from "../github/http/own-login.ts";
import { githubLinks } from "../github/links.ts";
import { type Redis, RedisBudget } from "../pace/redis-budget.ts";
import type { Examined } from "../plan/repository/setup.ts";
import type { Budget } from "../ports/budget.ts";
import type { Clock } from "../ports/clock.ts";
import type { Executor } from "../ports/executor.ts";
import type { Log } from "../ports/log.ts";
import { ANSWER_MS, connectRedis } from "../queue/connect.ts";
import { dryRun } from "../reconcile/dry-run.ts";
import { examineNamed } from "../reconcile/read/examine.ts";
import { wantedWorkflow as workflowFor } from "../text/workflow/workflow.ts";
import { createEngine } from "./engine.ts";
import type { Readiness } from "./http/server.ts";
import type { Config } from "./settings/config.ts";
import { policyFor } from "./settings/policy.ts";
import { redisSecrets } from "./settings/redis-url.ts";
import { sharingOf } from "./sharing.ts";
import { createLogger, logOver } from "./telemetry/log.ts";
import { createMetrics, type Metrics } from "./telemetry/metrics.ts";
import { createReach } from "./telemetry/reach.ts";
import { scrubber } from "./telemetry/scrub.ts";
import { createTrace } from "./telemetry/trace.ts";
import { registerHandlers } from "./webhook/receiver.ts";

/** The whole app but its HTTP server. */
export interface App {
  readonly log: Log;
  /** Speaks to GitHub the way the loop needs it; also verifies webhooks. */
  readonly probot: Probot;
  /** Registers the webhooks on a Probot, which may be another one. */
  readonly register: (probot: Pick<Probot, "on">) => void;
  /** Begins the first sweep, which repeats itself. */
  readonly start: () => void;
  /** Takes no new work; resolves when what runs has ended. */
  readonly stop: () => Promise<void>;
  /** `ready`: the first sweep is over, so it knows what there is to do, and GitHub answers it. */
  readonly readiness: () => Readiness;
  readonly metrics: Metrics;
}

/** @param write receives each line of the log, scrubbed */
export function compose(config: Config, clock: Clock, write: (line: string) => void): App {
  const trace = createTrace();
  const logger = createLogger({
    level: config.logLevel,
    format: config.logFormat,
    context: trace.fields,
    scrub: scrubber(secretsOf(config)),
    write,
  });
  const log = logOver(logger);
  const probot = probotOf(config, logger);
  const metrics = createMetrics(clock, config.metricsToken !== null);
  const reach = createReach(clock);
  const connection = connectThrough(probot, (sent) => {
    metrics.sent(sent);
    reach.heard(sent.status);
  });
  const redis = config.redisUrl === null ? null : connectRedis(config.redisUrl, ANSWER_MS.budget);
  const budget = budgetOf(config, clock, redis, log);
  const github = connectGithub({ connection, clock, budget });
  const operator = { ...config, linksTo: githubLinks(webUrlOf(config.apiUrl)) };
  const executors: Readonly<Record<ExecutorName, () => Executor>> = {
    local: () => onThisMachine(config, github.checkouts, clock, log),
    actions: () => actionsExecutor({ runs: github.workflowRuns, clock, log }),
  };
  const executor = executors[config.executor]();

  const ports = { forge: github.forge, memory: github.memory, executor };
  let isStopping = false;
  const shared = sharingOf(config, clock, log);
  const engine = createEngine({
    ...(config.dryRun ? dryRun(ports) : ports),
    ...{ clock, log, trace, workflowFor, meter: metrics },
    ...shared,
    policyFor: (repoConfig, repository) => policyFor(operator, repoConfig, repository),
    newId: () => randomUUID().replaceAll("-", ""),
    onSwept: metrics.swept,
    sweepMs: config.sweepMs,
    listLagMs: config.listLagMs,
  });
  metrics.watch(engine);

  return {
    log,
    probot,
    register: (target) => registerHandlers(target, engine.receive),
    start: () => {
      engine.start();
      github.ownLogin().then(
        (login) => {
          engine.isCalled(login);
          log.info("speaking for the app", { login, api: config.apiUrl, dryRun: config.dryRun });
        },
        // Only spares work: without it the app wakes up for what it wrote itself, and finds nothing to do.
        (error: unknown) =>
          log.warn(
            isUnknownApp(error)
              ? "GitHub does not know this app; are APP_ID and the private key of the same app?"
              : "GitHub did not say who this app is",
            { reason: error instanceof Error ? error.message : String(error) },
          ),
      );
    },
    stop: () => {
      isStopping = true;
      return engine.stop().finally(() => redis?.disconnect());
    },
    readiness: () => {
      if (isStopping) return "stopping";
      if (!engine.hasSwept()) return "starting";
      return reach.isLost() ? "unreachable" : "ready";
    },
    metrics,
  };
}

/** What a process may do that cannot reach the others; eight of them together do no more than is allowed. */
const ALONE_SHARE = 1 / 8;

/** What GitHub lets this process do, or all that share the Redis. */
function budgetOf({ appId, writeIntervalMs }: Config, clock: Clock, redis: Redis | null, log: Log): Budget {
  if (redis === null) return localBudget(clock, writeIntervalMs);
  const alone = localBudget(clock, writeIntervalMs, ALONE_SHARE);
  const rates = ratesFor(writeIntervalMs);
  return new RedisBudget({ redis, rates, alone, prefix: `autoloop-${appId}`, log });
}

/** What must not be read in a log. */
function secretsOf({
  webhookSecret,
  privateKey,
  metricsToken,
  redisUrl,
  agentEnvironment,
}: Config): readonly string[] {
  const all = [
    ...[webhookSecret, privateKey, metricsToken, ...redisSecrets(redisUrl)],
    ...Object.values(agentEnvironment),
  ];
  return all.flatMap((secret) => secret ?? []);
}

function onThisMachine(config: Config, { overGit, overApi }: Checkouts, clock: Clock, log: Log): Executor {
  const searchPath = config.commonEnvironment.PATH ?? "";
  return localExecutor({
    checkout: config.checkout === "git" ? overGit(webUrlOf(config.apiUrl), searchPath) : overApi(),
    directory: join(config.workDir, "runs"),
    workerId: config.instance,
    environment: { ...config.commonEnvironment, ...config.agentEnvironment },
    agentVariables: Object.keys(config.agentEnvironment),
    agentCommand: config.agentCommand,
    clock,
    log,
  });
}

/** What `autoloop doctor` needs: a look at a repository by its name, without queue and server. */
export function composeDoctor(
  config: Config,
  clock: Clock,
): (owner: string, name: string) => Promise<Examined | "absent"> {
  // What went wrong is in the error that the command prints.
  const silent = createLogger({
    level: "fatal",
    format: "json",
    scrub: scrubber([]),
    write: () => undefined,
  });
  // A handful of reads and no write: nothing that would have to wait.
  const budget = localBudget(clock, 0);
  const { forge } = connectGithub({ connection: connectThrough(probotOf(config, silent)), clock, budget });
  const operator = { ...config, linksTo: githubLinks(webUrlOf(config.apiUrl)) };
  const parts = {
    forge,
    workflowFor,
    policyFor: (repoConfig: RepoConfig | null, repository: Repository) =>
      policyFor(operator, repoConfig, repository),
  };
  return (owner, name) => examineNamed(parts, owner, name);
}

function probotOf(config: Config, log: ReturnType<typeof createLogger>): Probot {
  const { appId, privateKey, webhookSecret: secret, apiUrl: baseUrl } = config;
  return new Probot({ appId, privateKey, secret, baseUrl, Octokit: AutoloopOctokit, log });
}
