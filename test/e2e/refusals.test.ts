// GitHub says no to the real app as a process: by rules on both branches, and by a plan without draft pull requests. What
// people read carries GitHub's own words.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalBranch, MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import { countingAgent } from "../support/e2e/agents.ts";
import { untilState } from "../support/e2e/shown.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";

const RULE = "Repository rule violations found";

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ agent: countingAgent });
  await stage.start();
});

afterAll(closeStages);

/** A comment on the issue that holds these words. */
function comment(issue: number, words: RegExp): Promise<string> {
  return until(`a comment that says ${words}`, async () => {
    const path = `${stage.base}/issues/${issue}/comments?per_page=100`;
    const { body } = await stage.reader<readonly { body: string }[]>("GET", path);
    return body.find((one) => words.test(one.body))?.body;
  });
}

describe("a rule that forbids the memory branch", () => {
  it("shows on the issue, and the program runs once it is gone and somebody writes", async () => {
    const { refusals } = stage.sandbox;
    refusals.forbid(MEMORY_BRANCH, true);
    const issue = await stage.openProgram("Silent", program({ schedule: "every 1h" }));
    expect(await comment(issue, /cannot write its journal/)).toContain(RULE);
    refusals.relent();
    await stage.maintainer("POST", `${stage.base}/issues/${issue}/comments`, { body: "Mended." });
    await untilState(stage, "silent", "has kept something", ({ best }) => best?.commit != null);
    expect(await comment(issue, /☑️/)).toContain("it is mended");
  });
});

describe("a repository without draft pull requests", () => {
  it("gets an ordinary one that says so", async () => {
    stage.sandbox.refusals.drafts = false;
    await stage.openProgram("Ordinary", program({ schedule: "every 1h" }));
    const pull = await until("a pull request", async () => {
      const path = `${stage.base}/pulls?state=all`;
      const { body } = await stage.reader<readonly { head: { ref: string }; draft: boolean; body: string }[]>(
        "GET",
        path,
      );
      return body.find(({ head }) => head.ref === canonicalBranch("ordinary"));
    });
    expect(pull).toMatchObject({ draft: false, body: expect.stringContaining("no draft pull requests") });
    stage.sandbox.refusals.relent();
  });
});

describe("a rule that forbids the program's branch", () => {
  it("pauses the program, in GitHub's own words", async () => {
    stage.sandbox.refusals.forbid(canonicalBranch("fenced"), true);
    const issue = await stage.openProgram("Fenced", program({ schedule: "every 1h" }));
    const { pause } = await untilState(stage, "fenced", "is paused", ({ status }) => status === "paused");
    expect(pause).toMatchObject({ kind: "refused", by: null, reason: expect.stringContaining(RULE) });
    expect(await comment(issue, /Paused: GitHub refused a change/)).toContain(RULE);
  });
});
