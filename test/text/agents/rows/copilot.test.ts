import { describe, expect, it } from "vitest";
import { copilot } from "../../../../src/text/agents/rows/copilot.ts";
import { UNKNOWN_COST } from "../../../../src/text/agents/usage.ts";
import { lines, PLACES } from "../places.ts";

describe("copilot", () => {
  it("is pointed to the prompt's file, for it reads no standard input", () => {
    expect(copilot.stdin).toBe(false);
    expect(copilot.argv?.(PLACES)).toEqual([
      ...["copilot", "-p", "Read the file /x/prompt.md and do what it says.", "-s", "--no-ask-user"],
      ...["--allow-tool=write", "--add-dir=/x", "--output-format", "json"],
    ]);
  });

  it("tells nothing of its usage", () => {
    expect(copilot.cost(lines({ type: "result", usage: { premiumRequests: 1 } }))).toEqual(UNKNOWN_COST);
  });
});
