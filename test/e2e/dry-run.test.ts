// A dry run says what it would do and does nothing of it, however often it is called.

import { readdir } from "node:fs/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";

vi.setConfig({ testTimeout: 120_000 });
afterEach(closeStages);

/** What the app's log says it would do, in its order. */
function would(stage: Stage): readonly string[] {
  return stage
    .output()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => String((JSON.parse(line) as { msg?: unknown }).msg))
    .filter((message) => message.startsWith("would "));
}

describe("AUTOLOOP_DRY_RUN=1", () => {
  it("names what it would do and writes nothing", async () => {
    const stage = await Stage.open({ environment: { AUTOLOOP_DRY_RUN: "1" } });
    await stage.start();
    const issue = await stage.openProgram("Number", program());
    await until("a first rehearsal", () => would(stage).length > 0);
    const once = would(stage).length;
    await stage.comment(stage.maintainer, issue, "Try a larger number.");
    await until("a second rehearsal", () => would(stage).length > once);

    expect(would(stage)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^would write journal\/number\/000001\.jsonl/),
        expect.stringMatching(/^would start the baseline run of iteration 0/),
        expect.stringMatching(/^would post the status comment/),
      ]),
    );
    expect(stage.sandbox.requests().writes).toBe(0);
    expect(await stage.reading.branches()).toEqual(["main"]);
    expect(await stage.reading.comments(issue)).toHaveLength(1);
    expect(await readdir(stage.workDir)).toEqual([]);
  });
});
