// What becomes of a change that breaks its own measuring, with the real app as a process and each executor: its agent gets
// it back with what was said, within the same iteration.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { JournalEvent } from "../../src/domain/journal/event.ts";
import { MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import { iterationOf } from "../../src/text/format/markers.ts";
import { decodeRunFile } from "../../src/text/run/run-request.ts";
import { ON_ACTIONS, workflowFile } from "../support/e2e/actions.ts";
import { ownComments, untilState } from "../support/e2e/shown.ts";
import { closeStages, MEASURE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed, eventsOf, expectWhole, readWorld } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Each program's agent does what the program is named after. It sees what it proposed before, and what was said of it. */
const agent = () => `
case "$(sed -n 's/.*"program":"\\([a-z-]*\\)".*/\\1/p' "$AUTOLOOP_CONTEXT")-$(cat src/value.txt)" in
  third-5) echo nine ;;
  third-nine) if grep -q 'could not read nine' "$AUTOLOOP_PROMPT"; then echo ten; else echo 6; fi ;;
  third-ten) echo 11 ;;
  memory-5) echo 2000 ;;
  memory-2000) if grep -q 'a smaller variant' "$AUTOLOOP_PROMPT"; then echo 900; else echo 6; fi ;;
  never-*) echo nine ;;
esac > value && mv value src/value.txt
`;

/** Says what it could not read, and ends as the system ends what needs too much memory. */
const EVALUATION = `
value=$(cat src/value.txt)
case "$value" in *[!0-9]*) echo "could not read $value" >&2; exit 1 ;; esac
if [ "$value" -gt 1000 ]; then kill -9 $$; fi
${MEASURE}`;

const TEXT = (frontmatter = "") =>
  program({ frontmatter: `max-iterations: 1\n${frontmatter}`.trim(), evaluation: EVALUATION });

afterAll(closeStages);

/** What happened in iteration 1, in words. */
function story(events: readonly JournalEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (!("iteration" in event) || event.iteration !== 1) return [];
    if (event.type === "iteration.start") return [`${event.attempt} ${event.crash?.cause ?? "anew"}`];
    return event.type === "iteration.accept" || event.type === "iteration.error"
      ? [event.type.replace("iteration.", "")]
      : [];
  });
}

describe.each([
  ["on this machine", {}],
  ["on GitHub Actions", ON_ACTIONS],
])("a change that breaks its measuring, %s", (_, environment) => {
  let stage: Stage;

  beforeAll(async () => {
    const files = { ...workflowFile(), ".github/autoloop.yml": "concurrency: 10\n" };
    stage = await Stage.open({ agent, environment, files });
    await stage.start();
  });

  async function lived(name: string, frontmatter = "") {
    const issue = await stage.openProgram(name, TEXT(frontmatter));
    await completed(stage, issue, 150_000);
    const world = await readWorld(stage, issue, name.toLowerCase());
    if (world.pulls.length > 0) await expectWhole(stage, world);
    const events = await eventsOf(stage, name.toLowerCase());
    const state = await untilState(
      stage,
      name.toLowerCase(),
      "it is completed",
      ({ status }) => status === "completed",
    );
    const about = await until("the comment about iteration 1", async () => {
      const comments = (await ownComments(stage, issue)).filter(
        ({ body }) => iterationOf(body)?.number === 1,
      );
      return comments.length > 0 && comments;
    });
    return { story: story(events), state, told: about.map(({ body }) => body).join("") };
  }

  it("is given back with what was said, and the third try is kept", async () => {
    const { story, state, told } = await lived("Third");
    expect(story).toEqual(["1 anew", "2 syntax", "3 syntax", "accept"]);
    expect(state).toMatchObject({
      best: { metric: 11, iteration: 1 },
      counts: { accepted: 1, errors: 0 },
    });
    expect(told).toContain("Measuring it broke 2 times before: the evaluation failed (2 times).");
    expect(told).toContain("accepted, 11");
  });

  it("is told to be smaller where memory was short, and a smaller variant is kept", async () => {
    const { story, state } = await lived("Memory");
    expect(story).toEqual(["1 anew", "2 killed", "accept"]);
    expect(state).toMatchObject({ best: { metric: 900, iteration: 1 } });
  });

  it("ends its iteration, counted once, where no try is left", async () => {
    const { story, state, told } = await lived("Never", "crash-attempts: 2");
    expect(story).toEqual(["1 anew", "2 syntax", "error"]);
    expect(state).toMatchObject({ counts: { accepted: 0, rejected: 0, errors: 1 } });
    expect(told).toContain("could not read nine");
  });

  if (environment === ON_ACTIONS)
    it("travels in the request that the run is bound to by its hash", async () => {
      const request = decodeRunFile(await stage.reading.file(MEMORY_BRANCH, memoryPath.request("never")));
      expect(request.overlay).toMatchObject([{ path: "src/value.txt" }]);
    });
});
