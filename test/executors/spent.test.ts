// What a run has cost of which nothing but that comes back, with real processes: who is believed, and who is not.

import { createHmac, randomUUID } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { keyOf } from "../../src/executors/local-outcome.ts";
import { framed } from "../../src/text/run/signed-report.ts";
import { temporary, writeFiles } from "../runner/tiny-run.ts";
import { executorIn, KEY, nextEnd, requestFor, SECRET, until } from "./local-world.ts";

/** Runs of one nonce end each other's processes, also those of other tests. */
const NONCE = `spent-${randomUUID()}`;
const N = { key: KEY, nonce: NONCE, workerId: "here", startedAt: "2026-01-01T00:00:00Z" };
const USAGE = '{"type":"assistant","message":{"id":"a","usage":{"input_tokens":1200,"output_tokens":1}}}';
const COST = { usd: null, input_tokens: 1_200, output_tokens: null };
const LIE = { v: 1, nonce: NONCE, cost: { usd: 0, input_tokens: 0, output_tokens: 0 }, seconds: 1 };
const signed = (text: string, key: string) =>
  framed(createHmac("sha256", key).update(text).digest("hex"), text);

/** A run of an agent, played by this script, that prints what it used and waits to be ended. */
async function waiting(script = "") {
  const directory = await temporary();
  const wait = "until [ -e ../go ]; do sleep 0.05; done";
  await writeFiles(directory, { "bin/claude": `#!/usr/bin/env bash\n${script}\necho '${USAGE}'\n${wait}\n` });
  const executor = executorIn(directory, {
    environment: {
      PATH: [join(directory, "bin"), process.env.PATH].join(delimiter),
      ANTHROPIC_API_KEY: "any",
    },
    agentVariables: ["ANTHROPIC_API_KEY"],
  });
  const ended = nextEnd(executor);
  await executor.start(requestFor(NONCE, { agent: "claude" }));
  const folder = join(directory, "runs", (await readdir(join(directory, "runs")))[0] ?? "");
  const kill = async () => {
    process.kill(Number(await readFile(join(folder, "claim"), "utf8")), "SIGKILL");
    await ended;
  };
  const spent = async () => {
    const state = await executor.look(N);
    return state.state === "running" || state.state === "lost" ? (state.spent ?? null) : null;
  };
  return { executor, folder, kill, ended, spent, counted: () => until(async () => (await spent()) !== null) };
}

describe("a run on this machine", () => {
  it("tells what it has used while it goes on, and after its runner was killed", async () => {
    const { executor, spent, kill, counted } = await waiting();
    await counted();
    expect(await executor.look(N)).toEqual({
      state: "running",
      spent: { cost: COST, seconds: expect.any(Number) },
    });
    await kill();
    expect(await executor.look(N)).toMatchObject({ state: "lost", loss: { code: "no-report" } });
    expect(await spent()).toMatchObject({ cost: COST });
    await executor.dispose(N);
    expect(await executor.look(N)).toEqual({ state: "absent" });
  });

  it("leaves what its agent cost as a whole once that has ended", async () => {
    const { executor, folder, spent } = await waiting(
      `echo '{"type":"result","total_cost_usd":0.5,"usage":{"input_tokens":9}}'`,
    );
    await writeFile(join(folder, "go"), "");
    const whole = { usd: 0.5, input_tokens: 9, output_tokens: null };
    await until(async () => (await executor.look(N)).state === "finished");
    expect(await spent()).toBe(null);
    expect(await executor.look(N)).toMatchObject({ report: { cost: whole } });
    expect(await readFile(join(folder, "spent.json"), "utf8")).toContain(JSON.stringify(whole));
  });

  it("believes no count that its agent writes, whatever it signs it with, and its own the next time", async () => {
    const key = createHmac("sha256", NONCE).update(NONCE).digest("hex");
    for (const text of [JSON.stringify(LIE), signed(JSON.stringify(LIE), key)]) {
      const quoted = Buffer.from(text).toString("base64");
      const { spent, kill, folder } = await waiting(
        `echo ${quoted} | base64 -d > ../spent.json; touch ../lied`,
      );
      await until(async () => (await readdir(folder)).includes("lied"));
      expect([null, COST]).toContainEqual((await spent())?.cost ?? null);
      await until(async () => (await spent()) !== null);
      expect(await spent()).toMatchObject({ cost: COST });
      await writeFile(join(folder, "spent.json"), text);
      expect(await spent()).toBe(null);
      await kill();
      expect(await spent()).toBe(null);
    }
  });

  it("believes no count of another run, no report in the place of one, and no count in the place of a report", async () => {
    const { executor, folder, kill, spent, counted } = await waiting();
    await counted();
    const mine = await readFile(join(folder, "spent.json"), "utf8");
    const key = keyOf(SECRET, NONCE);
    const other = JSON.stringify({ ...LIE, nonce: "other" });
    for (const text of [
      signed(other, key),
      signed("{}", key),
      signed(JSON.stringify(LIE), keyOf(SECRET, "other")),
      "",
    ]) {
      await writeFile(join(folder, "spent.json"), text);
      expect(await spent()).toBe(null);
    }
    await kill();
    await writeFile(join(folder, "report.json"), mine);
    expect(await executor.look(N)).toMatchObject({ state: "lost", loss: { code: "report-unreadable" } });
  });
});
