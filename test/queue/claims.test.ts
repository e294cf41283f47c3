import { describe, expect, it } from "vitest";
import { sharedClaims } from "../../src/queue/claims.ts";
import { ANSWER_MS, connectRedis } from "../../src/queue/connect.ts";
import { until } from "../support/e2e/until.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { noRedis, RedisServer, unlessRedis } from "../support/process/redis-server.ts";

describe.skipIf(noRedis)(`${sharedClaims.name}${unlessRedis}`, () => {
  it("gives a deed to one of all, and to the next when its time is over; to nobody while Redis is away", async () => {
    const server = await RedisServer.open();
    const { log, lines } = memoryLog();
    const redis = connectRedis(server.url, ANSWER_MS.queue, log);
    await until("it is connected", () => lines.length > 0);
    const [a, b] = [sharedClaims(redis, "test"), sharedClaims(redis, "test")];
    expect(await Promise.all([a, b].map((one) => one.claim("x", 600_000)))).toEqual([true, false]);
    expect(await b.claim("y", 0)).toBe(true);
    await until("it is over", () => a.claim("y", 600_000));
    await server.stop();
    await until("it is known", () => lines.length > 1);
    expect(await a.claim("z", 1)).toBe(false);
    redis.disconnect();
  });
});
