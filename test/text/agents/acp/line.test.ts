import { describe, expect, it } from "vitest";
import { acpTokens } from "../../../../src/text/agents/acp/line.ts";

describe(acpTokens, () => {
  it("reads what an answer says of its usage, in either place", () => {
    const usage = { inputTokens: 1, outputTokens: 2 };
    const quota = { input_tokens: 3, output_tokens: 4 };
    expect(acpTokens({ usage: { ...usage, totalTokens: 3 } })).toEqual({
      type: "tokens",
      usage,
      quota: null,
    });
    expect(acpTokens({ _meta: { quota: { token_count: quota, model_usage: [] } } })).toEqual({
      ...{ type: "tokens", usage: null, quota },
    });
  });

  it("has nothing of an answer that says nothing, or says it in another form", () => {
    for (const answer of [{}, null, { usage: 3 }, { usage: { inputTokens: -1 } }, { _meta: { quota: 1 } }]) {
      expect(acpTokens(answer)).toBeNull();
    }
  });
});
