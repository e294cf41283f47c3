import { describe, expect, it } from "vitest";
import type { Cost } from "../../../src/domain/journal/iteration.ts";
import { CostSoFar } from "../../../src/runner/agent/cost-so-far.ts";
import { claude } from "../../../src/text/agents/rows/claude.ts";
import { codex } from "../../../src/text/agents/rows/codex.ts";
import { command } from "../../../src/text/agents/rows/command.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { lines } from "../../text/agents/places.ts";

const SECOND = 1_000;

const said = (id: string, input_tokens: number) =>
  `${lines({ type: "assistant", message: { id, usage: { input_tokens, output_tokens: 1 } } })}\n`;
const counted = (input_tokens: number, output_tokens: number) =>
  lines({
    type: "event_msg",
    payload: { type: "token_count", info: { total_token_usage: { input_tokens, output_tokens } } },
  });
const inputOf = ({ input_tokens }: Cost) => input_tokens;

function counting(agent: typeof claude, tell?: () => Promise<void>) {
  const clock = new FakeClock();
  const told: Cost[] = [];
  const left = { records: "" };
  let stdout = "";
  const soFar = new CostSoFar(
    agent,
    () => Promise.resolve(left.records),
    (cost) => {
      told.push(cost);
      return tell?.() ?? Promise.resolve();
    },
    (ms, callback) => clock.after(ms, callback),
  );
  soFar.begin(undefined, () => stdout);
  const prints = (text: string) => {
    stdout += text;
    soFar.heard();
  };
  return { clock, told, left, soFar, prints };
}

describe(CostSoFar, () => {
  it("tells what was used so far some seconds after an agent said something, at most every two", async () => {
    const { clock, told, prints } = counting(claude);
    for (const id of ["a", "b", "c"]) prints(said(id, 100));
    expect(told).toEqual([]);
    await clock.advance(2 * SECOND);
    expect(told.map(inputOf)).toEqual([300]);
    prints(said("d", 50));
    await clock.advance(SECOND);
    prints(said("e", 50));
    expect(told.map(inputOf)).toEqual([300]);
    await clock.advance(SECOND);
    expect(told.map(inputOf)).toEqual([300, 400]);
    await clock.advance(600 * SECOND);
    expect(told).toHaveLength(2);
  });

  it("reads what an agent wrote down of its session too", async () => {
    const { clock, told, left, prints } = counting(codex);
    left.records = counted(900, 40);
    prints('{"type":"turn.started"}\n');
    await clock.advance(2 * SECOND);
    expect(told).toEqual([{ usd: null, input_tokens: 900, output_tokens: 40 }]);
  });

  it("tells nothing while nothing is known, nor the same again", async () => {
    const { clock, told, prints, soFar } = counting(claude);
    prints('{"type":"system"}\n');
    await clock.advance(2 * SECOND);
    expect(told).toEqual([]);
    prints(said("a", 7));
    await clock.advance(2 * SECOND);
    prints("nothing of this kind\n");
    await clock.advance(2 * SECOND);
    await soFar.settle({ usd: null, input_tokens: null, output_tokens: null });
    expect(told.map(inputOf)).toEqual([7]);
    const silent = counting(command);
    silent.prints(said("a", 7));
    await silent.clock.advance(2 * SECOND);
    expect(silent.told).toEqual([]);
  });

  it("tells the whole when the agent has ended, and no count after that", async () => {
    const { clock, told, prints, soFar } = counting(claude);
    prints(said("a", 7));
    await clock.advance(2 * SECOND);
    prints(said("b", 7));
    soFar.end();
    await soFar.settle({ usd: 1, input_tokens: 20, output_tokens: 5 });
    prints(said("c", 7));
    await clock.advance(600 * SECOND);
    expect(told.map(inputOf)).toEqual([7, 20]);
  });

  it("goes on where a count cannot be written down", async () => {
    const { clock, told, prints } = counting(claude, () => Promise.reject(new Error("ENOSPC")));
    prints(said("a", 7));
    await clock.advance(2 * SECOND);
    prints(said("b", 7));
    await clock.advance(2 * SECOND);
    expect(told.map(inputOf)).toEqual([7, 14]);
  });
});
