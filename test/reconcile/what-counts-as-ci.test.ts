// Which checks count, as people see it: what is no CI, what is required and silent, and what nobody may tell.

import { describe, expect, it } from "vitest";
import type { RunRequest } from "../../src/ports/executor.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import type { CheckInput } from "../support/github/fake-records.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";

const BRANCH = "autoloop/carton";
const better = (request: RunRequest) => aReport(request, request.kind === "baseline" ? 760 : 749);

/** A program whose first change waits for the word of CI. */
async function waiting() {
  const loop = new Loop({ green: false, executor: new FakeExecutor(better) });
  const issue = loop.openProgram();
  await loop.settle(issue);
  const says = async (...checks: readonly CheckInput[]) => {
    loop.github.setChecks(loop.head(BRANCH), checks);
    await loop.settle(issue);
  };
  return { loop, issue, says };
}

describe(`${createReconciler.name}: what counts as CI`, () => {
  it("takes a licence agreement and a preview for no CI, names them, and goes on when tests speak", async () => {
    const { loop, issue, says } = await waiting();
    const noCode = [
      { name: "license/cla", app: null },
      { name: "Preview", app: "vercel" },
    ];
    await says(...noCode);
    await loop.clock.advance(loop.policy.ciGraceMs);
    await loop.settle(issue);
    expect(loop.state().pause?.kind).toBe("ci-missing");
    const [notice = ""] = loop.own(issue, "notice kind=paused");
    expect(notice).toContain("no CI, because it runs no code or is not asked for: license/cla, Preview");
    await says(...noCode, { name: "test" });
    expect(loop.state()).toMatchObject({
      status: "active",
      best: { metric: 749 },
      recent: [{}, { checks: ["test"] }],
    });
    expect(loop.own(issue, "iteration program=carton number=1")).toEqual([
      expect.stringContaining("- **CI:** `test`\n"),
    ]);
  });

  it("names a required check that never reports and one that was skipped", async () => {
    const { loop, issue, says } = await waiting();
    loop.github.setRules(["build", "docs"]);
    await says({ name: "test" }, { name: "docs", state: "neutral" });
    await loop.clock.advance(loop.policy.ciGraceMs);
    await loop.settle(issue);
    expect(loop.state().pause).toMatchObject({
      ...{ kind: "ci-missing" },
      reason: "Required, and never reported: build. Skipped or neutral: docs.",
    });
    expect(loop.own(issue, "notice kind=paused")).toHaveLength(1);
  });

  it("keeps nothing while GitHub refuses to tell what is required, says so, and goes on once it tells", async () => {
    const { loop, issue, says } = await waiting();
    loop.github.setRules(["build"], true);
    await says({ name: "test" });
    expect(loop.state()).toMatchObject({ status: "active", in_flight: { number: 1 }, best: { metric: 760 } });
    await loop.clock.advance(loop.policy.ciGraceMs);
    await loop.settle(issue);
    expect(loop.own(issue, "notice kind=paused")).toEqual([
      expect.stringContaining("does not let Autoloop read which checks the default branch requires"),
    ]);
    loop.github.setRules(["build"]);
    await says({ name: "test" }, { name: "build" });
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 749 } });
  });

  it("keeps what is green where rules are refused and nothing protects the branch", async () => {
    const { loop, says } = await waiting();
    loop.github.setRules([], true);
    await says({ name: "test" });
    expect(loop.state().best).toMatchObject({ metric: 749 });
  });
});
