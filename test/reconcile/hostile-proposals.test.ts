// Reports of a runner that lies: whatever one hands in, no file lands that policy forbids, and the iteration is spent.

import { describe, expect, it } from "vitest";
import type { ProposedFile } from "../../src/domain/journal/iteration.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";

const TEXT = PROGRAM_TEXT.replace("`src/carton.mjs`", "`src/**`");
const BRANCH = "autoloop/carton";

/** A program whose second iteration hands in these files; the first and the third are honest. */
async function lied(files: readonly ProposedFile[]): Promise<{ loop: Loop; issue: number }> {
  const executor = new FakeExecutor((request) =>
    aReport(request, 760 - 10 * request.iteration, request.iteration === 2 ? { files } : {}),
  );
  const loop = new Loop({ executor });
  loop.github.pushCommit("main", {
    "src/link": { mode: "120000", text: "/etc/passwd" },
    "src/vendored": { mode: "160000", text: "a commit" },
    "src/lib/util.mjs": "",
    "src/café": "",
  });
  const issue = loop.openProgram(TEXT);
  await loop.settle(issue);
  await loop.hours(issue, 1);
  return { loop, issue };
}

const file = (path: string, change: Partial<ProposedFile> = {}): ProposedFile => ({
  ...{ path, mode: "100644", contents: Buffer.from("owned\n").toString("base64") },
  ...change,
});
const honest = file("src/carton.mjs");

describe(createReconciler, () => {
  it.each<[string, ProposedFile]>([
    ["a twin of an existing file", file("src/Carton.mjs")],
    ["a twin of an existing directory", file("src/LIB/x.mjs")],
    ["a twin in Unicode", file("src/CAFÉ")],
    ["a decomposed name", file("src/cafe\u0301")],
    ["a file in place of a link", file("src/link")],
    ["a file through a link", file("src/link/passwd")],
    ["the deletion of a link", file("src/link", { contents: null })],
    ["a file in place of a submodule", file("src/vendored")],
    ["a file in a submodule", file("src/vendored/x")],
    ["a file where a directory is", file("src/lib")],
    ["a directory where a file is", file("src/carton.mjs/x")],
    ["a step outside", file("src/../evaluate.mjs")],
    ["the evaluation itself", file("evaluate.mjs")],
    ["a workflow", file(".github/workflows/own.yml")],
    ["a hook of git", file("src/.git/hooks/post-checkout", { mode: "100755" })],
    ["a manifest that runs code", file("src/package.json")],
    ["the deletion of what is not there", file("src/never", { contents: null })],
    ["one file twice", honest],
  ])(
    "ends an iteration that hands in %s as an error that names it, and lands nothing of it",
    async (_, bad) => {
      const { loop, issue } = await lied([honest, bad]);
      const record = loop.state().recent.find(({ number }) => number === 2);
      expect(record).toMatchObject({ verdict: "error", commit: null });
      expect(record?.reason).toContain(bad.path);
      const messages = loop.github
        .commits(BRANCH)
        .map(({ message }) => message.split(":").slice(0, 2).join(":"));
      expect(messages.some((message) => message.includes("Iteration 2"))).toBe(false);
      expect(loop.own(issue, "owned")).toEqual([]);
      await loop.hours(issue, 1);
      expect(loop.state()).toMatchObject({ status: "active", counts: { errors: 1, accepted: 2 } });
    },
  );

  it("believes the journal, not the report, about the commit that a proposal stands on", async () => {
    const executor = new FakeExecutor((request) =>
      aReport(request, 740, request.kind === "baseline" ? {} : { base: "f".repeat(40) }),
    );
    const loop = new Loop({ executor });
    const issue = loop.openProgram(TEXT);
    await loop.settle(issue);
    expect(loop.state().recent.at(-1)).toMatchObject({ verdict: "error" });
    expect(loop.github.branches()).not.toHaveProperty(BRANCH);
  });

  it("lands what is allowed with the modes that were measured", async () => {
    const script = file("src/run.sh", { mode: "100755" });
    const { loop } = await lied([honest, script, file("src/lib/util.mjs", { contents: null })]);
    const tree = loop.github.git.head(BRANCH)?.tree;
    expect(loop.state().recent.find(({ number }) => number === 2)).toMatchObject({ verdict: "accepted" });
    expect(tree?.get("src/run.sh")?.mode).toBe("100755");
    expect(tree?.has("src/lib/util.mjs")).toBe(false);
    expect(tree?.get("src/link")?.mode).toBe("120000");
  });
});
