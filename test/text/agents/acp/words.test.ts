import { describe, expect, it } from "vitest";
import { acpWords } from "../../../../src/text/agents/acp/words.ts";

describe("acpWords", () => {
  it("says what stands beside an error's code, and else its message", () => {
    expect(acpWords.ofError("Internal error", { details: "The key is not valid." })).toBe(
      "The key is not valid.",
    );
    expect(acpWords.ofError("Internal error", { code: 1 })).toBe("Internal error");
    expect(acpWords.ofError("Internal error", undefined)).toBe("Internal error");
  });
});
