import { describe, expect, it } from "vitest";
import { isLaterVersion } from "../../../src/domain/version.ts";

describe(isLaterVersion, () => {
  it("orders by the numbers, the first one first", () => {
    const ordered = ["", "0.0.9", "0.0.10", "0.1.0", "0.9.9", "0.10.0", "1.0.0", "10.0.0"];
    for (const [a, one] of ordered.entries())
      for (const [b, other] of ordered.entries())
        expect(isLaterVersion(one, other), `${one} ${other}`).toBe(a > b);
  });

  it("takes no notice of what follows the numbers, and takes what is no version for the first of all", () => {
    expect([isLaterVersion("1.0.0-rc.1", "1.0.0"), isLaterVersion("1.0.0", "1.0.0-rc.1")]).toEqual([
      false,
      false,
    ]);
    expect([isLaterVersion("v2.0.0", "1.0.0"), isLaterVersion("1.0.0", "v2.0.0")]).toEqual([false, true]);
    expect([isLaterVersion("later", "0.0.1"), isLaterVersion("0.0.1", "later")]).toEqual([false, true]);
  });
});
