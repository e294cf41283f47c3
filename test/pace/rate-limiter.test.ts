import { describe, expect, it } from "vitest";
import { Retryable } from "../../src/domain/errors.ts";
import { localBudget } from "../../src/github/forge.ts";
import { RateLimiter } from "../../src/pace/rate-limiter.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";

const HOUR = 3_600_000;

/** A limiter of a process that has run long enough to have everything that it may have. */
async function started() {
  const clock = new FakeClock(0);
  const limiter = new RateLimiter(clock, localBudget(clock), "7");
  await clock.advance(HOUR);
  const begun = clock.now();
  const starts: number[] = [];
  const names: string[] = [];
  const send = async () => {
    starts.push(clock.now() - begun);
  };
  const write = (lane: string, name = lane) =>
    limiter.write({ flow: lane, continues: false }, "rest", async () => {
      starts.push(clock.now() - begun);
      names.push(name);
    });
  return { clock, limiter, starts, names, send, write };
}

/** The same a second after the sixteenth write: there will be one each ten seconds, the next in four. */
async function spent() {
  const all = await started();
  const writes = outcomes(Array.from({ length: 16 }, (_, n) => all.write(`early ${n}`)));
  await all.clock.advance(16_000);
  expect(await writes).toEqual(Array.from({ length: 16 }, () => null));
  return all;
}

/** The error of each that failed, else null. */
async function outcomes(all: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  return await Promise.all(
    all.map((one) =>
      one.then(
        () => null,
        (error: unknown) => error,
      ),
    ),
  );
}

describe("a write", () => {
  it("starts a second after the one before at the earliest", async () => {
    const { clock, starts, write } = await started();
    const all = Promise.all([write("a"), write("a"), write("a")]);
    await clock.advance(5_000);
    await all;
    expect(starts).toEqual([0, 1_000, 2_000]);
  });

  it("does not wait when it comes late enough", async () => {
    const { clock, starts, write } = await started();
    await write("a");
    await clock.advance(1_500);
    await write("a");
    expect(starts).toEqual([0, 1_500]);
  });

  it("waits for the end of the one before, and does not mind its failure", async () => {
    const { clock, limiter, starts, write } = await started();
    let fail: (error: Error) => void = () => undefined;
    const slow = limiter.write(
      { flow: "a", continues: false },
      "graphql",
      () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    );
    const failed = expect(slow).rejects.toThrow("broken");
    const next = write("b");
    await clock.advance(3_000);
    expect(starts).toEqual([]);
    fail(new Error("broken"));
    await failed;
    await clock.advance(0);
    await next;
    expect(starts).toEqual([3_000]);
  });

  it("has its turn after one write of every other program, however many those have waiting", async () => {
    const { clock, names, write } = await started();
    const all = outcomes([
      ...Array.from({ length: 300 }, (_, n) => write("greedy", `greedy ${n}`)),
      write("modest"),
      write("third", "third 0"),
      write("third", "third 1"),
    ]);
    await clock.advance(15_000);
    await all;
    expect(names.slice(0, 6)).toEqual(["greedy 0", "modest", "third 0", "greedy 1", "third 1", "greedy 2"]);
  });

  it("is sent away when it would have to wait long, with the time at which its turn comes", async () => {
    const { clock, names, write } = await spent();
    const all = outcomes(["one", "two", "three", "four"].map((lane) => write(lane)));
    await clock.advance(14_000);
    const errors = await all;
    for (const error of errors.slice(2)) expect(error).toBeInstanceOf(Retryable);
    expect(errors).toMatchObject([null, null, { afterMs: 24_000 }, { afterMs: 34_000 }]);
    expect(names.slice(-2)).toEqual(["one", "two"]);
  });

  it("keeps its place when it was sent away", async () => {
    const { clock, names, write } = await spent();
    const first = outcomes(["one", "two", "three", "four"].map((lane) => write(lane)));
    await clock.advance(15_000);
    await first;
    // It would be granted in 9 seconds, but the third and the fourth are expected back.
    const fifth = outcomes([write("five")]);
    await clock.advance(0);
    expect(await fifth).toMatchObject([{ afterMs: 29_000 }]);
    await clock.advance(9_000);
    const third = outcomes([write("three")]);
    await clock.advance(0);
    expect(await third).toEqual([null]);
    expect(names.slice(-3)).toEqual(["one", "two", "three"]);
  });

  it("does not wait for somebody who does not come back", async () => {
    const { clock, write } = await spent();
    const first = outcomes(["one", "two", "three", "four"].map((lane) => write(lane)));
    await clock.advance(25_000);
    await first;
    const fifth = outcomes([write("five")]);
    await clock.advance(0);
    expect(await fifth).toEqual([null]);
  });
});

describe("a read", () => {
  it("goes at once, also beside a write", async () => {
    const { limiter, starts, send, write } = await started();
    await write("a");
    await Promise.all([limiter.read("rest", send), limiter.read("graphql", send)]);
    expect(starts).toEqual([0, 0, 0]);
  });

  it("waits a little when there were many, and is sent away when there were far too many", async () => {
    const { clock, limiter, starts, send } = await started();
    for (let sent = 0; sent < 225; sent += 1) await limiter.read("rest", send);
    expect(new Set(starts)).toEqual(new Set([0]));
    // 75 at a time, and 7.5 a second.
    const many = outcomes(Array.from({ length: 300 }, () => limiter.read("rest", send)));
    await clock.advance(20_000);
    const refused = (await many).filter((error) => error !== null);
    expect(refused.length).toBeGreaterThan(150);
    for (const error of refused) expect(error).toBeInstanceOf(Retryable);
    expect(starts.length).toBeGreaterThan(225 + 100);
  });
});

describe("a limit that GitHub speaks of", () => {
  it("stops reads and writes and says how long that is", async () => {
    const { clock, limiter, starts, send, write } = await started();
    expect(limiter.limited("secondary", 60_000)).toBe(60_000);
    expect(limiter.limited("secondary", 10_000)).toBe(60_000);
    await clock.advance(20_000);
    const refused = await outcomes([write("a"), limiter.read("rest", send), write("b")]);
    for (const error of refused) expect(error).toBeInstanceOf(Retryable);
    expect(refused).toMatchObject([{ afterMs: 40_000 }, { afterMs: 40_000 }, { afterMs: 41_000 }]);
    await clock.advance(40_000);
    await write("a");
    expect(starts).toEqual([60_000]);
  });

  it("sends a waiting write away", async () => {
    const { clock, limiter, starts, write } = await started();
    await write("a");
    const waiting = outcomes([write("a")]);
    await clock.advance(500);
    limiter.limited("secondary", 60_000);
    await clock.advance(500);
    expect((await waiting)[0]).toBeInstanceOf(Retryable);
    expect(starts).toEqual([0]);
  });

  it("stops for twice as long each time that it comes again soon, up to an hour", async () => {
    const { clock, limiter } = await started();
    const pauses: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      pauses.push(limiter.limited("secondary", 60_000) / 60_000);
      await clock.advance((pauses.at(-1) ?? 0) * 60_000);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    await clock.advance(11 * 60_000);
    expect(limiter.limited("secondary", 60_000)).toBe(60_000);
  });

  it("stops only what is counted together where the requests of the hour are used up", async () => {
    const { clock, limiter, send } = await started();
    expect(limiter.limited("primary", 60_000, "graphql")).toBe(60_000);
    expect(limiter.limited("primary", 10_000, "graphql")).toBe(60_000);
    await expect(limiter.read("graphql", send)).rejects.toMatchObject({ afterMs: 60_000 });
    const turn = { flow: "a", continues: false };
    await expect(limiter.write(turn, "graphql", send)).rejects.toMatchObject({ afterMs: 60_000 });
    await limiter.read("rest", send);
    await clock.advance(60_000);
    await limiter.read("graphql", send);
    expect(limiter.limited("secondary", 120_000)).toBe(120_000);
    expect(limiter.limited("primary", 60_000, "rest")).toBe(120_000);
  });

  it("is believed as it is when the requests of the hour are used up", async () => {
    const { clock, limiter } = await started();
    for (let hour = 0; hour < 3; hour += 1) {
      expect(limiter.limited("primary", 40 * 60_000)).toBe(40 * 60_000);
      await clock.advance(40 * 60_000);
    }
  });
});
