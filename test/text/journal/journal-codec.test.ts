import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLine, encodeEvent, encodeState } from "../../../src/text/journal/journal-codec.ts";
import { histories } from "../../support/plan/histories.ts";
import { aJournal } from "../../support/plan/journal.ts";

const envelope = {
  v: 1,
  seq: 1,
  prev: "0".repeat(64),
  at: "2026-01-01T00:00:00Z",
  program: "p",
  run_id: "",
} as const;

describe("encodeEvent and decodeLine", () => {
  it("are each other's inverse, byte for byte", () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const [index, body] of history.events.entries()) {
          const { line, event } = encodeEvent({ ...envelope, ...body, seq: index + 1 });
          expect(decodeLine(line)).toEqual(event);
          expect(encodeEvent(decodeLine(line)).line).toBe(line);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("do not depend on the key order of what they are given", () => {
    const { line } = encodeEvent({ number: 3, type: "pull.opened", ...envelope });
    expect(line).toBe(
      `{"v":1,"seq":1,"prev":"${"0".repeat(64)}","at":"2026-01-01T00:00:00Z","program":"p","type":"pull.opened","run_id":"","number":3}`,
    );
  });

  it("know no negative zero and no prototype", () => {
    const secondary = JSON.parse('{"__proto__":1,"size":-0}');
    const { line, event } = encodeEvent({
      ...envelope,
      type: "iteration.report",
      iteration: 1,
      measurement: { outcome: "measured", metric: -0, secondary },
      gates: [],
      paths: [],
      answer: null,
      cost: { usd: null, input_tokens: null, output_tokens: null },
      seconds: 1,
    });
    expect(event).toMatchObject({ measurement: { metric: 0, secondary: { size: 0 } } });
    expect(decodeLine(line)).toEqual(event);
  });

  it.each(["null", "[]", "1", '"v"', "{}", "{", ""])("refuse %j", (line) => {
    expect(() => decodeLine(line)).toThrow(/not JSON|has version/);
  });
});

describe("encodeState", () => {
  it("is the same for equal states whatever the order of their keys", () => {
    const { state } = aJournal();
    const turned = Object.fromEntries(Object.entries(state).toReversed());
    expect(encodeState({ ...state, ...turned })).toBe(encodeState(state));
  });
});
