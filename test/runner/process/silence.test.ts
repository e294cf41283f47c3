import { describe, expect, it } from "vitest";
import { Silence } from "../../../src/runner/process/silence.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";

function waiting(ms: number) {
  const clock = new FakeClock();
  const began = clock.now();
  const silent: number[] = [];
  const silence = new Silence(
    ms,
    (after, callback) => clock.after(after, callback),
    () => silent.push(clock.now() - began),
  );
  return { clock, silence, silent };
}

describe("Silence", () => {
  it("is noticed once, so long after the last that was heard", async () => {
    const { clock, silence, silent } = waiting(600_000);
    await clock.advance(599_999);
    silence.heard();
    await clock.advance(599_999);
    expect(silent).toEqual([]);
    await clock.advance(3_600_000);
    expect(silent).toEqual([1_199_999]);
  });

  it("is noticed where nothing was ever heard, and no more once nobody listens", async () => {
    const never = waiting(1_000);
    await never.clock.advance(1_000);
    expect(never.silent).toEqual([1_000]);
    const ended = waiting(1_000);
    ended.silence.end();
    await ended.clock.advance(10_000);
    expect({ silent: ended.silent, pending: ended.clock.pending }).toEqual({ silent: [], pending: 0 });
  });
});
