// What an operator's monitoring reads, and that nothing a stranger writes makes it grow.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSeenDeliveries } from "../../../src/app/http/seen-deliveries.ts";
import { createGithubUsage } from "../../../src/app/telemetry/github-usage.ts";
import { createMetrics } from "../../../src/app/telemetry/metrics.ts";
import { createReach } from "../../../src/app/telemetry/reach.ts";
import type { Sent } from "../../../src/github/http/octokit.ts";
import { createReconciler } from "../../../src/reconcile/reconcile.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { Loop } from "../../support/loop/loop.ts";

const sent = (change: Partial<Sent> = {}): Sent => ({
  ...{ kind: "read", status: 200, installation: 7, headers: {} },
  ...change,
});
const limit = (remaining: number, resource = "core", reset = Date.UTC(2026, 0, 1, 1) / 1_000) => ({
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-resource": resource,
  "x-ratelimit-reset": String(reset),
});

/** Lines of the page that are figures of ours. */
async function figures({ text }: Pick<ReturnType<typeof createMetrics>, "text">) {
  const lines = (await text()).split("\n").filter((line) => /^autoloop_/.test(line));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

describe(createMetrics, () => {
  it("counts deliveries, reconciles, iterations and requests", async () => {
    const metrics = createMetrics(new FakeClock(), false);
    metrics.delivered("push", "taken", 3);
    metrics.delivered("push", "taken", 150);
    metrics.delivered("no_such_event", "unsigned", 1);
    metrics.reconciled("done", 1_200);
    metrics.reconciled("conflict", 80);
    metrics.journalled(["iteration.start", "iteration.accept", "pull.opened"]);
    metrics.journalled(["iteration.reject"]);
    metrics.ignored(2);
    metrics.ignored(1);
    metrics.sent(sent());
    metrics.sent(sent({ status: 304 }));
    metrics.sent(sent({ kind: "write", status: null }));
    expect(Object.fromEntries(await figures(metrics))).toMatchObject({
      'autoloop_deliveries_total{event="push",answer="taken"}': 2,
      'autoloop_deliveries_total{event="other",answer="unsigned"}': 1,
      'autoloop_delivery_seconds_bucket{le="0.1"}': 2,
      'autoloop_delivery_seconds_bucket{le="0.2"}': 3,
      'autoloop_reconciles_total{outcome="done"}': 1,
      'autoloop_reconciles_total{outcome="conflict"}': 1,
      autoloop_reconcile_seconds_sum: 1.28,
      autoloop_journal_conflicts_total: 1,
      autoloop_commands_ignored_total: 3,
      'autoloop_iterations_total{verdict="accepted"}': 1,
      'autoloop_iterations_total{verdict="rejected"}': 1,
      'autoloop_github_requests_total{kind="read",status="2xx"}': 1,
      'autoloop_github_requests_total{kind="read",status="3xx"}': 1,
      'autoloop_github_requests_total{kind="write",status="none"}': 1,
      autoloop_writes_last_hour: 1,
      autoloop_writes_hourly_budget: 375,
    });
  });

  it("shows the queue and the programs as they are when somebody looks", async () => {
    const clock = new FakeClock();
    const metrics = createMetrics(clock, false);
    const load = { waiting: 3, ready: 2, running: 1, oldestMs: 1_500 };
    metrics.watch({
      load: () => Promise.resolve(load),
      programs: () => [
        { status: "active", in_flight: 4 },
        { status: "active", in_flight: null },
        { status: "paused", in_flight: null },
      ],
    });
    metrics.swept();
    expect(Object.fromEntries(await figures(metrics))).toMatchObject({
      'autoloop_queue_keys{state="waiting"}': 3,
      'autoloop_queue_keys{state="ready"}': 2,
      'autoloop_queue_keys{state="running"}': 1,
      autoloop_queue_oldest_seconds: 1.5,
      'autoloop_programs{status="active"}': 2,
      'autoloop_programs{status="paused"}': 1,
      'autoloop_programs{status="completed"}': 0,
      autoloop_runs_in_flight: 1,
      autoloop_last_sweep_timestamp_seconds: clock.now() / 1_000,
    });
  });

  it("shows everything else while the queue cannot be asked", async () => {
    const metrics = createMetrics(new FakeClock(), false);
    metrics.watch({ load: () => Promise.reject(new Error("down")), programs: () => [] });
    const page = await figures(metrics);
    expect(page.get("autoloop_runs_in_flight")).toBe(0);
    expect(page.get("autoloop_queue_oldest_seconds")).toBeNaN();
    expect([...page.keys()].join("\n")).not.toContain("autoloop_queue_keys");
  });

  it("has figures of the process only when it is asked for them, and none of a registry that all share", async () => {
    const [with_, without] = [createMetrics(new FakeClock(), true), createMetrics(new FakeClock(), false)];
    expect(await with_.text()).toContain("process_resident_memory_bytes");
    expect(await without.text()).not.toContain("process_");
  });

  it("has as many series as before, whatever events are called", async () => {
    const metrics = createMetrics(new FakeClock(), false);
    metrics.delivered("first_unknown", "unsigned", 1);
    const before = (await figures(metrics)).size;
    await fc.assert(
      fc.asyncProperty(fc.string(), async (event) => {
        fc.pre(event !== "push");
        metrics.delivered(event, "unsigned", 1);
        expect((await figures(metrics)).size).toBe(before);
      }),
      { numRuns: 50 },
    );
  });
});

describe(createGithubUsage, () => {
  it("counts the writes of an hour for the busiest installation", async () => {
    const clock = new FakeClock();
    const usage = createGithubUsage(clock);
    const write = (installation: number | null) => usage.sent(sent({ kind: "write", installation }));
    for (const installation of [7, 7, 8, null, null, null]) write(installation);
    await clock.advance(1_800_000);
    write(7);
    expect(usage.busiestWrites()).toBe(3);
    await clock.advance(1_800_000);
    expect(usage.busiestWrites()).toBe(1);
  });

  it("knows what is left of each limit until it is reset, and nothing that GitHub did not say", async () => {
    const clock = new FakeClock();
    const usage = createGithubUsage(clock);
    usage.sent(sent({ headers: limit(4_000) }));
    usage.sent(sent({ installation: 8, headers: limit(300) }));
    usage.sent(sent({ headers: limit(12, "graphql") }));
    usage.sent(sent({ headers: limit(1, "a_new_one") }));
    usage.sent(sent({ headers: {} }));
    expect([...usage.left()]).toEqual([
      ["core", 300],
      ["graphql", 12],
    ]);
    await clock.advance(3_600_000);
    expect([...usage.left()]).toEqual([]);
  });
});

describe(createReach, () => {
  it("is lost after a minute of nothing but failures, and found with the first answer", async () => {
    const clock = new FakeClock();
    const reach = createReach(clock);
    await clock.advance(3_600_000);
    expect(reach.isLost()).toBe(false);
    reach.heard(null);
    await clock.advance(59_999);
    reach.heard(502);
    expect(reach.isLost()).toBe(false);
    await clock.advance(1);
    expect(reach.isLost()).toBe(true);
    reach.heard(404);
    expect(reach.isLost()).toBe(false);
  });
});

describe(createSeenDeliveries, () => {
  it("remembers ten thousand, the newest", () => {
    const seen = createSeenDeliveries(new FakeClock());
    for (let n = 0; n <= 10_000; n += 1) seen.add(`d${n}`);
    expect([seen.has("d0"), seen.has("d1"), seen.has("d10000")]).toEqual([false, true, true]);
  });
});

describe(createReconciler, () => {
  it("tells how each run ended and what went into the journal", async () => {
    const endings: string[] = [];
    const events: string[] = [];
    const meter = {
      reconciled: (ending: string, ms: number) => endings.push(`${ending} ${ms}`),
      journalled: (types: readonly string[]) => events.push(...types),
      ignored: () => undefined,
    };
    const loop = new Loop({ meter });
    const issue = loop.openProgram();
    loop.github.faults.failNext("look", "retryable");
    await loop.reconcile(issue);
    await loop.settle(issue);
    loop.github.faults.failNext("memory.commit", "conflict");
    await loop.hours(issue, 2);
    expect(endings[0]).toBe("retryable 0");
    expect(endings).toContain("conflict 0");
    expect(endings.at(-1)).toBe("done 0");
    const wrote = loop.state().counts;
    const count = (type: string) => events.filter((one) => one === type).length;
    expect(count("program.adopted")).toBe(1);
    expect(count("iteration.reject") + count("iteration.error")).toBe(wrote.rejected + wrote.errors);
  });
});
