// The app is killed with SIGKILL at chosen moments and started again. Whatever the moment: no comment, commit,
// pull request or agent run twice, and the loop goes on to its end.

import { afterEach, describe, expect, it, vi } from "vitest";
import type { JournalEvent } from "../../src/domain/journal/event.ts";
import { canonicalBranch, MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import { countingAgent, waitingAgent } from "../support/e2e/agents.ts";
import { closeStages, program, Stage, type StageOptions } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed, eventsOf, expectWhole, readWorld, type World } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

const NAME = "number";
let stage: Stage;
afterEach(closeStages);

async function open(options: StageOptions, iterations: number): Promise<number> {
  stage = await Stage.open(options);
  return stage.openProgram("Number", program({ frontmatter: `max-iterations: ${iterations}` }));
}

const agentBegan = () => until("the agent has begun", async () => (await stage.agentsBegun()) > 0);

function starts(events: readonly JournalEvent[]) {
  return events.filter((event) => event.type === "iteration.start");
}

/** Waits for the program's end and gives back what is left, which has to be whole. */
async function end(issue: number): Promise<World> {
  await completed(stage, issue);
  const world = await readWorld(stage, issue, NAME);
  await expectWhole(stage, world);
  return world;
}

describe("killed while the agent runs", () => {
  it("finds the run again and waits for it", async () => {
    const issue = await open({ agent: waitingAgent }, 1);
    const app = await stage.start();
    await agentBegan();
    const before = starts(await eventsOf(stage, NAME));
    await app.stop("SIGKILL");
    await stage.start();
    await stage.leave("go");
    const world = await end(issue);
    expect(await stage.agentsBegun()).toBe(1);
    expect(starts(world.events)).toEqual(before);
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: "iteration.accept", iteration: 1, metric: 6 }),
    );
  });

  it("takes the report of a run that ended while nobody watched", async () => {
    const issue = await open({ agent: waitingAgent }, 1);
    const app = await stage.start();
    await agentBegan();
    await app.stop("SIGKILL");
    await stage.leave("go");
    await stage.runsEnded();
    await stage.start();
    const world = await end(issue);
    expect(await stage.agentsBegun()).toBe(1);
    expect(starts(world.events)).toHaveLength(2);
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: "iteration.accept", iteration: 1, metric: 6 }),
    );
  });

  it("ends the iteration although the machine is lost with the run, and goes on", async () => {
    const issue = await open({ agent: waitingAgent }, 2);
    await stage.start();
    await agentBegan();
    const before = starts(await eventsOf(stage, NAME));
    await stage.loseMachine();
    await stage.leave("go");
    await stage.start();
    const world = await end(issue);
    // The executor's place is empty, which proves that no run is going on there: the same order, once more.
    expect(starts(world.events).slice(0, 2)).toEqual(before);
    expect(await stage.agentsBegun()).toBe(3);
    expect(starts(world.events)).toHaveLength(3);
  });
});

describe("killed while CI has not spoken", () => {
  it("hears of a result whose webhook nobody took", async () => {
    const issue = await open({ agent: countingAgent, ci: () => null }, 1);
    const app = await stage.start();
    const check = await until("a check of the iteration's commit", queuedCheck);
    await app.stop("SIGKILL");
    const ci = stage.sandbox.api(stage.sandbox.tokens.ci);
    await ci("PATCH", `${stage.base}/check-runs/${check}`, { status: "completed", conclusion: "success" });
    await stage.sandbox.settled();
    await stage.start();
    const world = await end(issue);
    expect(await stage.agentsBegun()).toBe(1);
    expect(world.commits).toHaveLength(1);
  });
});

describe("killed after GitHub did a write and before the app heard of it", () => {
  it("dispatches a start that only the journal knows, once", async () => {
    const issue = await open({ agent: countingAgent }, 1);
    const app = await stage.start();
    const start = /"type":"iteration\.start".*"iteration":1,/;
    await stage.gate.after(
      ({ branch, text }) => branch === MEMORY_BRANCH && start.test(text),
      () => app.stop("SIGKILL"),
    );
    const before = starts(await eventsOf(stage, NAME));
    expect(before).toHaveLength(2);
    expect(await stage.agentsBegun()).toBe(0);
    await stage.start();
    const world = await end(issue);
    expect(starts(world.events)).toEqual(before);
    expect(await stage.agentsBegun()).toBe(1);
  });

  it("finds the iteration's commit and makes no second one", async () => {
    const issue = await open({ agent: countingAgent }, 1);
    const app = await stage.start();
    await stage.gate.after(
      ({ branch }) => branch === canonicalBranch(NAME),
      () => app.stop("SIGKILL"),
    );
    await stage.start();
    const world = await end(issue);
    expect(await stage.agentsBegun()).toBe(1);
    expect(world.commits).toHaveLength(1);
  });
});

/** Id of the check of the iteration's commit; null while there is none. A new branch is checked as it is, too. */
async function queuedCheck(): Promise<number | null> {
  interface Checks {
    readonly check_runs?: readonly { readonly id: number; readonly head_sha: string }[];
  }
  const commits = `${stage.base}/commits`;
  const main = await stage.maintainer<{ sha: string }>("GET", `${commits}/main`);
  const head = `${commits}/${encodeURIComponent(canonicalBranch(NAME))}`;
  const first = (await stage.maintainer<Checks>("GET", `${head}/check-runs`)).body.check_runs?.[0];
  return first === undefined || first.head_sha === main.body.sha ? null : first.id;
}
