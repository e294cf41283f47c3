// Every proposal is kept as a patch, in the very write that ends its iteration, and can be proposed again.

import { describe, expect, it } from "vitest";
import { MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";

const HOUR = 3_600_000;
const PATCH = "diff --git a/src/carton.mjs b/src/carton.mjs\n--- a/src/carton.mjs\n+++ b/src/carton.mjs\n";

type Patch = NonNullable<ReturnType<typeof aReport>["patch"]>;

/** Each iteration brings a patch that names it; every third one is worse than the best. */
function proposing(
  patchOf = (iteration: number): Patch => ({ state: "whole", text: `${PATCH}# ${iteration}\n` }),
) {
  return new FakeExecutor((request) => {
    const { iteration, kind } = request;
    const metric = iteration % 3 === 0 ? 800 : 760 - iteration;
    return aReport(request, metric, kind === "baseline" ? {} : { patch: patchOf(iteration) });
  });
}

async function lived(iterations: number, loop = new Loop({ executor: proposing() })) {
  const issue = loop.openProgram();
  await loop.settle(issue);
  await loop.hours(issue, iterations - 1);
  expect(loop.state().last_iteration).toBe(iterations);
  return { loop, issue };
}

const comment = (loop: Loop, issue: number, iteration: number) =>
  loop.own(issue, `iteration program=carton number=${iteration} `).join();

async function says(loop: Loop, issue: number, words: string) {
  await loop.clock.advance(60_000);
  loop.github.comment(issue, "maintainer", words);
  await loop.settle(issue);
  return loop.own(issue, "autoloop:v1 answer").join();
}

describe("a proposal", () => {
  it("is on the memory branch as a patch with the very commit that ends its iteration, and its comment shows it", async () => {
    const { loop, issue } = await lived(3);
    expect(loop.github.memoryFile("attempts/carton/3-1.patch")).toBe(`${PATCH}# 3\n`);
    expect(loop.state().attempts).toMatchObject([
      { iteration: 1, attempt: 1, state: "whole" },
      { iteration: 2, attempt: 1, state: "whole" },
      { iteration: 3, attempt: 1, state: "whole" },
    ]);
    const commits = loop.github.writes.filter(({ method }) => method === "memory.commit");
    const files = commits.map(({ args }) => JSON.stringify(args));
    expect(files.filter((text) => text.includes("attempts/carton/3-1.patch"))).toEqual([
      expect.stringContaining('\\"type\\":\\"iteration.reject\\"'),
    ]);
    const said = comment(loop, issue, 3);
    expect(said).toContain(
      "- **Patch:** [`3-1.patch`](https://github.com/octo/carton/blob/memory/autoloop/attempts/carton/3-1.patch)\n",
    );
    expect(said).toContain(`<summary>Its patch</summary>\n\n\`\`\`text\n${PATCH}# 3\n\`\`\`\n\n</details>`);
  });

  it("is handed to later agents of this machine, newest first, and kept no longer than the newest fifty", async () => {
    const { loop } = await lived(53);
    const [request] = loop.executor.started.slice(-1);
    expect(request?.attempts?.map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, (_, index) => `${52 - index}-1.patch`),
    );
    expect(loop.github.memoryFile("attempts/carton/3-1.patch")).toBeUndefined();
    expect(loop.github.memoryFile("attempts/carton/4-1.patch")).toBe(`${PATCH}# 4\n`);
    expect(loop.state().attempts).toHaveLength(50);
  });

  it("is handed to an agent that a command starts in a process that has not read it yet", async () => {
    const { loop, issue } = await lived(3);
    loop.restart();
    await says(loop, issue, "/autoloop run");
    expect(loop.executor.started.at(-1)?.attempts?.map(({ name }) => name)).toEqual([
      "3-1.patch",
      "2-1.patch",
      "1-1.patch",
    ]);
  });

  it("keeps no iteration from ending where the host will not have it, and the comment says so", async () => {
    const loop = new Loop({ executor: proposing() });
    loop.github.settings.refusedTexts.add("# 2\n");
    const { issue } = await lived(3, loop);
    expect(loop.github.memoryFile("attempts/carton/2-1.patch")).toBeUndefined();
    expect(loop.github.memoryFile("attempts/carton/3-1.patch")).toBe(`${PATCH}# 3\n`);
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 758, iteration: 2 } });
    expect(comment(loop, issue, 2)).toContain("- **Patch:** GitHub refused to keep it\n");
    expect(loop.own(issue, "notice kind=problems")).toEqual([]);
    expect(await says(loop, issue, "/autoloop keep 2")).toContain("Iteration 2 was kept");
  });

  it("does so too where an older patch is gone already that was to go", async () => {
    const { loop, issue } = await lived(50);
    loop.github.pushCommit(MEMORY_BRANCH, { "attempts/carton/1-1.patch": null });
    await loop.hours(issue, 1);
    expect(loop.state()).toMatchObject({ status: "active", last_iteration: 51 });
    expect(comment(loop, issue, 51)).toContain("GitHub refused to keep it");
    await loop.hours(issue, 1);
    expect(loop.github.memoryFile("attempts/carton/52-1.patch")).toBe(`${PATCH}# 52\n`);
  });
});

describe("/autoloop keep", () => {
  it("proposes it again without an agent, to be measured and judged like any other", async () => {
    const { loop, issue } = await lived(4);
    const before = loop.executor.started.length;
    await says(loop, issue, "/autoloop keep 3");
    const [request] = loop.executor.started.slice(before);
    expect(request).toMatchObject({
      ...{ iteration: 5, kind: "improve", agent: "kept-proposal" },
      again: {
        iteration: 3,
        change: "Iteration 3 again: Set `WIDTH_CM` to 800.",
        patches: [`${PATCH}# 3\n`],
      },
    });
    expect(loop.state()).toMatchObject({ last_iteration: 5, requested: null });
    expect(loop.state().recent.at(-1)).toMatchObject({ number: 5, verdict: "accepted" });
    await loop.clock.advance(HOUR);
    await loop.settle(issue);
    expect(loop.executor.started.at(-1)).toMatchObject({ iteration: 6, agent: "tuner" });
  });

  it("waits for the end of a pause, and leaves instructions to the iteration after it", async () => {
    const { loop, issue } = await lived(3);
    await says(loop, issue, "/autoloop pause");
    await says(loop, issue, "/autoloop keep #3");
    await says(loop, issue, "/autoloop try a cube");
    expect(loop.state()).toMatchObject({ status: "paused", requested: { keeps: 3, instructions: [{}] } });
    await says(loop, issue, "/autoloop resume");
    expect(loop.executor.started.at(-1)).toMatchObject({ iteration: 4, again: { iteration: 3 } });
    expect(loop.state().requested).toMatchObject({ instructions: [{}] });
    await loop.hours(issue, 1);
    const { steering } = (loop.executor.started.at(-1)?.context ?? {}) as { steering: readonly object[] };
    expect(steering).toMatchObject([{ text: "try a cube" }]);
  });

  it.each([
    ["masked", "held what looks like a secret"],
    ["cut", "is longer than 64 KB"],
    ["binary", "changed files that are no text"],
  ] as const)("proposes no patch that is %s, and says why", async (state, why) => {
    const executor = proposing((iteration) => ({ state, text: `${PATCH}# ${iteration}\n` }));
    const { loop, issue } = await lived(3, new Loop({ executor }));
    const begun = loop.executor.started.length;
    expect(await says(loop, issue, "/autoloop keep 3")).toContain(why);
    expect(loop.executor.started).toHaveLength(begun);
    expect(comment(loop, issue, 3)).toMatch(/\[`3-1\.patch`\]\([^)]*\) \(.+\)\n/);
  });

  it.each([
    ["17", "There is no iteration 17 yet."],
    ["0", "Of iteration 0 there is no patch"],
    ["2", "Iteration 2 was kept: what it changed is on the branch."],
  ])("says of iteration %s that there is nothing to propose", async (number, why) => {
    const { loop, issue } = await lived(3);
    expect(await says(loop, issue, `/autoloop keep ${number}`)).toContain(why);
    expect(loop.state().requested).toBeNull();
  });

  it("takes a wish about the code for one", async () => {
    const { loop, issue } = await lived(3);
    await says(loop, issue, "/autoloop keep the height above 8 cm");
    expect(loop.executor.started.at(-1)).toMatchObject({ iteration: 4, agent: "tuner" });
  });
});
