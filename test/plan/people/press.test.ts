import { describe, expect, it } from "vitest";
import { type Press, pressHash } from "../../../src/plan/people/press.ts";
import { sha256 } from "../../../src/text/format/hash.ts";

const PRESS: Press = {
  ...{ checkRun: 1, login: "maria", box: "pause", delivery: "d-1" },
  at: "2026-01-01T00:00:00Z",
};

describe(pressHash, () => {
  it("is of the box and the delivery, whenever it was heard", () => {
    expect(pressHash(PRESS)).toBe(sha256("pause d-1"));
    expect(pressHash({ ...PRESS, at: "2026-01-01T00:00:01Z" })).toBe(pressHash(PRESS));
    expect(pressHash({ ...PRESS, delivery: "d-2" })).toBe(sha256("pause d-2"));
  });
});
