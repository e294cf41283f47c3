import { describe, expect, it } from "vitest";
import { Retryable } from "../../src/domain/errors.ts";
import { Pacer } from "../../src/github/pacer.ts";
import { FakeClock } from "../support/fake-clock.ts";

function started() {
  const clock = new FakeClock(0);
  const starts: number[] = [];
  const send = async () => {
    starts.push(clock.now());
  };
  return { clock, pacer: new Pacer(clock), starts, send };
}

describe("Pacer", () => {
  it("keeps a second between the starts of writes", async () => {
    const { clock, pacer, starts, send } = started();
    const all = Promise.all([pacer.write(send), pacer.write(send), pacer.write(send)]);
    await clock.advance(5_000);
    await all;
    expect(starts).toEqual([0, 1_000, 2_000]);
  });

  it("does not make a write wait that comes late enough", async () => {
    const { clock, pacer, starts, send } = started();
    await pacer.write(send);
    await clock.advance(1_500);
    await pacer.write(send);
    expect(starts).toEqual([0, 1_500]);
  });

  it("has one write under way at a time, and goes on after a failed one", async () => {
    const { clock, pacer, starts, send } = started();
    let fail: (error: Error) => void = () => undefined;
    const slow = pacer.write(
      () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    );
    const next = pacer.write(send);
    await clock.advance(3_000);
    expect(starts).toEqual([]);
    fail(new Error("broken"));
    await expect(slow).rejects.toThrow("broken");
    await next;
    expect(starts).toEqual([3_000]);
  });

  it("lets reads through at once", async () => {
    const { pacer, starts, send } = started();
    await pacer.write(send);
    await Promise.all([pacer.read(send), pacer.read(send)]);
    expect(starts).toEqual([0, 0, 0]);
  });

  it("sends nothing while blocked and says how long that is", async () => {
    const { clock, pacer, starts, send } = started();
    pacer.block(60_000);
    pacer.block(10_000);
    await clock.advance(20_000);
    const refusals = await Promise.allSettled([pacer.write(send), pacer.read(send)]);
    const reasons = refusals.map((one) => (one.status === "rejected" ? one.reason : null));
    for (const reason of reasons) expect(reason).toBeInstanceOf(Retryable);
    expect(reasons.map((reason) => reason.afterMs)).toEqual([40_000, 40_000]);
    await clock.advance(40_000);
    await pacer.write(send);
    expect(starts).toEqual([60_000]);
  });

  it("spends three quarters of what GitHub allows in an hour, then says when there is room again", async () => {
    const { clock, pacer, starts, send } = started();
    for (let sent = 0; sent < 375; sent += 1) {
      await pacer.write(send);
      await clock.advance(1_000);
    }
    const refusal: unknown = await pacer.write(send).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Retryable);
    expect(refusal).toMatchObject({ afterMs: 3_600_000 - 375_000 });
    await pacer.read(send);
    await clock.advance(3_600_000 - 375_000);
    await pacer.write(send);
    expect(starts).toHaveLength(377);
  });

  it("refuses a waiting write when the block comes meanwhile", async () => {
    const { clock, pacer, starts, send } = started();
    await pacer.write(send);
    const waiting = expect(pacer.write(send)).rejects.toBeInstanceOf(Retryable);
    await clock.advance(500);
    pacer.block(60_000);
    await clock.advance(500);
    await waiting;
    expect(starts).toEqual([0]);
  });
});
