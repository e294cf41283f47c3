// What a failed iteration leaves for people and for the next agent, with the real app as a process, on this machine and on
// GitHub Actions: the words of what failed, and where to look further.

import { afterAll, describe, expect, it, vi } from "vitest";
import { iterationOf } from "../../src/text/format/markers.ts";
import { ON_ACTIONS, workflowFile, workflowRuns } from "../support/e2e/actions.ts";
import { ownComments } from "../support/e2e/shown.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed, eventsOf } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

const NAME = "number";

/** Breaks the gate once; what the gate said of it is what makes the next one raise the value. */
const agent = (notes: string) => `
if grep -q 'value.txt: 99 is too much' "$AUTOLOOP_PROMPT"; then
  cp "$AUTOLOOP_PROMPT" ${notes}/prompt
  echo 7 > src/value.txt
else echo 99 > src/value.txt; fi`;

const GATE = `gates:
  limit: 'read -r n < src/value.txt; [ "$n" -lt 50 ] || { echo "$PWD/src/value.txt: $n is too much"; exit 1; }'`;
const EVALUATION = 'echo "{\\"score\\": $(cat src/value.txt), \\"bytes\\": 2}"';

afterAll(closeStages);

/** What the comment about an iteration says. */
async function told(stage: Stage, issue: number, iteration: number): Promise<string> {
  const about = ({ body }: { readonly body: string }) => iterationOf(body)?.number === iteration;
  const found = await until(`the comment about iteration ${iteration}`, async () =>
    (await ownComments(stage, issue)).find(about),
  );
  return found.body;
}

describe.each([
  ["on this machine", {}],
  ["on GitHub Actions", ON_ACTIONS],
])("a gate that fails %s", (_, environment) => {
  it("tells people and the next agent in its own words why, and nothing of the machine", async () => {
    const isOnActions = "AUTOLOOP_EXECUTOR" in environment;
    const stage = await Stage.open({ agent, environment, files: isOnActions ? workflowFile() : {} });
    await stage.start();
    const text = program({ frontmatter: `max-iterations: 2\n${GATE}`, evaluation: EVALUATION });
    const issue = await stage.openProgram("Number", text);
    await completed(stage, issue, 150_000);

    const runs = isOnActions ? await workflowRuns(stage) : [];
    const link = (index: number) => `${stage.base.slice("/repos".length)}/actions/runs/${runs[index]?.id})`;
    const first = await told(stage, issue, 1);
    expect(first).toContain("**Why:** Failed gate: limit.");
    expect(first).toContain(
      "```text\nThe gate ended with exit code 1.\nsrc/value.txt: 99 is too much\n```\n\n</details>",
    );
    const second = await told(stage, issue, 2);
    expect(second).toContain("### ✅ Iteration 2: accepted, 7");
    expect(second).toContain("**Also measured:** `bytes` 2");
    if (isOnActions) expect([first.includes(link(1)), second.includes(link(2))]).toEqual([true, true]);
    else expect(first + second).not.toContain("workflow run");

    expect(await stage.note("prompt")).toContain(
      "## What failed in the last iteration\n\nIts last lines of output:\n\n```text\nThe gate ended with exit code 1.\nsrc/value.txt: 99 is too much\n```",
    );
    const reports = (await eventsOf(stage, NAME)).filter(({ type }) => type === "iteration.report");
    expect(reports).toMatchObject([
      { secondary: { bytes: 2 } },
      { output: "The gate ended with exit code 1.\nsrc/value.txt: 99 is too much" },
      { secondary: { bytes: 2 } },
    ]);
    expect(JSON.stringify(reports)).not.toMatch(/autoloop-e2e-|\/checkout|\/tmp\//);
  });
});
