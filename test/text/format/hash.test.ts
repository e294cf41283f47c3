import { describe, expect, it } from "vitest";
import { sha256 } from "../../../src/text/format/hash.ts";

describe("sha256", () => {
  it("is the hash of the UTF-8 bytes in hexadecimal", () => {
    expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(sha256("ä")).not.toBe(sha256("a\u0308"));
  });
});
