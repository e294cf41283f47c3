// What is there when a program of more than forty keeps has ended: the final report on its issue, and its branch taken apart
// in a clone. And the built-in search, which says when it is over.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { registerFinalise } from "../../src/cli/finalise-command.ts";
import { readResults } from "../../src/text/journal/results-table.ts";
import { notices, untilNotice } from "../support/e2e/shown.ts";
import { closeStages, ONE_BY_ONE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { runCommand } from "../support/process/run-command.ts";

/** Forty-three iterations, on a machine that does other things, too. */
const LONG_MS = 500_000;
vi.setConfig({ testTimeout: LONG_MS + 60_000 });
afterAll(closeStages);

const KEPT = 43;

/** The first three iterations gain most. Every second one writes into a file of its own, too. */
const agent = () => `
n=$(grep -o '"iteration":[0-9]*' "$AUTOLOOP_CONTEXT" | head -1 | cut -d: -f2)
by=1; if [ "$n" -le 3 ]; then by=$((100 * n)); fi
echo $(($(cat src/value.txt) + by)) > src/value.txt
printf '{"change":"Add %s in step %s."}' "$by" "$n" > "$AUTOLOOP_ANSWER"
`;

/** The branches of the sandbox, which speaks no git, as git takes them in: commits with their messages and the one file. */
async function history(stage: Stage): Promise<string> {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const write = (branch: string, message: string, path: string, text: string, from = "") =>
    `commit refs/remotes/origin/${branch}\ncommitter Ada <ada@example.com> 1700000000 +0000\n${data(message)}${from}M 100644 inline ${path}\n${data(text)}`;
  interface Commit {
    readonly sha: string;
    readonly commit: { readonly message: string };
  }
  const commits: Commit[] = [];
  for (let page = 1; page <= 2; page += 1) {
    const path = `${stage.base}/commits?sha=${encodeURIComponent("autoloop/long")}&per_page=100&page=${page}`;
    commits.push(...(await stage.maintainer<readonly Commit[]>("GET", path)).body);
  }
  const ours = commits.filter(({ commit }) => commit.message.includes("Autoloop-Program")).toReversed();
  const at = async (sha: string) => stage.reading.file(sha, "src/value.txt");
  const parts = [write("main", "Begin", "src/value.txt", "5\n")];
  for (const [index, { sha, commit }] of ours.entries()) {
    const from = index === 0 ? "from refs/remotes/origin/main\n" : "";
    parts.push(write("autoloop/long", commit.message, "src/value.txt", await at(sha), from));
  }
  const table = await stage.reading.file("memory/autoloop", "long.tsv");
  return [...parts, write("memory/autoloop", "Table", "long.tsv", table)].join("\n");
}

it("a long program reports its best ones, and its branch can be taken apart", async () => {
  const stage = await Stage.open({
    agent,
    environment: { ...ONE_BY_ONE, AUTOLOOP_SWEEP_SECONDS: "1" },
    files: { ".github/autoloop.yml": "concurrency: 10\nci: none\n" },
  });
  await stage.start();
  const issue = await stage.openProgram("Long", program({ frontmatter: `max-iterations: ${KEPT}` }));
  await until("it is completed", async () => (await notices(stage, issue, "completed")).length > 0, LONG_MS);
  const [report, ...more] = await notices(stage, issue, "completed");
  expect(more).toEqual([]);
  const body = report?.body ?? "";
  expect(body).toContain(`| Kept / discarded / errors | ${KEPT} / 0 / 0 |`);
  expect(body).toContain(`**What worked** (5 of ${KEPT}, the best first)`);
  const worked = body.slice(body.indexOf("**What worked**")).match(/Iteration \d+, \S+/g);
  expect(worked?.slice(0, 3)).toEqual(["Iteration 3, +300", "Iteration 2, +200", "Iteration 1, +100"]);
  expect(body).toContain("node autoloop.mjs finalise long");
  expect(body).toContain("/issues/new?title=long+2&labels=autoloop-program&body=");

  const table = await stage.reading.file("memory/autoloop", "long.tsv");
  expect([...readResults(table).keys()]).toEqual(Array.from({ length: KEPT + 1 }, (_, n) => n));

  const clone = mkdtempSync(join(tmpdir(), "autoloop-ends-"));
  try {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: clone, encoding: "utf8" });
    git("init", "--quiet", "-b", "main");
    execFileSync("git", ["fast-import", "--quiet"], { cwd: clone, input: await history(stage) });
    for (const [key, value] of [
      ["user.name", "Ada"],
      ["user.email", "ada@example.com"],
    ] as const)
      git("config", key, value);
    const { code, err, out } = await runCommand(registerFinalise, [
      "finalise",
      "long",
      "--directory",
      clone,
      "--json",
    ]);
    expect([code, err]).toEqual([0, ""]);
    const { branches } = JSON.parse(out) as {
      readonly branches: readonly { iterations: number[]; delta: number; files: string[] }[];
    };
    expect(branches).toMatchObject([{ delta: 600 + KEPT - 3, files: ["src/value.txt"] }]);
    expect(branches[0]?.iterations).toEqual(Array.from({ length: KEPT }, (_, n) => n + 1));
    expect(git("rev-parse", "finalise/long/1^{tree}")).toBe(
      git("rev-parse", "refs/remotes/origin/autoloop/long^{tree}"),
    );
  } finally {
    rmSync(clone, { recursive: true });
  }
});

it("the built-in search says when it is over, instead of handing in nothing", async () => {
  const stage = await Stage.open({
    environment: { ...ONE_BY_ONE, AUTOLOOP_SWEEP_SECONDS: "1", AUTOLOOP_AGENT: "tuner" },
    files: { ".github/autoloop.yml": "ci: none\n" },
  });
  await stage.start();
  const issue = await stage.openProgram("Search", program({ frontmatter: "plateau: never" }));
  const asked = await untilNotice(stage, issue, "paused", /Nothing was kept for a while/);
  expect(asked.body).toContain("nothing is left that it would try");
});
