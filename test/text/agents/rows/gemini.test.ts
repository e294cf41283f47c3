import { describe, expect, it } from "vitest";
import { gemini } from "../../../../src/text/agents/rows/gemini.ts";
import { UNKNOWN_COST } from "../../../../src/text/agents/usage.ts";
import { CHOSEN, lines, NOTHING, PLACES, told } from "../places.ts";

const stats = { input_tokens: 6, output_tokens: 3 };

describe("gemini", () => {
  it("may edit files and write its answer beside the workspace", () => {
    expect(gemini.argv(PLACES, NOTHING)).toEqual([
      ...["gemini", "-p", "Do what the text on standard input says.", "--output-format", "stream-json"],
      ...["--approval-mode", "auto_edit", "--skip-trust", "--include-directories", "/x"],
    ]);
  });

  it("takes model and server of the operator, and says that its key is a key", () => {
    expect(gemini.argv(PLACES, CHOSEN).join(" ")).toContain(" --skip-trust --model some/model-1 --include");
    const quiet = '{"privacy":{"usageStatisticsEnabled":false}';
    const home = {
      ".gemini/settings.json": `${quiet},"security":{"auth":{"selectedType":"gemini-api-key"}}}`,
    };
    expect(gemini.setting?.(CHOSEN, ["GEMINI_API_KEY"])).toEqual({
      home,
      environment: { GOOGLE_GEMINI_BASE_URL: "https://models.example.com/v1" },
    });
    expect(gemini.setting?.(NOTHING, ["GEMINI_API_KEY"])).toEqual({ home });
    expect(gemini.setting?.(NOTHING, ["GOOGLE_GENAI_USE_VERTEXAI"])).toEqual({
      home: { ".gemini/settings.json": `${quiet}}` },
    });
  });

  it("tells tokens in its last statistics and no money", () => {
    const first = { type: "result", stats: { input_tokens: 1, output_tokens: 1 } };
    const result = { type: "result", stats: { total_tokens: 9, ...stats } };
    expect(gemini.cost(told(lines({ type: "init" }, first, result, { type: "end" })))).toEqual({
      usd: null,
      ...stats,
    });
  });

  it("says its error with the server's status where that is quoted, and in its own words where not", () => {
    const failed = (message: string) => gemini.failure(told(lines({ type: "result", error: { message } })));
    expect(failed('got 429: {"error":{"code":429,\n"message":"slow down"}}.')).toEqual({
      ...{ status: 429, said: "slow down", limit: null },
    });
    for (const message of ["fetch failed", 'odd {"error":{"code":"429"}}', "} {"])
      expect(failed(message)).toEqual({ status: null, said: message, limit: null });
  });

  it("is heard among a thousand lines that look like JSON and are not, and among any that do not", () => {
    const result = lines({ type: "result", stats });
    for (const noise of ["{x\n".repeat(1_000), "x\n".repeat(5_000)])
      expect(gemini.cost(told(noise + result))).toEqual({ usd: null, ...stats });
    expect(gemini.cost(told("{x\n".repeat(1_001) + result))).toEqual(UNKNOWN_COST);
  });
});
