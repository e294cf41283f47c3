// What becomes of a change that CI refuses, with the real app as a process: the agent is told what CI said and
// repairs it, or a person is asked and does; what branch protection requires decides alone.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CiRule } from "../../sandbox/sandbox.ts";
import { canonicalBranch, MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import { iterationOf } from "../../src/text/format/markers.ts";
import { checksOf } from "../support/e2e/actions.ts";
import { countingAgent } from "../support/e2e/agents.ts";
import {
  notices,
  ownComments,
  untilEnded,
  untilNotice,
  untilReacted,
  untilResting,
  untilState,
} from "../support/e2e/shown.ts";
import { closeStages, ONE_BY_ONE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf, expectWhole, readWorld } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Rests after its baseline and one iteration. */
const TEXT = program({ schedule: "every 1h", frontmatter: "max-iterations: 9" });

/** Each program's agent does what the program is named after. */
const agent = (notes: string) => `
name=$(sed -n 's/.*"program":"\\([a-z-]*\\)".*/\\1/p' "$AUTOLOOP_CONTEXT")
cp "$AUTOLOOP_PROMPT" "${notes}/prompt-$name-$(cat src/value.txt).md"
case "$name" in
  repaired) if grep -q 'AssertionError: 1001 is odd' "$AUTOLOOP_PROMPT"; then echo 1002; else echo 1001; fi ;;
  stuck) if [ "$(cat src/value.txt)" = 5 ]; then echo 2001; else echo $(($(cat src/value.txt) + 2)); fi ;;
  exhausted) if [ "$(cat src/value.txt)" = 5 ]; then echo 3001; else echo $(($(cat src/value.txt) + 2)); fi ;;
esac > value && mv value src/value.txt
`;

/** Refuses odd numbers above 1000: each thousand in its own way. */
const ci: CiRule = (files) => {
  const value = Number(files.get("src/value.txt"));
  if (value < 1000 || value % 2 === 0) return "success";
  const conclusion = "failure";
  if (value < 2000) return { conclusion, log: `running\nAssertionError: ${value} is odd\n  at check.js:7` };
  if (value < 3000) return { conclusion, log: `Error: too odd\nat /home/${value}/check.js:${value}` };
  const words = new Map([
    [3001, "one"],
    [3003, "two"],
  ]);
  const at = { path: "src/value.txt", start_line: 1, end_line: 1, annotation_level: "failure" } as const;
  return { conclusion, annotations: [{ ...at, message: `Wrong in way ${words.get(value) ?? "three"}` }] };
};

let stage: Stage;

afterAll(closeStages);

async function kinds(name: string): Promise<readonly string[]> {
  const events = await eventsOf(stage, name);
  return events.flatMap((event) =>
    event.type === "iteration.start" ? [`${event.iteration} ${event.kind}`] : [],
  );
}

async function value(name: string): Promise<string> {
  return stage.reading.file(canonicalBranch(name), "src/value.txt");
}

describe.concurrent("a change that CI refuses", () => {
  beforeAll(async () => {
    stage = await Stage.open({
      agent,
      ci,
      environment: ONE_BY_ONE,
      files: { ".github/autoloop.yml": "concurrency: 10\nci-attempts: 3\n" },
    });
    await stage.start();
  });

  it("is repaired by the agent, which is told what failed: two commits, one comment", async () => {
    const issue = await stage.openProgram("Repaired", TEXT);
    const state = await untilResting(stage, "repaired");
    expect(state).toMatchObject({
      best: { metric: 1002, iteration: 1 },
      counts: { accepted: 1, rejected: 0 },
    });
    expect(await kinds("repaired")).toEqual(["0 baseline", "1 improve", "1 fix"]);
    const world = await readWorld(stage, issue, "repaired");
    await expectWhole(stage, world);
    expect(world.commits.map(({ commit }) => commit.message.split("\n")[0])).toEqual([
      "[Autoloop: repaired] Iteration 1, fix 1",
      "[Autoloop: repaired] Iteration 1",
    ]);
    const about = (await ownComments(stage, issue)).filter(({ body }) => iterationOf(body)?.number === 1);
    expect(about.map(({ body }) => body)).toEqual([expect.stringContaining("accepted, 1002")]);
    const prompt = await stage.note("prompt-repaired-1001.md");
    expect(prompt).toMatch(/## Repair this first.*ci \/ test:\n +AssertionError: 1001 is odd/s);
    expect(prompt).not.toContain("Process completed");
  });

  it("twice for the same reason is left to a person, whose repair is measured and kept", async () => {
    const issue = await stage.openProgram("Stuck", TEXT);
    await untilNotice(stage, issue, "paused", /stuck in CI fix loop: .*Error: too odd/);
    expect(await kinds("stuck")).toEqual(["0 baseline", "1 improve", "1 fix"]);
    const file = () => stage.reading.file(MEMORY_BRANCH, memoryPath.state("stuck"));
    expect(await file()).toContain("ci-fix-exhausted");
    expect(await file()).toMatch(/\| Paused \| true \|/);

    await stage.person("maintainer").commits(canonicalBranch("stuck"), "src/value.txt", "2004\n");
    const { head } = await checksOf(stage, canonicalBranch("stuck"));
    const state = await untilEnded(stage, "stuck");
    expect(state).toMatchObject({
      ...{ status: "active", best: { metric: 2004, iteration: 1, commit: head } },
      recent_statuses: ["ci-fix-exhausted", "accepted"],
    });
    expect(await kinds("stuck")).toEqual(["0 baseline", "1 improve", "1 fix", "1 measure"]);
    expect(await value("stuck")).toBe("2004\n");
    expect(await notices(stage, issue, "paused")).toHaveLength(1);
    expect(await file()).toMatch(/\| Paused \| false \|/);
  });

  it("for ever new reasons is left to a person after the last attempt, and taken back when they give it up", async () => {
    const issue = await stage.openProgram("Exhausted", TEXT);
    await untilNotice(stage, issue, "paused", /ci-fix-exhausted: .*Wrong in way three/);
    expect(await kinds("exhausted")).toEqual(["0 baseline", "1 improve", "1 fix", "1 fix"]);
    expect(await stage.note("prompt-exhausted-3003.md")).toContain("src/value.txt:1: Wrong in way two");
    await untilReacted(stage, await stage.person("maintainer").says(issue, "/autoloop resume"));
    await untilState(stage, "exhausted", "gives up", ({ in_flight }) => in_flight === null);
    expect((await untilEnded(stage, "exhausted")).recent[1]).toMatchObject({ verdict: "rejected" });
    await until("everything is taken back", async () => (await value("exhausted")) === "5\n");
  });
});

describe("a required check", () => {
  it("decides alone, and is awaited although another one is red", async () => {
    stage = await Stage.open({
      agent: countingAgent,
      ci: (files) => (files.get("src/value.txt") === "5\n" ? "success" : "failure"),
    });
    stage.sandbox.protect("ruleset", "main", { checks: [{ context: "verdict", app: null }], strict: false });
    await stage.start();
    await stage.openProgram("Number", TEXT);
    const asked = "/rules/branches/main";
    await until("the app has seen the red check and asks what is required", () =>
      stage.sandbox.requests().lines.some((line) => line.includes(asked)),
    );
    const { head, checks } = await checksOf(stage, canonicalBranch("number"));
    expect(checks.map(({ name, conclusion }) => [name, conclusion])).toEqual([["ci / test", "failure"]]);
    const check = { name: "verdict", head_sha: head, status: "completed", conclusion: "success" };
    expect(await stage.otherApp.tries("POST", "/check-runs", check)).toBe(201);
    const state = await untilResting(stage, "number");
    expect(state).toMatchObject({ best: { metric: 6, commit: head }, counts: { accepted: 1 } });
    expect(await kinds("number")).toEqual(["0 baseline", "1 improve"]);
    expect(await stage.agentsBegun()).toBe(1);
  });
});
