import { describe, expect, it } from "vitest";
import { copilot } from "../../../../src/text/agents/rows/copilot.ts";
import { UNKNOWN_COST } from "../../../../src/text/agents/usage.ts";
import { CHOSEN, lines, NOTHING, PLACES, told } from "../places.ts";

describe("copilot", () => {
  it("is pointed to the prompt's file, for it reads no standard input", () => {
    expect(copilot.stdin).toBe(false);
    expect(copilot.argv(PLACES, NOTHING)).toEqual([
      ...["copilot", "-p", "Read the file /x/prompt.md and do what it says.", "-s", "--no-ask-user"],
      ...["--allow-tool=write", "--add-dir=/x", "--output-format", "json"],
    ]);
  });

  it("takes model and server of the operator, and never a newer self", () => {
    expect(copilot.argv(PLACES, CHOSEN).slice(-2)).toEqual(["--model", "some/model-1"]);
    expect(copilot.setting?.(NOTHING, []).environment).toEqual({ COPILOT_AUTO_UPDATE: "false" });
    expect(copilot.setting?.(CHOSEN, []).environment).toMatchObject({
      COPILOT_PROVIDER_BASE_URL: "https://models.example.com/v1",
    });
  });

  it("is not given up for one request whose key was refused, but for a session", () => {
    const data = { statusCode: 401, errorMessage: '{"message":"no"}', message: "" };
    expect(copilot.failure(told(lines({ type: "model.call_failure", data })))).toBeNull();
    expect(copilot.failure(told(lines({ type: "session.error", data })))).toEqual({
      ...{ status: 401, said: "no", limit: null },
    });
    const slow = { ...data, statusCode: 429 };
    expect(copilot.failure(told(lines({ type: "model.call_failure", data: slow })))?.status).toBe(429);
  });

  it("says what a session that failed said, and of a request what the server said, be it JSON or not", () => {
    const failed = (data: object) => copilot.failure(told(lines({ type: "session.error", data })));
    expect(failed({ message: "No quota", errorMessage: "x" })).toEqual({
      ...{ status: null, said: "No quota", limit: null },
    });
    expect(failed({ statusCode: 502, errorMessage: "Bad gateway" })).toEqual({
      ...{ status: 502, said: "Bad gateway", limit: null },
    });
    expect(failed({})).toEqual({ status: null, said: "", limit: null });
  });

  it("tells nothing of its usage in what it prints", () => {
    expect(copilot.cost(told(lines({ type: "result", usage: { premiumRequests: 1 } })))).toEqual(
      UNKNOWN_COST,
    );
  });
});
