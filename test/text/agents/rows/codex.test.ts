import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { codex } from "../../../../src/text/agents/rows/codex.ts";
import { CHOSEN, lines, NOTHING, PLACES, told } from "../places.ts";

const turn = (input_tokens: number, output_tokens = 2) => ({
  type: "turn.completed",
  usage: { input_tokens, output_tokens },
});

describe("codex", () => {
  it("works in its own sandbox and may write its answer beside the workspace", () => {
    expect(codex.argv(PLACES, NOTHING).join(" ")).toBe(
      "codex exec --json --sandbox workspace-write --skip-git-repo-check --ignore-user-config --add-dir /x -",
    );
  });

  it("leaves the sandbox to Autoloop where there is one, for root can make none inside of it", () => {
    expect(codex.argv({ ...PLACES, isIsolated: true }, NOTHING).join(" ")).toBe(
      "codex exec --json --sandbox danger-full-access --skip-git-repo-check --ignore-user-config --add-dir /x -",
    );
  });

  it("takes model and server of the operator", () => {
    expect(codex.argv(PLACES, CHOSEN).join(" ")).toContain(
      ' --model some/model-1 -c openai_base_url="https://models.example.com/v1" --add-dir /x -',
    );
  });

  it("is not refused by whoever lets no WebSocket through: it goes on without", () => {
    const printed = readFileSync("fixtures/agents/codex/websocket.jsonl", "utf8");
    expect(printed).toContain("Reconnecting... 5/5 (unexpected status 403 Forbidden");
    expect(codex.failure(told(printed))).toBeNull();
    const refused = printed.split("\n").map((line) => codex.failure(told(line)));
    expect(refused.filter((one) => one !== null)).toEqual([]);
    expect(codex.failure(told(printed.replaceAll(" ws://", " https://")))?.status).toBe(403);
  });

  it("says that nobody answered while it waits for a network", () => {
    const message = "Reconnecting... waiting for network (Connection failed: error sending request)";
    expect(codex.failure(told(lines({ type: "error", message })))).toEqual({
      ...{ status: null, isUnanswered: true, limit: null },
      said: "Connection failed: error sending request",
    });
  });

  it("tells the usage of each turn and no money", () => {
    expect(codex.cost(told(lines({ type: "thread.started" }, turn(3), turn(4))))).toEqual({
      usd: null,
      input_tokens: 7,
      output_tokens: 4,
    });
  });

  it("tells nothing that is beyond all numbers", () => {
    const { usd, input_tokens } = codex.cost(told(lines(turn(1e308, 1e308), turn(1e308, 1e308))));
    expect({ usd, input_tokens }).toEqual({ usd: null, input_tokens: null });
  });
});
