// Where a loop ends or stands still by itself, with the real app as a process: the question to the maintainers after
// a plateau, the reason after errors, the final report at the target, and an issue whose comments are summed up.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { digestOf, iterationOf } from "../../src/text/format/markers.ts";
import {
  notices,
  ownComments,
  untilNotice,
  untilReacted,
  untilState,
  untilStatus,
} from "../support/e2e/shown.ts";
import { closeStages, ONE_BY_ONE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed, eventsOf, expectWhole, readWorld } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Each program's agent does what the program is named after. */
const agent = () => `
case "$(cat "$AUTOLOOP_CONTEXT")" in
  *'"program":"plateau"'*) echo 1 > src/value.txt ;;
  *'"program":"errors"'*) echo "no space left" >&2; exit 4 ;;
  *) echo $(($(cat src/value.txt) + 1)) > src/value.txt ;;
esac
`;
const TEXT = program({ frontmatter: "target-metric: 7\nplateau: 5" });

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({
    agent,
    environment: { ...ONE_BY_ONE, AUTOLOOP_SWEEP_SECONDS: "1" },
    files: { ".github/autoloop.yml": "concurrency: 10\nci: none\niteration-comments: 4\n" },
  });
  await stage.start();
});

afterAll(closeStages);

/** Ends of a program's iterations, in the order of the journal. */
async function ends(name: string): Promise<readonly string[]> {
  const events = await eventsOf(stage, name);
  return events.flatMap(({ type }) => /^iteration\.(accept|reject|error)$/.exec(type)?.[1] ?? []);
}

describe.concurrent("a program", () => {
  it("that keeps nothing five times in a row asks what to do, and goes on when it is told", async () => {
    const issue = await stage.openProgram("Plateau", TEXT);
    const asked = await untilNotice(stage, issue, "paused", /Nothing was kept for a while/);
    expect(asked.body).toContain("5 iterations in a row were rejected.");
    expect(asked.body).toContain("Is the best result good enough, or is there something left to try?");
    expect(asked.body).toContain("Best so far: 5 (baseline 5).");
    await untilStatus(stage, issue, /⏸️ Paused/);
    expect(await ends("plateau")).toEqual(["accept", "reject", "reject", "reject", "reject", "reject"]);
    expect(await notices(stage, issue, "paused")).toHaveLength(1);

    // More than four comments about iterations are on the issue: the oldest become lines of digests.
    const told = () => toldOn(issue);
    await until("at most four are left", async () => (await told()).singles.length <= 4);
    const { singles, digested } = await told();
    expect([...digested, ...singles]).toEqual([0, 1, 2, 3, 4, 5]);

    await untilReacted(stage, await stage.person("maintainer").says(issue, "/autoloop resume"));
    await until("it went on", async () => (await ends("plateau")).length > 6);
  });

  it("that breaks three times in a row pauses with the reason", async () => {
    const issue = await stage.openProgram("Errors", TEXT);
    const said = await untilNotice(stage, issue, "paused", /Iterations keep breaking/);
    expect(said.body).toMatch(/3 iterations in a row broke\. The last one: .*exit code 4.*no space left/);
    expect(said.body).toContain("needs repair");
    expect(said.body).toContain("write `/autoloop resume`");
    await untilStatus(stage, issue, /⚠️ Error/);
    expect(await ends("errors")).toEqual(["accept", "error", "error", "error"]);
    expect(
      await untilState(stage, "errors", "it is paused", ({ status }) => status === "paused"),
    ).toMatchObject({
      pause: { kind: "errors", by: null },
    });
    expect((await stage.reading.branches()).filter((branch) => branch.endsWith("errors"))).toEqual([]);
  });

  it("that reaches its target is completed with a final report", async () => {
    const issue = await stage.openProgram("Target", TEXT);
    await completed(stage, issue);
    await untilStatus(stage, issue, /✅ Completed/);
    const [report, ...more] = await notices(stage, issue, "completed");
    expect(more).toEqual([]);
    expect(report?.body).toContain("The target metric of 7 is reached.");
    expect(report?.body).toContain("| Baseline → final | 5 → **7** |");
    expect(report?.body).toContain("| Kept / discarded / errors | 2 / 0 / 0 |");
    const world = await readWorld(stage, issue, "target");
    await expectWhole(stage, world);
    expect(world.issue.labels.map(({ name }) => name)).toEqual(["autoloop-completed"]);
    expect(await ends("target")).toEqual(["accept", "accept", "accept"]);
  });
});

/** Iterations that have a comment of their own, and those that a digest stands for. */
async function toldOn(issue: number) {
  const bodies = (await ownComments(stage, issue)).map(({ body }) => body);
  return {
    singles: bodies.flatMap((body) => iterationOf(body)?.number ?? []),
    digested: bodies.flatMap((body) => {
      const { from = 1, to = 0 } = digestOf(body) ?? {};
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    }),
  };
}
