// Counts for Prometheus. The only file that knows its client library. Labels come from closed lists, so that the number of
// series stays the same whatever strangers, repositories and programs are called.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { LoopStatus } from "../../domain/journal/state.ts";
import { HOST_LIMITS, OUR_SHARE } from "../../domain/limits.ts";
import { VERSION } from "../../domain/version.ts";
import type { Sent } from "../../github/http/octokit.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Meter } from "../../ports/meter.ts";
import type { QueueLoad } from "../../ports/work-queue.ts";
import type { RegistryRow } from "../../text/journal/registry.ts";
import { EVENTS } from "../events.ts";
import type { Answer } from "../http/front-door.ts";
import { createGithubUsage } from "./github-usage.ts";

/** What is asked at the moment somebody looks. */
interface Sources {
  readonly load: () => Promise<QueueLoad>;
  /** What the registries said last. */
  readonly programs: () => readonly Pick<RegistryRow, "status" | "in_flight">[];
}

export interface Metrics extends Meter {
  delivered(event: string, answer: Answer, ms: number): void;
  sent(sent: Sent): void;
  /** A sweep of everything is over. */
  swept(): void;
  watch(sources: Sources): void;
  /** Content type of `text`. */
  readonly type: string;
  text(): Promise<string>;
}

const KNOWN_EVENTS: ReadonlySet<string> = new Set(EVENTS);
const STATUSES: readonly LoopStatus[] = ["waiting", "active", "paused", "stopped", "completed"];
const VERDICTS = new Map<string, string>([
  ["iteration.accept", "accepted"],
  ["iteration.reject", "rejected"],
  ["iteration.error", "error"],
]);
/** GitHub gives up after 10 s. */
const ACK_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10];
const RECONCILE_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** @param ofProcess also the figures of this process: memory, processor time, event loop, garbage collection */
export function createMetrics(clock: Pick<Clock, "now">, ofProcess: boolean): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const usage = createGithubUsage(clock);
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `autoloop_${name}`, help, labelNames: [...labelNames], registers });
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect: (gauge: Gauge<L>) => void | Promise<void>,
  ) => {
    const made: Gauge<L> = new Gauge({
      ...{ name: `autoloop_${name}`, help, labelNames: [...labelNames], registers },
      collect: () => collect(made),
    });
  };
  const histogram = (name: string, help: string, buckets: readonly number[]) =>
    new Histogram({ name: `autoloop_${name}`, help, buckets: [...buckets], registers });

  const deliveries = counter("deliveries_total", "Webhook deliveries by event and answer", [
    "event",
    "answer",
  ]);
  const acknowledged = histogram(
    "delivery_seconds",
    "Time until a webhook delivery is answered",
    ACK_SECONDS,
  );
  const reconciles = counter("reconciles_total", "Reconciles of programs by how they ended", ["outcome"]);
  const reconciling = histogram("reconcile_seconds", "Time that a reconcile takes", RECONCILE_SECONDS);
  const conflicts = counter(
    "journal_conflicts_total",
    "Reconciles that began again because somebody else wrote first",
    [],
  );
  const iterations = counter("iterations_total", "Iterations that ended, by verdict", ["verdict"]);
  const ignored = counter(
    "commands_ignored_total",
    "Commands of people without rights, which are neither obeyed nor answered",
    [],
  );
  const requests = counter("github_requests_total", "Requests to GitHub by kind and class of status", [
    "kind",
    "status",
  ]);

  let sources: Sources | null = null;
  /** Undefined: the queue cannot tell. A page without a figure is better than no page. */
  const load = async () => await sources?.load().catch(() => undefined);
  let sweptAt: number | null = null;
  gauge("build_info", "The version that runs, as a label", ["version"], (made) =>
    made.set({ version: VERSION }, 1),
  );
  gauge("queue_keys", "Keys of the work queue by state", ["state"], async (made) => {
    const keys = await load();
    made.reset();
    if (keys === undefined) return;
    for (const state of ["waiting", "ready", "running"] as const) made.set({ state }, keys[state]);
  });
  gauge(
    "queue_oldest_seconds",
    "How long the first of the keys whose time has come has been waiting",
    [],
    async (made) => made.set(((await load())?.oldestMs ?? Number.NaN) / 1_000),
  );
  gauge("programs", "Programs by status", ["status"], (made) => {
    const programs = sources?.programs() ?? [];
    for (const status of STATUSES)
      made.set({ status }, programs.filter((program) => program.status === status).length);
  });
  gauge("runs_in_flight", "Iterations whose agent run goes on", [], (made) =>
    made.set((sources?.programs() ?? []).filter(({ in_flight }) => in_flight !== null).length),
  );
  gauge(
    "github_rate_limit_remaining",
    "What is left of GitHub's limit, of the installation that has least",
    ["resource"],
    (made) => {
      made.reset();
      for (const [resource, left] of usage.left()) made.set({ resource }, left);
    },
  );
  gauge("writes_last_hour", "Writes within the last hour, of the installation that has most", [], (made) =>
    made.set(usage.busiestWrites()),
  );
  gauge("writes_hourly_budget", "Writes that an installation may make in an hour", [], (made) =>
    made.set(HOST_LIMITS.contentPerHour * OUR_SHARE),
  );
  gauge(
    "last_sweep_timestamp_seconds",
    "When the newest sweep over all repositories ended; 0: none did",
    [],
    (made) => made.set((sweptAt ?? 0) / 1_000),
  );
  if (ofProcess) collectDefaultMetrics({ register: registry });

  return {
    delivered: (event, answer, ms) => {
      deliveries.inc({ event: KNOWN_EVENTS.has(event) ? event : "other", answer });
      acknowledged.observe(ms / 1_000);
    },
    reconciled: (outcome, ms) => {
      reconciles.inc({ outcome });
      reconciling.observe(ms / 1_000);
      if (outcome === "conflict") conflicts.inc();
    },
    journalled: (events) => {
      for (const type of events) {
        const verdict = VERDICTS.get(type);
        if (verdict !== undefined) iterations.inc({ verdict });
      }
    },
    ignored: (commands) => ignored.inc(commands),
    sent: (sent) => {
      usage.sent(sent);
      const status = sent.status === null ? "none" : `${Math.trunc(sent.status / 100)}xx`;
      requests.inc({ kind: sent.kind, status });
    },
    swept: () => {
      sweptAt = clock.now();
    },
    watch: (given) => {
      sources = given;
    },
    type: registry.contentType,
    text: () => registry.metrics(),
  };
}
