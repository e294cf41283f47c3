// The CI bot: a verdict on every pushed commit but those of the memory branch.

import { afterEach, describe, expect, it } from "vitest";
import type { CiRule } from "../../sandbox/sandbox.ts";
import { branchWith, startWorld, type World } from "./world.ts";

let world: World;

afterEach(() => world.close());

interface Checks {
  readonly check_runs: readonly {
    name: string;
    status: string;
    conclusion: string | null;
    app: { slug: string };
  }[];
}

async function checksOf(sha: string): Promise<Checks["check_runs"]> {
  await world.sandbox.settled();
  return (await world.app<Checks>("GET", `${world.base}/commits/${sha}/check-runs`)).body.check_runs;
}

describe("Ci", () => {
  it("judges a commit by its files and says so as its own app", async () => {
    const rule: CiRule = (files) => (files.get("answer.txt") === "42" ? "success" : "failure");
    world = await startWorld({ ci: rule });
    const good = await branchWith(world, "good", { "answer.txt": "42" });
    const bad = await branchWith(world, "bad", { "answer.txt": "41" });
    const ci = { name: "ci / test", status: "completed", app: { slug: "github-actions" } };
    expect(await checksOf(good)).toMatchObject([{ ...ci, conclusion: "success" }]);
    expect(await checksOf(bad)).toMatchObject([{ ...ci, conclusion: "failure" }]);
    const { payload } = await world.hooks.first(
      (one) => one.event === "check_run" && one.action === "completed",
    );
    expect(payload.check_run).toMatchObject({ app: { slug: "github-actions" } });
  });

  it("can leave a commit waiting", async () => {
    world = await startWorld({ ci: () => null });
    const head = await branchWith(world, "waiting", { "a.txt": "a" });
    expect(await checksOf(head)).toMatchObject([{ status: "queued", conclusion: null }]);
  });

  it("leaves the memory branch alone", async () => {
    world = await startWorld();
    const head = await branchWith(world, "memory/autoloop", { "registry.json": "{}" });
    expect(await checksOf(head)).toEqual([]);
  });

  it("can be off", async () => {
    world = await startWorld({ ci: "off" });
    const head = await branchWith(world, "unwatched", { "a.txt": "a" });
    expect(await checksOf(head)).toEqual([]);
  });
});
