// The app's own check on the pull request, with the real app as a process: what it says, and what its buttons do.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalBranch } from "../../src/domain/program/names.ts";
import { ownCheckName } from "../../src/text/comments/own-check.ts";
import { countingAgent } from "../support/e2e/agents.ts";
import { untilResting, untilState } from "../support/e2e/shown.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf } from "../support/e2e/world.ts";

interface Check {
  readonly id: number;
  readonly name: string;
  readonly conclusion: string | null;
  readonly app: { readonly slug: string };
  readonly output: { readonly title: string | null };
}

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ agent: countingAgent, people: { writer: "write", triager: "triage" } });
  await stage.start();
  await stage.openProgram("Counted", program({ schedule: "every 1h" }));
  await untilResting(stage, "counted");
});

afterAll(closeStages);

/** The newest check of the app on the branch's head that says this. */
function checkThatSays(title: RegExp): Promise<Check> {
  return until(`a check that says ${title}`, async () => {
    const ref = encodeURIComponent(canonicalBranch("counted"));
    const path = `${stage.base}/commits/${ref}/check-runs`;
    const { body } = await stage.reader<{ check_runs: readonly Check[] }>("GET", path);
    return body.check_runs.find(
      ({ name, output }) => name === ownCheckName("counted") && title.test(output.title ?? ""),
    );
  });
}

describe("the app's own check", () => {
  it("says where the program stands, and its buttons do what they say for people who may", async () => {
    const active = await checkThatSays(/^Best 6/);
    expect(active).toMatchObject({ conclusion: "success", app: { slug: "autoloop" } });
    await stage.sandbox.press(active.id, "pause", "triager");
    await stage.sandbox.press(active.id, "pause", "writer");
    const { pause } = await untilState(stage, "counted", "is paused", ({ status }) => status === "paused");
    expect(pause?.by).toMatchObject({ login: "writer", permission: "write" });
    const paused = await checkThatSays(/^Paused: A person paused it/);
    await stage.sandbox.press(paused.id, "resume", "writer");
    await untilState(stage, "counted", "goes on", ({ status }) => status === "active");
    const heard = (await eventsOf(stage, "counted")).flatMap((event) =>
      event.type === "command.received" ? [`${event.text} by ${event.by.login}: ${event.outcome}`] : [],
    );
    // Where one look hears both, what takes effect stands first.
    expect([...heard.slice(0, 2).toSorted(), ...heard.slice(2)]).toEqual([
      "[button] pause by triager: refused",
      "[button] pause by writer: done",
      "[button] resume by writer: done",
    ]);
  });
});
