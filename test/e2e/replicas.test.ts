// Three real processes of the app behind one address for webhooks, over one Redis, each with agent runs on a machine of
// its own. Redis dies, forgets and loses locks, processes are replaced one by one: every program comes to the end that
// it would have come to alone.

import { afterEach, describe, expect, it, vi } from "vitest";
import { Balancer } from "../support/balancer.ts";
import { countingAgent } from "../support/e2e-agents.ts";
import { closeStages, program, Stage } from "../support/e2e-stage.ts";
import { until } from "../support/e2e-until.ts";
import { completed, expectWhole, readWorld } from "../support/e2e-world.ts";
import { LockThief } from "../support/lock-thief.ts";
import { noRedis, RedisServer, unlessRedis } from "../support/redis-server.ts";

vi.setConfig({ testTimeout: 400_000 });

const NAMES = ["alpha", "beta", "gamma"] as const;
const MACHINES = ["one", "two", "three"] as const;
const ITERATIONS = 3;
const LONG_MS = 300_000;

describe.skipIf(noRedis)(`three replicas${unlessRedis}`, () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await closeStages();
    for (const close of open.splice(0).reverse()) await close();
  });

  async function world({ isUp = true } = {}) {
    const redis = await RedisServer.open({ isUp });
    open.push(() => redis.stop());
    const balancer = await Balancer.open();
    open.push(() => balancer.close());
    const stage = await Stage.open({
      agent: countingAgent,
      webhooks: `${balancer.origin}/api/github/webhooks`,
      files: { ".github/autoloop.yml": "concurrency: 3\n" },
      environment: { REDIS_URL: redis.url, AUTOLOOP_SWEEP_SECONDS: "5", AUTOLOOP_LIST_LAG_SECONDS: "0" },
    });
    const running = new Map<string, Awaited<ReturnType<Stage["startReplica"]>>>();
    const start = async (machine: string) => {
      const app = await stage.startReplica(machine);
      running.set(machine, app);
      balancer.ports.add(app.port);
    };
    /** As a rolling deploy does it: no more deliveries, a gentle end, the next version on the same machine. */
    const replace = async (machine: string) => {
      const app = running.get(machine);
      if (app === undefined) throw new Error(`${machine} does not run`);
      balancer.ports.delete(app.port);
      expect(await app.stop("SIGTERM")).toBe(0);
      await start(machine);
    };
    await Promise.all(MACHINES.map(start));
    const issues: number[] = [];
    for (const name of NAMES)
      issues.push(await stage.openProgram(name, program({ frontmatter: `max-iterations: ${ITERATIONS}` })));
    return { redis, stage, issues, replace };
  }

  /** Each program's world once it is whole; what two replicas did at once is put right by a later look. */
  async function expectAllWhole(stage: Stage, issues: readonly number[]): Promise<void> {
    for (const issue of issues) await completed(stage, issue, LONG_MS);
    for (const [index, name] of NAMES.entries()) {
      const isWhole = async () => expectWhole(stage, await readWorld(stage, issues[index] ?? 0, name));
      await until(
        `${name} is whole`,
        () =>
          isWhole().then(
            () => true,
            () => false,
          ),
        60_000,
      ).catch(isWhole);
      const { events, commits } = await readWorld(stage, issues[index] ?? 0, name);
      const started = events.flatMap((event) => (event.type === "iteration.start" ? [event.iteration] : []));
      expect(started).toEqual([0, 1, 2, 3]);
      const accepted = events.filter(({ type }) => type === "iteration.accept");
      expect(accepted).toHaveLength(ITERATIONS + 1);
      expect(commits).toHaveLength(ITERATIONS);
    }
    // No agent ran twice for one iteration.
    expect(await stage.agentsBegun()).toBe(NAMES.length * ITERATIONS);
  }

  it("share the work, and each program comes to its end", async () => {
    const { stage, issues } = await world();
    await expectAllWhole(stage, issues);
  });

  it("come to the same end without Redis from the start", async () => {
    const { stage, issues } = await world({ isUp: false });
    await expectAllWhole(stage, issues);
  });

  it("come to the same end while Redis dies, forgets and loses locks, and all of them are replaced", async () => {
    const { redis, stage, issues, replace } = await world();
    const thief = new LockThief(redis.url);
    open.push(() => thief.stop());
    const begun = (count: number) =>
      until(`${count} agents have begun`, async () => (await stage.agentsBegun()) >= count, LONG_MS);
    await begun(1);
    await redis.ask((client) => client.flushall());
    await begun(2);
    await replace("one");
    await redis.stop();
    await begun(4);
    await replace("two");
    await redis.start();
    await begun(6);
    await replace("three");
    await redis.ask((client) => client.flushall());
    await expectAllWhole(stage, issues);
    expect(thief.stolen).toBeGreaterThan(0);
  });
});
