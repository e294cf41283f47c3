// Three real processes of the app behind one address for webhooks, over one Redis, each with agent runs on a machine of
// its own. Redis dies, forgets and loses locks, processes are replaced one by one: every program comes to the end that
// it would have come to alone.

import { afterEach, describe, expect, it, vi } from "vitest";
import { Company } from "../support/e2e/replicas.ts";
import { closeStages } from "../support/e2e/stage.ts";
import { LockThief } from "../support/process/lock-thief.ts";
import { noRedis, unlessRedis } from "../support/process/redis-server.ts";

vi.setConfig({ testTimeout: 400_000 });

describe.skipIf(noRedis)(`three replicas${unlessRedis}`, () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await closeStages();
    for (const close of open.splice(0).reverse()) await close();
  });

  const company = ({ isUp = true } = {}) =>
    Company.open(
      { programs: ["alpha", "beta", "gamma"], iterations: 3, machines: ["one", "two", "three"], isUp },
      (close) => open.push(close),
    );

  it("share the work, and each program comes to its end", async () => {
    const replicas = await company();
    await replicas.expectAllWhole();
  });

  it("come to the same end without Redis from the start", async () => {
    const replicas = await company({ isUp: false });
    await replicas.expectAllWhole();
  });

  it("come to the same end while Redis dies, forgets and loses locks, and all of them are replaced", async () => {
    const replicas = await company();
    const { redis } = replicas;
    const thief = new LockThief(redis.url);
    open.push(() => thief.stop());
    await replicas.begun(1);
    await redis.ask((client) => client.flushall());
    await replicas.begun(2);
    await replicas.replace("one");
    await redis.stop();
    await replicas.begun(4);
    await replicas.replace("two");
    await redis.start();
    await replicas.begun(6);
    await replicas.replace("three");
    await redis.ask((client) => client.flushall());
    await replicas.expectAllWhole();
    expect(thief.stolen).toBeGreaterThan(0);
  });
});
