// Proposals as patches, with the real app as a process, on this machine and on GitHub Actions: each lies on the memory branch
// when its iteration has ended, a person has one measured again, and a host that will not have one is told of, not waited for.

import { afterAll, describe, expect, it, vi } from "vitest";
import { canonicalBranch, MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import { iterationOf } from "../../src/text/format/markers.ts";
import { ON_ACTIONS, workflowFile } from "../support/e2e/actions.ts";
import { ownComments, untilEnded, untilReacted } from "../support/e2e/shown.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";

vi.setConfig({ testTimeout: 240_000 });

const NAME = "number";
const EVALUATION = (notes: string) =>
  `if [ -e ${notes}/go ]; then echo "{\\"score\\": $(cat src/value.txt)}"; else echo '{"score": 5}'; fi`;
/** Says what it was given of earlier proposals. */
const agent = (notes: string) => `
echo began >> ${notes}/started
cat "$(dirname "$AUTOLOOP_CONTEXT")"/attempts/* > ${notes}/earlier
if [ "$(cat src/value.txt)" = 5 ]; then echo 9 > src/value.txt; else echo 4711 > src/value.txt; fi`;

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
])("a proposal of a run %s", (_, environment) => {
  it("is kept as a patch, shown, handed to later agents, and measured again where a person says so", async () => {
    const files = "AUTOLOOP_EXECUTOR" in environment ? workflowFile() : {};
    const stage = await Stage.open({ agent, environment, files });
    await stage.start();
    const text = program({ schedule: "every 1h", frontmatter: "", evaluation: EVALUATION(stage.notes) });
    const issue = await stage.openProgram("Number", text);
    await untilEnded(stage, NAME, 1);
    const patch = await stage.reading.file(MEMORY_BRANCH, `attempts/${NAME}/1-1.patch`);
    expect(patch).toMatch(
      /^diff --git a\/src\/value\.txt b\/src\/value\.txt\n[\s\S]*\n@@ -1 \+1 @@\n-5\n\+9\n$/,
    );
    expect(await told(stage, issue, 1)).toMatch(
      /rejected[\s\S]*\[`1-1\.patch`\][\s\S]*<summary>Its patch<\/summary>[\s\S]*\n-5\n\+9\n```/,
    );

    await stage.leave("go");
    const maintainer = stage.person("maintainer");
    await untilReacted(stage, await maintainer.says(issue, "/autoloop keep 1"));
    const { best } = await untilEnded(stage, NAME, 2);
    expect(best).toMatchObject({ metric: 9, iteration: 2 });
    expect(await stage.reading.file(canonicalBranch(NAME), "src/value.txt")).toBe("9\n");
    expect(await told(stage, issue, 2)).toContain("**Tried:** Iteration 1 again.");
    expect(await stage.agentsBegun()).toBe(1);

    stage.sandbox.refusals.secret = "+4711";
    await untilReacted(stage, await maintainer.says(issue, "/autoloop run"));
    expect((await untilEnded(stage, NAME, 3)).best).toMatchObject({ metric: 4711, iteration: 3 });
    expect(await told(stage, issue, 3)).toContain("- **Patch:** GitHub refused to keep it\n");
    expect(await stage.note("earlier")).toContain("\n-5\n+9\n");
    const answered = await maintainer.says(issue, "/autoloop keep 1");
    await untilReacted(stage, answered);
    const state = await untilEnded(stage, NAME, 4);
    expect(state.recent.at(-1)).toMatchObject({ number: 4, verdict: "error" });
    expect(await told(stage, issue, 4)).toContain(
      "The kept patch no longer applies to the branch as it is today: the lines around the change have changed.",
    );
  });
});
