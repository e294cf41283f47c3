// What a run has cost that is ended while its agent works, with the real app as a process and a command line that says
// what it used and then goes on.

import { chmod, readdir, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import { iterationOf } from "../../src/text/format/markers.ts";
import { decodeRunFile, RUN_FILES } from "../../src/text/run/run-request.ts";
import { ownComments, untilReacted, untilState } from "../support/e2e/shown.ts";
import { closeStages, ONE_BY_ONE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Named like Claude Code's command line, it prints one answer's usage as that does, and works on for ever. */
const FAKE_CLAUDE = `#!/usr/bin/env bash
echo '{"type":"assistant","message":{"id":"a","usage":{"input_tokens":1200,"cache_read_input_tokens":800,"output_tokens":1}}}'
sleep infinity
`;
const COST = { usd: null, input_tokens: 2_000, output_tokens: null };

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ files: { ".github/autoloop.yml": "concurrency: 10\n" } });
  await stage.leave("claude", FAKE_CLAUDE);
  await chmod(join(stage.notes, "claude"), 0o755);
  await stage.start({
    ...ONE_BY_ONE,
    PATH: [stage.notes, process.env.PATH].join(delimiter),
    AUTOLOOP_AGENT: "claude",
    AUTOLOOP_AGENT_ENV: "ANTHROPIC_API_KEY",
    ANTHROPIC_API_KEY: "any",
  });
});

afterAll(closeStages);

/** Whether the runner of this program has written down what its agent used. */
async function hasCounted(name: string): Promise<boolean> {
  const runs = join(stage.workDir, "runs");
  for (const run of await readdir(runs).catch(() => [])) {
    const [request, spent] = await Promise.all(
      [RUN_FILES.request, RUN_FILES.spent].map((file) =>
        readFile(join(runs, run, file), "utf8").catch(() => null),
      ),
    );
    if (request != null && spent != null && decodeRunFile(request).program === name) return true;
  }
  return false;
}

const maintainer = () => stage.person("maintainer");

describe.concurrent("a run whose agent works", () => {
  it.each([
    ["a command", "Commanded", (issue: number) => maintainer().says(issue, "/autoloop stop")],
    ["closing the issue", "Closed", (issue: number) => maintainer().edits(issue, { state: "closed" })],
    ["taking the label off", "Unlabelled", (issue: number) => maintainer().unlabels(issue)],
    [
      "a command after a pause, in which it went on",
      "Paused",
      async (issue: number) => {
        await untilReacted(stage, await maintainer().says(issue, "/autoloop pause"));
        await maintainer().says(issue, "/autoloop stop");
      },
    ],
  ])("and is stopped by %s tells what it has cost", async (_, title, stop) => {
    const name = title.toLowerCase();
    const issue = await stage.openProgram(title, program({ schedule: "every 1h", frontmatter: "ci: none" }));
    await until(
      () => `${name}: something was used\n${stage.output().slice(-6_000)}`,
      () => hasCounted(name),
    );
    await stop(issue);
    const { recent } = await untilState(stage, name, "it is stopped", ({ status }) => status === "stopped");
    expect(recent.at(-1)).toMatchObject({ number: 1, verdict: "error", cost: COST });
    expect(await eventsOf(stage, name)).toContainEqual(
      expect.objectContaining({ type: "iteration.report", iteration: 1, measurement: null, cost: COST }),
    );
    const told = await until(`${name}: iteration 1 is told`, async () =>
      (await ownComments(stage, issue)).find(({ body }) => iterationOf(body)?.number === 1),
    );
    expect(told.body).toMatch(
      /\*\*Why:\*\* Stopped before it ended\. .* Its cost was counted shortly before, and is no less\./,
    );
    expect(told.body).toMatch(/<sub>.* · 2,000 tokens<\/sub>/);
    expect(await stage.reading.file(MEMORY_BRANCH, memoryPath.results(name))).toMatch(
      /^1\t-\t-\t-\tcrash\t/m,
    );
  });
});
