import { describe, expect, it } from "vitest";
import { onceFor } from "../../src/plan/once.ts";

describe(onceFor, () => {
  it("gives the very same result for the same thing, and another for another that looks alike", () => {
    const of = onceFor(({ name }: { name: string }) => ({ name }));
    const [a, twin] = [{ name: "a" }, { name: "a" }];
    expect(of(a)).toEqual({ name: "a" });
    expect(of(a)).toBe(of(a));
    expect(of(twin)).not.toBe(of(a));
  });
});
