import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { decodeEvents } from "../../src/text/journal/journal.ts";
import { parseStateFile } from "../../src/text/state-file/state-file.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";
import {
  LEGACY_BRANCH,
  NAME,
  OLD_BOT,
  type Upgrade,
  upgradeText,
  upgradeWorld,
} from "../support/loop/upgrade.ts";

/** Runs that change what the fixture's program may change. */
function executor(): FakeExecutor {
  return new FakeExecutor((request) => {
    const metric = request.kind === "baseline" ? 120 : 160 - request.iteration;
    const contents = Buffer.from(`export const BUCKETS = ${metric};\n`).toString("base64");
    const files = [{ path: "src/sort.mjs", mode: "100644" as const, contents }];
    return aReport(request, metric, request.kind === "baseline" ? {} : { files });
  });
}

async function taken(change: Upgrade = {}): Promise<{ loop: Loop; issue: number }> {
  const loop = new Loop({ executor: executor() });
  const issue = upgradeWorld(loop.github, change);
  await loop.reconcile(issue);
  return { loop, issue };
}

const file = (loop: Loop) => loop.github.memoryFile(`${NAME}.md`) ?? "";

describe(createReconciler, () => {
  it("takes over in one reconcile what an older edition left, and a second changes nothing", async () => {
    const { loop, issue } = await taken();
    const writes = loop.github.writes.length;
    loop.restart();
    await loop.reconcile(issue);
    await loop.reconcile(issue);
    expect(loop.github.writes.slice(writes)).toEqual([]);

    expect(loop.state(NAME)).toMatchObject({
      status: "active",
      branch: LEGACY_BRANCH,
      last_iteration: 42,
      last_run_at: "2025-12-31T21:40:12.000Z",
      best: null,
      imported: { iterations: 42, best: 118.5, baseline: null, pull_request: 4 },
    });
    const state = parseStateFile(file(loop));
    expect(state).toMatchObject({ iterationCount: 42, bestMetric: 118.5, direction: "lower", issue });
    expect(state.branch).toBe(LEGACY_BRANCH);
    expect(state.rows.map(({ field }) => field)).not.toContain("Steering Issue");
    expect(state.rows.map(({ field }) => field)).not.toContain("Experiment Log");
    expect(state.recentStatuses).toEqual(parseStateFile(upgradeText(`${NAME}.md`)).recentStatuses);
    expect(new Set(Object.keys(loop.github.branches()))).toEqual(
      new Set([LEGACY_BRANCH, "main", "memory/autoloop"]),
    );
  });

  it("keeps the older edition's sections and history", async () => {
    const { loop } = await taken();
    const before = parseStateFile(upgradeText(`${NAME}.md`)).sections;
    const after = parseStateFile(file(loop)).sections;
    for (const title of ["🎯 Current Priorities", "📚 Lessons Learned", "🧬 Population"]) {
      const bodyIn = (sections: typeof before) => sections.find((one) => one.title === title)?.body;
      expect(bodyIn(after)).toBe(bodyIn(before));
    }
    expect(file(loop)).toContain("### Iters 1–40 — ✅ 9 ❌ 31 (metric 310 → 118.5)");
  });

  it("edits the older edition's status comment instead of posting a second one", async () => {
    const { loop, issue } = await taken();
    const marked = loop.github.comments(issue).filter(({ body }) => body.includes("AUTOLOOP:STATUS"));
    expect(marked.map(({ author }) => author?.login)).toEqual([OLD_BOT]);
    expect(marked[0]?.body).toContain("118.5 (as taken over; the next iteration measures it anew)");
  });

  it("points the older edition's other issues to the program, each once", async () => {
    const { loop } = await taken();
    for (const old of [2, 3]) {
      expect(loop.github.comments(old).map(({ author, body }) => [author?.login, body])).toEqual([
        [loop.github.self, expect.stringContaining(`\`${NAME}\` lives on issue #1 now`)],
      ]);
    }
  });

  it("measures the branch anew before it improves it, and goes on in the older pull request", async () => {
    const { loop, issue } = await taken();
    await loop.hours(issue, 14);
    const state = loop.state(NAME);
    expect(state.recent.map(({ number, kind, verdict }) => [number, kind, verdict]).slice(0, 2)).toEqual([
      [43, "baseline", "accepted"],
      [44, "improve", "accepted"],
    ]);
    expect(state).toMatchObject({ baseline: 120, best: { metric: expect.any(Number) } });
    const [pull, ...more] = loop.github.pulls();
    expect(more).toEqual([]);
    expect(pull).toMatchObject({
      number: 4,
      state: "open",
      head: LEGACY_BRANCH,
      title: "[Autoloop: parcel-sorter]",
    });
    expect(loop.github.commits(LEGACY_BRANCH).at(0)?.message).toMatch(
      /^\[Autoloop: parcel-sorter\] Iteration/,
    );
    expect(parseStateFile(file(loop)).iterationCount).toBe(
      42 + state.counts.accepted + state.counts.rejected,
    );
  });

  it("goes on in the bot's pull request on the canonical branch, and opens none beside it", async () => {
    const branch = `autoloop/${NAME}`;
    const { loop, issue } = await taken({ branch });
    expect(loop.state(NAME)).toMatchObject({ branch, imported: { pull_request: 4 } });
    await loop.hours(issue, 14);
    expect(loop.state(NAME).best?.commit).not.toBeNull();
    const pulls = loop.github.pulls().map(({ number, head, title, state }) => [number, head, title, state]);
    expect(pulls).toEqual([[4, branch, `[Autoloop: ${NAME}]`, "open"]]);
    expect(loop.github.pull(4).body).not.toBe("");
    expect(Object.keys(loop.github.branches())).not.toContain(LEGACY_BRANCH);
  });

  it.each([
    ["from a fork", { fork: true }],
    ["by somebody without write access", { pullBy: "stranger" }],
    ["which is not there", { pullBy: null }],
  ])("leaves a pull request %s alone and works on the canonical branch", async (_, change) => {
    const { loop } = await taken(change);
    expect(loop.state(NAME)).toMatchObject({ branch: `autoloop/${NAME}`, imported: { pull_request: null } });
  });

  it("goes on in a maintainer's pull request without touching its text", async () => {
    const { loop, issue } = await taken({ pullBy: "writer" });
    const { title, body } = loop.github.pull(4);
    await loop.hours(issue, 14);
    expect(loop.state(NAME)).toMatchObject({ branch: LEGACY_BRANCH, best: { commit: expect.any(String) } });
    expect(loop.github.pulls().map((pull) => [pull.title, pull.body])).toEqual([[title, body]]);
  });

  it.each([
    ["paused", (text: string) => text.replace("| Paused | false", "| Paused | true"), "paused"],
    ["completed", (text: string) => text.replace("| Completed | false", "| Completed | true"), "completed"],
  ])("leaves a program %s that was so", async (_, stateFile, status) => {
    const { loop, issue } = await taken({ stateFile });
    await loop.hours(issue, 7);
    expect(loop.state(NAME).status).toBe(status);
    expect(loop.executor.started).toEqual([]);
  });

  it("takes no numbers that were counted the other way round", async () => {
    const stateFile = (text: string) =>
      text.replace("| Target Metric", "| Metric Direction | higher |\n| Target Metric");
    const { loop } = await taken({ stateFile });
    expect(loop.state(NAME).imported).toMatchObject({ iterations: 42, best: null });
  });

  it("leaves the state file of another issue's program alone", async () => {
    const stateFile = (text: string) => text.replace("| Steering Issue | #2 |", "| Issue | #9 |");
    const { loop } = await taken({ stateFile });
    expect(file(loop)).toBe(stateFile(upgradeText(`${NAME}.md`)));
    expect(loop.state(`${NAME}-1`).imported).toBeUndefined();
  });

  it("comes to the same after a crash before or after any single write of taking over", async () => {
    const { loop: clean, issue: one } = await taken();
    const count = clean.github.writes.length;
    const world = (loop: Loop, issue: number) => ({
      comments: [issue, 2, 3].map((number) => loop.github.comments(number).map(({ body }) => body)),
      file: file(loop),
      events: decodeEvents(loop.github.memoryFile(`journal/${NAME}/000001.jsonl`) ?? "").map(
        ({ type }) => type,
      ),
    });
    const expected = world(clean, one);
    for (const when of ["crashBeforeWrite", "crashAfterWrite"] as const) {
      for (let n = 1; n <= count; n += 1) {
        const loop = new Loop({ executor: executor() });
        const issue = upgradeWorld(loop.github);
        loop.github.faults[when](n);
        await loop.reconcile(issue);
        loop.restart();
        await loop.settle(issue);
        expect(world(loop, issue), `${when} ${n} of ${count}`).toEqual(expected);
      }
    }
  });
});
