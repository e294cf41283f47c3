// What stands behind the webhooks: the adapters, and the engine over them. Loaded once webhooks are taken. Holds no rule
// of the loop.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type ExecutorName, traits } from "../domain/executors.ts";
import { type Checkouts, webUrlOf } from "../github/checkout/checkout.ts";
import { connectGithub } from "../github/forge.ts";
import { createHostClock } from "../github/http/host-clock.ts";
import { connectThrough, type Sent } from "../github/http/octokit.ts";
import { isUnknownApp } from "../github/http/own-login.ts";
import { githubLinks } from "../github/links.ts";
import type { Clock } from "../ports/clock.ts";
import type { Executor } from "../ports/executor.ts";
import type { Log } from "../ports/log.ts";
import type { WorkflowRuns } from "../ports/workflow-runs.ts";
import { dryRun } from "../reconcile/dry-run.ts";
import type { Cage } from "../text/run/run-request.ts";
import { wantedWorkflow as workflowFor } from "../text/workflow/installed.ts";
import { agentHere } from "./agent-here.ts";
import { createEngine, type Engine } from "./engine.ts";
import { isolateHere } from "./isolation.ts";
import { neighboursIn } from "./neighbours.ts";
import { probotOf } from "./probot.ts";
import type { Config } from "./settings/config.ts";
import { policyFor } from "./settings/policy.ts";
import { sharingOf } from "./sharing.ts";
import type { createLogger } from "./telemetry/log.ts";
import type { Metrics } from "./telemetry/metrics.ts";
import type { Reach } from "./telemetry/reach.ts";
import type { Trace } from "./telemetry/trace.ts";

interface LoopParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly trace: Trace;
  /** The logger that Probot and its libraries take. */
  readonly logger: ReturnType<typeof createLogger>;
  readonly metrics: Metrics;
  readonly reach: Reach;
}

export type Loop = Pick<Engine, "receive" | "start" | "stop" | "hasSwept">;

/** Nothing happens before `start` or a webhook. */
export async function createLoop(parts: LoopParts): Promise<Loop> {
  const { config, clock: steady, log, logger, trace, metrics, reach } = parts;
  const clock = createHostClock(steady);
  const onSent = (sent: Sent) => {
    metrics.sent(sent);
    reach.heard(sent.status);
  };
  const connection = connectThrough(probotOf(config, logger), onSent, clock);
  const { budget, end, ...shared } = await sharingOf(config, steady, log);
  const github = connectGithub({ connection, clock: steady, time: clock, budget });
  const { isolation, cage, problem } = await isolateHere(config);
  const operator = { ...config, isolation, linksTo: githubLinks(webUrlOf(config.apiUrl)) };
  const executor = await executorOf(config, cage, github, clock, log);
  const ports = { forge: github.forge, memory: github.memory, executor };
  const engine = createEngine({
    ...(config.dryRun ? dryRun(ports) : ports),
    ...{ clock, steady, log, trace, meter: metrics },
    workflowFor,
    agentHere: agentHere(config),
    ...shared,
    policyFor: (repoConfig, repository) => policyFor(operator, repoConfig, repository),
    newId: () => randomUUID().replaceAll("-", ""),
    onSwept: metrics.swept,
    sweepMs: config.sweepMs,
    listLagMs: config.listLagMs,
  });
  metrics.watch(engine);
  const runsHere = traits(config.executor).isHere && !config.dryRun;
  const neighbours = runsHere ? neighboursIn(config.workDir, steady, log) : null;

  return {
    receive: engine.receive,
    hasSwept: engine.hasSwept,
    start: () => {
      engine.start();
      void neighbours?.start();
      if (problem !== null) log.warn("agents and evaluations are not isolated", { reason: problem });
      if (config.strangeVariables.length > 0)
        log.warn("variables that mean nothing here", { names: config.strangeVariables.join(", ") });
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
    stop: () =>
      engine
        .stop()
        .finally(() => neighbours?.stop())
        .finally(end),
  };
}

/** Each executor is loaded where it is used only. */
async function onActions(runs: WorkflowRuns, clock: Clock, log: Log): Promise<Executor> {
  const { actionsExecutor } = await import("../executors/actions.ts");
  return actionsExecutor({ runs, clock, log });
}

/** Makes the one executor that the configuration names. */
export function executorOf(
  config: Config,
  cage: Cage | null,
  github: Pick<ReturnType<typeof connectGithub>, "checkouts" | "workflowRuns">,
  clock: Clock,
  log: Log,
): Promise<Executor> {
  const executors: Readonly<Record<ExecutorName, () => Promise<Executor>>> = {
    local: () => onThisMachine(config, cage, github.checkouts, clock, log),
    actions: () => onActions(github.workflowRuns, clock, log),
  };
  return executors[config.executor]();
}

async function onThisMachine(
  config: Config,
  cage: Cage | null,
  { overGit, overApi }: Checkouts,
  clock: Clock,
  log: Log,
): Promise<Executor> {
  const { localExecutor } = await import("../executors/local.ts");
  const searchPath = config.commonEnvironment.PATH ?? "";
  return localExecutor({
    checkout: config.checkout === "git" ? overGit(webUrlOf(config.apiUrl), searchPath) : overApi(),
    directory: join(config.workDir, "runs"),
    workerId: config.instance,
    environment: { ...config.commonEnvironment, ...config.agentEnvironment },
    agentVariables: Object.keys(config.agentEnvironment),
    agentCommand: config.agentCommand,
    reportSecret: config.privateKey,
    cage,
    chosen: { agent: config.agent, ...config.agentChosen },
    clock,
    log,
  });
}
