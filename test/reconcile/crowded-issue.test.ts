// Issues that strangers, bots and accounts that are gone have filled with whatever fits into a comment.

import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { Loop } from "../support/loop/loop.ts";

const CROWD = ["stranger", "robot[bot]", null] as const;
const LONG = [
  "@everyone ".repeat(6_553),
  `/autoloop ${"stop ".repeat(13_000)}`,
  "/autoloop\u00a0stop",
  "/\u0430utoloop stop",
  `> ${"[".repeat(65_534)}`,
  "x".repeat(65_536),
];

async function running() {
  const loop = new Loop();
  const issue = loop.openProgram();
  await loop.settle(issue);
  return { loop, issue };
}

function crowd(loop: Loop, issue: number, comments: number, text: (n: number) => string): void {
  for (let n = 0; n < comments; n += 1) loop.github.comment(issue, CROWD[n % CROWD.length] ?? null, text(n));
}

describe(`${createReconciler.name}: a crowded issue`, () => {
  it("goes on among ten thousand comments: no more can be posted, so the status comment says it", async () => {
    const { loop, issue } = await running();
    crowd(loop, issue, 10_000, (n) => `me too ${n}`);
    await loop.hours(issue, 2);
    expect(loop.state()).toMatchObject({ status: "active", counts: { accepted: 3 } });
    expect(loop.own(issue, "AUTOLOOP:STATUS")).toEqual([expect.stringContaining("GitHub takes no more")]);
    expect(loop.own(issue, "iteration program=carton number=3")).toEqual([]);
    const writes = loop.github.writes.length;
    loop.restart();
    await loop.settle(issue);
    expect(loop.github.writes).toHaveLength(writes);
  });

  it("does not begin where nothing can be said", async () => {
    const loop = new Loop();
    const issue = loop.github.openIssue({ title: "Carton", body: "Old." });
    crowd(loop, issue, 2_500, () => "old");
    loop.github.addLabel(issue, "maintainer", "autoloop-program");
    await loop.settle(issue);
    await loop.settle(issue);
    expect(loop.executor.started).toEqual([]);
    expect(loop.github.issue(issue).reactions).toEqual(["confused"]);
    expect(loop.github.branches()).not.toHaveProperty("memory/autoloop");
  });

  it("obeys and mentions nobody, whatever comments of full length say", async () => {
    const { loop, issue } = await running();
    crowd(loop, issue, 300, (n) => LONG[n % LONG.length] ?? "");
    await loop.hours(issue, 1);
    expect(loop.state()).toMatchObject({ status: "active", counts: { accepted: 2 }, steering: [] });
    for (const { author, body } of loop.github.comments(issue))
      if (author?.login === loop.github.self) expect(body).not.toContain("@everyone");
    expect(loop.executor.started.at(-1)?.prompt).not.toContain("@everyone");
  });
});
