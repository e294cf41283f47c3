import { describe, expect, it } from "vitest";
import { Lru } from "../../../src/github/http/lru.ts";

describe("Lru", () => {
  it("forgets what was used longest ago", () => {
    const lru = new Lru<number>(2);
    lru.set("a", 1);
    lru.set("b", 2);
    expect(lru.get("a")).toBe(1);
    lru.set("c", 3);
    expect([lru.get("a"), lru.get("b"), lru.get("c")]).toEqual([1, undefined, 3]);
  });

  it("counts weights, also of what is replaced", () => {
    const lru = new Lru<string>(10, (text) => text.length);
    lru.set("a", "12345");
    lru.set("a", "1");
    lru.set("b", "123456789");
    expect([lru.get("a"), lru.get("b")]).toEqual(["1", "123456789"]);
    lru.set("c", "1");
    expect([lru.get("a"), lru.get("b"), lru.get("c")]).toEqual([undefined, "123456789", "1"]);
  });

  it("does not keep what is heavier than everything together may be", () => {
    const lru = new Lru<string>(3, (text) => text.length);
    lru.set("a", "1234");
    expect(lru.get("a")).toBeUndefined();
    lru.set("b", "123");
    expect(lru.get("b")).toBe("123");
  });
});
