import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { agentWatch } from "../../../src/runner/agent/agent-watch.ts";
import { AGENTS, agentNamed } from "../../../src/text/agents/agents.ts";
import type { CommandEnd } from "../../../src/text/outcome/run-problems.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { lines } from "../../text/agents/places.ts";

const MINUTE = 60_000;

function watched(name: string) {
  const row = agentNamed(name);
  if (row === null) throw new Error(`no agent ${name}`);
  const clock = new FakeClock();
  const ends: CommandEnd[] = [];
  const watch = agentWatch(row, 10 * MINUTE, (ms, callback) => clock.after(ms, callback));
  watch.begin(
    (why) => ends.push(why),
    () => "",
  );
  return { clock, ends, watch, prints: (text: string) => watch.heard(Buffer.from(text)) };
}

const tried = (error_status: number | null) =>
  `${lines({ type: "system", subtype: "api_retry", attempt: 1, error_status, error: "x" })}\n`;

describe("agentWatch", () => {
  it("ends an agent that says nothing for ten minutes, where it speaks at each step", async () => {
    const { clock, ends, prints } = watched("claude");
    await clock.advance(9 * MINUTE);
    prints("a piece of a line");
    await clock.advance(9 * MINUTE);
    expect(ends).toEqual([]);
    await clock.advance(MINUTE);
    expect(ends).toEqual([{ kind: "stalled", silentMs: 10 * MINUTE }]);
  });

  it("lets an agent be silent of which nobody knows whether it speaks, and one that has ended", async () => {
    expect(AGENTS.flatMap(({ name, speaks }) => (speaks ? [] : [name]))).toEqual(["tuner", "command"]);
    const unknown = watched("command");
    await unknown.clock.advance(600 * MINUTE);
    const ended = watched("codex");
    ended.watch.end();
    await ended.clock.advance(600 * MINUTE);
    expect([unknown.ends, ended.ends]).toEqual([[], []]);
  });

  it("ends an agent at the first line that says that its key is refused", () => {
    for (const status of [401, 403]) {
      const { ends, prints } = watched("claude");
      prints(tried(status).slice(0, 40));
      expect(ends).toEqual([]);
      prints(tried(status).slice(40));
      expect(ends[0]).toEqual({ kind: "turned-away" });
    }
  });

  it("lets codex go on where only its WebSocket is refused", () => {
    const { ends, prints } = watched("codex");
    prints(readFileSync("fixtures/agents/codex/websocket.jsonl", "utf8"));
    expect(ends).toEqual([]);
    prints(readFileSync("fixtures/agents/codex/403.jsonl", "utf8"));
    expect(ends[0]).toEqual({ kind: "turned-away" });
  });

  it("lets an agent try again after everything else", () => {
    const { ends, prints } = watched("claude");
    for (const status of [408, 429, 500, 529, null]) prints(tried(status));
    prints(lines({ type: "assistant", message: { content: "401 403" } }));
    expect(ends).toEqual([]);
  });
});
