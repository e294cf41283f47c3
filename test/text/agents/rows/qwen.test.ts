import { describe, expect, it } from "vitest";
import { qwen } from "../../../../src/text/agents/rows/qwen.ts";
import { CHOSEN, lines, NOTHING, PLACES, told } from "../places.ts";

describe("qwen", () => {
  it("may edit files and write its answer beside the workspace", () => {
    expect(qwen.argv(PLACES, NOTHING)).toEqual([
      ...["qwen", "-p", "Do what the text on standard input says.", "--output-format", "stream-json"],
      ...["--approval-mode", "auto-edit", "--auth-type", "openai", "--include-directories", "/x"],
    ]);
  });

  it("takes model and server of the operator, and tells its maker nothing", () => {
    const home = { ".qwen/settings.json": '{"privacy":{"usageStatisticsEnabled":false}}' };
    expect(qwen.argv(PLACES, CHOSEN).join(" ")).toContain(" --model some/model-1 ");
    expect(qwen.setting?.(NOTHING, ["OPENAI_API_KEY", "OPENAI_BASE_URL"])).toEqual({ home });
    expect(qwen.setting?.(CHOSEN, [])).toEqual({
      home,
      environment: { OPENAI_BASE_URL: "https://models.example.com/v1" },
    });
  });

  it("sends a key of OpenAI's to OpenAI where the operator names no server", () => {
    expect(qwen.setting?.(NOTHING, ["OPENAI_API_KEY"]).environment).toEqual({
      OPENAI_BASE_URL: "https://api.openai.com/v1",
    });
  });

  it("gives its own words where they name no status", () => {
    const error = { message: "No auth type is selected." };
    expect(qwen.failure(told(lines({ type: "result", is_error: true, error })))).toEqual({
      ...{ status: null, said: "No auth type is selected.", limit: null },
    });
    expect(qwen.failure(told(lines({ type: "result", is_error: false })))).toBeNull();
  });
});
