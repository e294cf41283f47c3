// The composition root: what has to be there before a webhook can be taken, and how the rest is loaded. Holds no rule of
// the loop.

import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { scrubber } from "../text/format/scrub.ts";
import { logUnhandled } from "./http/front-door.ts";
import type { Readiness } from "./http/server.ts";
import type { Loop } from "./loop.ts";
import type { Config } from "./settings/config.ts";
import { redisSecrets } from "./settings/redis-url.ts";
import { createLogger, logOver } from "./telemetry/log.ts";
import { createMetrics, type Metrics } from "./telemetry/metrics.ts";
import { createReach } from "./telemetry/reach.ts";
import { createTrace } from "./telemetry/trace.ts";
import type { Delivery } from "./webhook/handlers.ts";

/** The whole app but its HTTP server. */
export interface App {
  readonly log: Log;
  /** For the end of the process alone: what a defect was. */
  readonly fatal: (error: unknown, message: string) => void;
  /** A webhook whose signature was right. Asks GitHub nothing and returns at once. */
  readonly take: (delivery: Delivery) => void;
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
  const metrics = createMetrics(clock, config.metricsToken !== null);
  const reach = createReach(clock);

  let loading: Promise<Loop> | null = null;
  let loop: Loop | null = null;
  let isStopping = false;
  const held: Delivery[] = [];
  const take = (delivery: Delivery) => {
    if (loop === null) held.push(delivery);
    else loop.receive(delivery);
  };
  const begin = async (): Promise<Loop> => {
    // Most of the program, and nothing of it is needed to take a webhook.
    const { createLoop } = await import("./loop.ts");
    const begun = await createLoop({ config, clock, log, logger, trace, metrics, reach });
    loop = begun;
    for (const delivery of held.splice(0)) {
      try {
        begun.receive(delivery);
      } catch (error) {
        logUnhandled(log, delivery, error);
      }
    }
    if (!isStopping) begun.start();
    return begun;
  };

  return {
    log,
    fatal: (err, message) => logger.fatal({ err }, message),
    take,
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
