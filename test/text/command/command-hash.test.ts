import { describe, expect, it } from "vitest";
import { commandHash, saysStill } from "../../../src/text/command/command-hash.ts";
import { sha256 } from "../../../src/text/format/hash.ts";

describe(commandHash, () => {
  it("is of the line alone, with its blanks as people see them", () => {
    const hash = commandHash("/autoloop pause");
    expect(commandHash("/autoloop\u00A0 pause \r\nMore.")).toBe(hash);
    expect(commandHash("/autoloop pause it")).not.toBe(hash);
    expect(hash).toBe(sha256("/autoloop pause"));
  });
});

describe(saysStill, () => {
  it("knows the line, and the whole text as older journals hold it", () => {
    const body = "/autoloop run\nMore.";
    expect(saysStill(body, commandHash(body))).toBe(true);
    expect(saysStill(body, sha256(body))).toBe(true);
    expect(saysStill("/autoloop stop\nMore.", commandHash(body))).toBe(false);
  });
});
