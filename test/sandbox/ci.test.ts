// The CI bot: a verdict on every pushed commit but those of the memory branch.

import { afterEach, describe, expect, it } from "vitest";
import type { CiRule } from "../../sandbox/sandbox.ts";
import { logOf } from "./workflows.ts";
import { branchWith, startWorld, type World } from "./world.ts";

let world: World;

afterEach(() => world.close());

interface Checks {
  readonly check_runs: readonly {
    id: number;
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

  it("can say what failed, where, and what was printed", async () => {
    const annotation = { path: "a.txt", start_line: 2, end_line: 2, annotation_level: "failure" as const };
    world = await startWorld({
      ci: () => ({
        ...{ conclusion: "failure", title: "1 failed", summary: "expected 2, got 3" },
        annotations: [{ ...annotation, message: "got 3" }],
        log: "1..3\nnot ok 2\n",
      }),
    });
    const [run] = await checksOf(await branchWith(world, "red", { "a.txt": "3" }));
    const id = run?.id ?? 0;
    expect(run).toMatchObject({
      ...{ conclusion: "failure", output: { title: "1 failed", summary: "expected 2, got 3" } },
      details_url: expect.stringMatching(`/acme/carton/actions/runs/\\d+/job/${id}$`),
    });
    const annotations = await world.app("GET", `${world.base}/check-runs/${id}/annotations`);
    expect(annotations.body).toMatchObject([{ ...annotation, message: "got 3" }]);
    expect(await logOf(world, id)).toBe("1..3\nnot ok 2\n##[error]Process completed with exit code 1.\n");
    const job = await world.app("GET", `${world.base}/actions/jobs/${id}`);
    expect(job.body).toMatchObject({
      ...{ workflow_name: "ci", conclusion: "failure", head_branch: "red" },
      steps: [{ conclusion: "success" }, { name: "Run tests", conclusion: "failure" }],
    });
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
