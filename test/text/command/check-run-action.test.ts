import { describe, expect, it } from "vitest";
import { type CheckRunAction, checkRunActionHash } from "../../../src/text/command/check-run-action.ts";
import { sha256 } from "../../../src/text/format/hash.ts";

const PRESS: CheckRunAction = {
  ...{ checkRun: 1, login: "maria", box: "pause", delivery: "d-1" },
  at: "2026-01-01T00:00:00Z",
};

describe(checkRunActionHash, () => {
  it("is of the box and the delivery, whenever it was heard", () => {
    expect(checkRunActionHash(PRESS)).toBe(sha256("pause d-1"));
    expect(checkRunActionHash({ ...PRESS, at: "2026-01-01T00:00:01Z" })).toBe(checkRunActionHash(PRESS));
    expect(checkRunActionHash({ ...PRESS, delivery: "d-2" })).toBe(sha256("pause d-2"));
  });
});
