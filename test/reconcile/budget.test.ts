// Budgets over the whole loop: one that runs out in the middle, of a day and in all, of one program and of two.

import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/domain/policy.ts";
import { STATUS_MARKER } from "../../src/text/format/markers.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";

const PRICED = { usd: 0.4, input_tokens: 900, output_tokens: 100 } as const;
const UNKNOWN = { usd: null, input_tokens: null, output_tokens: null } as const;

/** A repository whose every agent run costs this, and never finds anything better. */
function repository(policy: Partial<Policy>, cost: typeof PRICED | typeof UNKNOWN = PRICED): Loop {
  const executor = new FakeExecutor((request) =>
    request.kind === "baseline" ? aReport(request, 760) : aReport(request, 700 - request.iteration, { cost }),
  );
  return new Loop({ executor, policy });
}

const budgeted = (bounds: string) =>
  PROGRAM_TEXT.replace("schedule: every 1h", `schedule: every 1h\nbudget: ${bounds}`);

function statusOf(loop: Loop, issue: number): string {
  return loop.github.comments(issue).find(({ body }) => body.includes(STATUS_MARKER))?.body ?? "";
}

const improvements = (loop: Loop, program = "carton") =>
  loop.executor.started.filter((one) => one.program === program && one.kind === "improve");

describe("a budget of a day", () => {
  it("runs out in the middle, is shown, and is there again the next day", async () => {
    const loop = repository({});
    const issue = loop.openProgram(budgeted("{ usd-per-day: 1 }"));
    await loop.settle(issue);
    await loop.hours(issue, 8);
    // 0.40, 0.80, 1.20: the third goes beyond it, and is the last.
    expect(improvements(loop)).toHaveLength(3);
    expect(statusOf(loop, issue)).toContain("| Spent | 1.2 USD of 1 USD on 2026-01-01 (UTC) |");
    expect(statusOf(loop, issue)).toContain("2026-01-02 00:00 UTC (the day's budget is spent)");
    expect(loop.state("carton").status).toBe("active");
    await loop.hours(issue, 18);
    expect(improvements(loop)).toHaveLength(6);
    expect(loop.state("carton").spent?.total).toEqual({ usd: 2.4, tokens: 6_000, unpriced: 0, uncounted: 0 });
  });

  it("counts in tokens, too, and binds what people ask for", async () => {
    const loop = repository({});
    const issue = loop.openProgram(budgeted("{ tokens-per-day: 1500 }"));
    await loop.settle(issue);
    await loop.hours(issue, 4);
    loop.github.comment(issue, "maintainer", "/autoloop run");
    await loop.hours(issue, 2);
    expect(improvements(loop)).toHaveLength(2);
  });
});

describe("a budget in all", () => {
  it("pauses with a question, also after a resume, until there is more", async () => {
    const loop = repository({});
    const issue = loop.openProgram(budgeted("{ usd-total: 0.7 }"));
    await loop.settle(issue);
    await loop.hours(issue, 4);
    const paused = {
      status: "paused",
      pause: { kind: "budget", reason: "The program's budget of 0.7 USD is spent: 0.8 USD so far." },
    };
    expect(loop.state("carton")).toMatchObject(paused);
    expect(statusOf(loop, issue)).toContain("The budget asks");
    loop.github.comment(issue, "maintainer", "/autoloop resume");
    await loop.hours(issue, 2);
    expect(loop.state("carton")).toMatchObject(paused);
    expect(improvements(loop)).toHaveLength(2);
    loop.github.editIssue(issue, "maintainer", { body: budgeted("{ usd-total: 1.5 }") });
    await loop.hours(issue, 1);
    loop.github.comment(issue, "maintainer", "/autoloop resume");
    await loop.hours(issue, 4);
    expect(improvements(loop)).toHaveLength(4);
  });
});

describe("a run of unknown cost", () => {
  it("stops a budgeted program with a question", async () => {
    const loop = repository({}, UNKNOWN);
    const issue = loop.openProgram(budgeted("{ usd-per-day: 100 }"));
    await loop.settle(issue);
    await loop.hours(issue, 5);
    expect(improvements(loop)).toHaveLength(1);
    expect(loop.state("carton").pause).toMatchObject({
      kind: "budget",
      reason: "The program's budget is 100 USD a day, and of 1 run nobody told the price.",
    });
  });

  it("counts for what the repository says", async () => {
    const loop = repository({ assumedUsd: 0.5 }, UNKNOWN);
    const issue = loop.openProgram(budgeted("{ usd-per-day: 1 }"));
    await loop.settle(issue);
    await loop.hours(issue, 6);
    expect(improvements(loop)).toHaveLength(2);
    expect(statusOf(loop, issue)).toContain(
      "1 USD of 1 USD on 2026-01-01 (UTC), 2 runs of unknown cost among it",
    );
  });

  it("is nobody's business where there is no budget", async () => {
    const loop = repository({}, UNKNOWN);
    const issue = loop.openProgram();
    await loop.settle(issue);
    await loop.hours(issue, 3);
    expect(loop.state("carton")).not.toHaveProperty("spent");
    expect(statusOf(loop, issue)).not.toContain("Spent");
  });
});

describe("the budget of a repository", () => {
  it("is shared by its programs", async () => {
    const loop = repository({ budget: { usdPerDay: 1 }, concurrency: 1 });
    const first = loop.openProgram();
    await loop.settle(first);
    const second = loop.openProgram(PROGRAM_TEXT.replaceAll("src/carton.mjs", "src/box.mjs"), "Box");
    await loop.settle(second);
    for (let hour = 0; hour < 6; hour += 1) {
      await loop.hours(first, 1);
      await loop.settle(second);
    }
    const all = [...improvements(loop), ...improvements(loop, "box")];
    expect(improvements(loop).length).toBeGreaterThan(0);
    expect(improvements(loop, "box").length).toBeGreaterThan(0);
    expect(all).toHaveLength(3);
    expect(statusOf(loop, first)).toContain("1.2 USD of 1 USD on 2026-01-01 (UTC), all programs together");
  });
});
