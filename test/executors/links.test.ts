// Links between what is isolated and what is not: those that an agent leaves for the runner, which is outside of its
// sandbox, and those that the operator's own folders lie behind.

import { randomUUID } from "node:crypto";
import { mkdir, realpath, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunState } from "../../src/domain/journal/iteration.ts";
import { type Cage, NOTHING_CHOSEN } from "../../src/text/run/run-request.ts";
import { temporary, writeFiles } from "../runner/tiny-run.ts";
import { cageFor, cannotIsolate, unlessIsolated } from "../support/process/isolation.ts";
import { executorIn, KEY, nextEnd, requestFor } from "./local-world.ts";

const BETTER = "echo 9 > src/value.txt";

async function ran(
  directory: string,
  change: Parameters<typeof executorIn>[1],
  agent = "command",
): Promise<RunState> {
  const executor = executorIn(directory, change);
  const ended = nextEnd(executor);
  // Runs of one nonce end each other's processes, also those of other tests.
  const nonce = randomUUID();
  await executor.start(requestFor(nonce, { agent }));
  await ended;
  return executor.look({ key: KEY, nonce, workerId: "here", startedAt: "2026-01-01T00:00:00Z" });
}

/** The machine's isolation, and a folder of somebody else that it hides. */
async function besideOthers(files: Readonly<Record<string, string>>) {
  const directory = await temporary();
  const others = await temporary();
  await writeFiles(others, files);
  return { directory, others, cage: cannotIsolate ? null : await cageFor(directory) };
}

describe("a link that an agent leaves in place of a folder", () => {
  it("in which it answers is not followed: another run's answer is not this one's", async () => {
    const { directory, others, cage } = await besideOthers({ "answer.json": '{"change":"of another run"}' });
    const agentCommand = `${BETTER}; rm -rf ../agent/exchange; ln -s ${others} ../agent/exchange`;
    expect(await ran(directory, { agentCommand, cage })).toMatchObject({
      report: { outcome: "measured", measurement: { metric: 9 }, answer: null },
    });
  });

  it("in which its sessions are is not followed: what another user of the tool did is not told", async () => {
    const usage = { input_tokens: 123_456, cached_input_tokens: 0, output_tokens: 7 };
    const payload = { type: "token_count", info: { total_token_usage: usage } };
    const { directory, others, cage } = await besideOthers({
      ".codex/sessions/2026/rollout-1.jsonl": `${JSON.stringify({ type: "event_msg", payload })}\n`,
    });
    const programs = join(await temporary(), "bin");
    const line = `${BETTER}; rm -rf "$HOME"; ln -s ${others} "$HOME"; exit 1`;
    await writeFiles(programs, { codex: `#!/usr/bin/env bash\n${line}\n` });
    const state = await ran(
      directory,
      {
        ...{ cage: cage && { ...cage, shown: [...cage.shown, await realpath(programs)] } },
        environment: { PATH: `${programs}:${process.env.PATH}`, CODEX_API_KEY: "a key" },
        agentVariables: ["CODEX_API_KEY"],
      },
      "codex",
    );
    expect(state).toMatchObject({
      report: { outcome: "failed", cost: { usd: null, input_tokens: null, output_tokens: null } },
    });
  });
});

describe.skipIf(cannotIsolate)(`a work folder behind a link${unlessIsolated}`, () => {
  it("is as good as any other, and so is the agent's cache", async () => {
    const place = await temporary();
    const found: Cage = await cageFor(place);
    await mkdir(join(place, "disk"));
    await symlink(join(place, "disk"), join(place, "work"));
    await symlink(join(place, "disk"), join(place, "cache"));
    // The links lie where everybody looks.
    const cage = { ...found, folders: [join(await realpath(place), "disk")] };
    const programs = join(place, "bin");
    const line = `${BETTER}; touch "$XDG_CACHE_HOME/kept" && echo "$XDG_CACHE_HOME" > src/other.txt`;
    await writeFiles(programs, { copilot: `#!/usr/bin/env bash\n${line}\n` });
    const state = await ran(
      join(place, "work"),
      {
        cage,
        environment: { PATH: `${programs}:${process.env.PATH}`, COPILOT_GITHUB_TOKEN: "a token" },
        agentVariables: ["COPILOT_GITHUB_TOKEN"],
        chosen: { ...NOTHING_CHOSEN, agent: "copilot", cache: join(place, "cache") },
      },
      "copilot",
    );
    expect(state).toMatchObject({ report: { outcome: "measured", measurement: { metric: 9 } } });
  });
});
