import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BACKGROUND_EVERY, createReadyKeys, moreUrgent } from "../../src/queue/ready-keys.ts";

const URGENCIES = ["urgent", "background"] as const;

describe(createReadyKeys.name, () => {
  it("tells how many there are and since when the oldest is ready, also when that one was lifted", () => {
    const keys = createReadyKeys();
    expect([keys.size, keys.oldest(), keys.take()]).toEqual([0, null, null]);
    keys.add("a", "urgent", 20);
    keys.add("b", "background", 10);
    keys.add("b", "background", 30);
    keys.add("b", "urgent", 40);
    keys.add("b", "background", 50);
    expect([keys.size, keys.oldest(), keys.has("b")]).toEqual([2, 10, true]);
    expect([keys.take(), keys.take()]).toEqual([
      { key: "a", urgency: "urgent" },
      { key: "b", urgency: "urgent" },
    ]);
    keys.add("c", "background", 60);
    keys.clear();
    expect([keys.size, keys.has("c"), keys.take()]).toEqual([0, false, null]);
  });

  it("keeps each class in its order, and lets neither wait for more than seven, or one, of the other", () => {
    const step = fc.oneof(fc.constant("take" as const), fc.constantFrom(...URGENCIES));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const keys = createReadyKeys();
        const waiting = { urgent: [] as string[], background: [] as string[] };
        /** Keys that were taken in a row while the other class waited, by class. */
        const passed = { urgent: 0, background: 0 };
        for (const [now, what] of [...steps, ...steps.map(() => "take" as const)].entries()) {
          if (what !== "take") {
            keys.add(`${now}`, what, now);
            waiting[what].push(`${now}`);
            continue;
          }
          const next = keys.take();
          if (next === null) {
            expect([...waiting.urgent, ...waiting.background]).toEqual([]);
            continue;
          }
          const other = moreUrgent(next.urgency, "background") === "urgent" ? "background" : "urgent";
          expect(next.key).toBe(waiting[next.urgency].shift());
          passed[next.urgency] = waiting[other].length === 0 ? 0 : passed[next.urgency] + 1;
          passed[other] = 0;
          expect(passed.urgent).toBeLessThan(BACKGROUND_EVERY);
          expect(passed.background).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
