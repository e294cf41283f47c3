// The composition root: what has to be there before a webhook can be taken, and how the rest is loaded. Holds no rule of
// the loop.

import type { Probot } from "probot";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Readiness } from "./http/server.ts";
import type { Loop } from "./loop.ts";
import { probotOf } from "./probot.ts";
import type { Config } from "./settings/config.ts";
import { redisSecrets } from "./settings/redis-url.ts";
import { createLogger, logOver } from "./telemetry/log.ts";
import { createMetrics, type Metrics } from "./telemetry/metrics.ts";
import { createReach } from "./telemetry/reach.ts";
import { scrubber } from "./telemetry/scrub.ts";
import { createTrace } from "./telemetry/trace.ts";
import { type Delivery, registerHandlers } from "./webhook/handlers.ts";

/** The whole app but its HTTP server. */
export interface App {
  readonly log: Log;
  /** Speaks to GitHub the way the loop needs it; also verifies webhooks. */
  readonly probot: Probot;
  /** Registers the webhooks on a Probot, which may be another one. */
  readonly register: (probot: Pick<Probot, "on">) => void;
  /** Loads the loop and begins the first sweep, which repeats itself. What is taken before waits for it in memory. */
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

  let loading: Promise<Loop> | null = null;
  let loop: Loop | null = null;
  let isStopping = false;
  const held: Delivery[] = [];
  const receive = (delivery: Delivery) => {
    if (loop === null) held.push(delivery);
    else loop.receive(delivery);
  };
  const begin = async (): Promise<Loop> => {
    // Most of the program, and nothing of it is needed to take a webhook.
    const { createLoop } = await import("./loop.ts");
    const begun = await createLoop({ config, clock, log, trace, probot, metrics, reach });
    loop = begun;
    for (const delivery of held.splice(0)) {
      try {
        begun.receive(delivery);
      } catch {
        log.error("a delivery could not be handled", { event: delivery.name, delivery: delivery.id });
      }
    }
    if (!isStopping) begun.start();
    return begun;
  };

  return {
    log,
    probot,
    register: (target) => registerHandlers(target, receive),
    start: () => {
      loading ??= begin();
    },
    stop: async () => {
      isStopping = true;
      await (await loading)?.stop();
    },
    readiness: () => {
      if (isStopping) return "stopping";
      if (loop === null || !loop.hasSwept()) return "starting";
      return reach.isLost() ? "unreachable" : "ready";
    },
    metrics,
  };
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
