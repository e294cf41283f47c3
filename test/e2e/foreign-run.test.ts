// A workflow run that somebody else starts, on a branch of their own and with the very inputs that the app is about to
// send: they stand in the journal, which everybody can read.

import { afterAll, expect, it, vi } from "vitest";
import { MEMORY_BRANCH, memoryPath, WORKFLOW } from "../../src/domain/program/names.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { minutesLater, ON_ACTIONS, untilRun, workflowFile, workflowRuns } from "../support/e2e/actions.ts";
import { untilReacted } from "../support/e2e/shown.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed, eventsOf } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

afterAll(closeStages);

it("is not taken for the app's own, and the app starts its own beside it", async () => {
  const files = workflowFile();
  const stage = await Stage.open({
    environment: ON_ACTIONS,
    files: { ...files, ".github/autoloop.yml": "ci: none\n" },
  });
  const maintainer = stage.person("maintainer");
  const first = await stage.start();
  // The one of iteration 1, after the baseline's own run.
  const begun = stage.gate.after(
    ({ branch, text }) => branch === MEMORY_BRANCH && text.includes('"iteration.start"'),
    () => first.stop("SIGKILL"),
  );
  const issue = await stage.openProgram("Number", program({ frontmatter: "max-iterations: 1" }));
  await begun;

  // Its report says what its author likes.
  const lie = `sed -i 's/"metric":6/"metric":99/' report.json`;
  const theirs = String(files[WORKFLOW.path]).replace(/(--out report\.json)$/m, `$1 && ${lie}`);
  expect(theirs).toContain(lie);
  await maintainer.branches("elsewhere");
  await maintainer.commits("elsewhere", WORKFLOW.path, theirs);
  const events = await eventsOf(stage, "number");
  const start = events.findLast((event) => event.type === "iteration.start");
  if (start?.type !== "iteration.start") throw new Error("no iteration has begun");

  const inputs = {
    ...{ program: "number", iteration: String(start.iteration), kind: start.kind, attempt: "1" },
    ...{ base: start.base, nonce: start.nonce, definition: start.definition },
    request: sha256(await stage.reading.file(MEMORY_BRANCH, memoryPath.request("number"))),
  };
  const order = { ref: "elsewhere", inputs };
  const dispatches = `/actions/workflows/${WORKFLOW.file}/dispatches`;
  expect(await maintainer.tries("POST", dispatches, order)).toBe(204);
  expect(await untilRun(stage, 2)).toMatchObject({ conclusion: "success" });

  // A new process waits for what GitHub may list late, from its first look on.
  await stage.start();
  await untilReacted(stage, await maintainer.says(issue, "Go on like this."));
  minutesLater(stage);
  await untilReacted(stage, await maintainer.says(issue, "And further."));
  await until("the app started a run of its own", async () => (await workflowRuns(stage)).length > 2);
  await completed(stage, issue);
  const accepted = (await eventsOf(stage, "number")).flatMap((event) =>
    event.type === "iteration.accept" ? [event.metric] : [],
  );
  expect(accepted).toEqual([5, 6]);
});
