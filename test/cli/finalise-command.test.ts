import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { registerFinalise } from "../../src/cli/finalise-command.ts";
import { commitMessage, revertMessage } from "../../src/text/comments/commit-message.ts";
import { renderResults } from "../../src/text/journal/results-table.ts";
import { aJournal } from "../support/plan/journal.ts";
import { runCommand } from "../support/process/run-command.ts";

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

interface Step {
  readonly branch: string;
  readonly message: string;
  /** Contents by path; null: gone. */
  readonly files: Readonly<Record<string, string | null>>;
  /** A branch that is merged with it. */
  readonly merge?: string;
}

/** A clone with these commits, oldest first; each branch begins where main stood when it was first named. */
class Repository {
  readonly root = mkdtempSync(join(tmpdir(), "autoloop-finalise-test-"));

  constructor(steps: readonly Step[]) {
    roots.push(this.root);
    this.git("init", "-q", "-b", "main");
    for (const [key, value] of [
      ["user.name", "Ada"],
      ["user.email", "ada@example.com"],
    ] as const)
      this.git("config", key, value);
    const known = new Set<string>();
    const input = steps.map(({ branch, message, files, merge }, index) => {
      const from =
        known.has(branch) || known.size === 0 || branch === "memory/autoloop" ? "" : "from refs/heads/main\n";
      known.add(branch);
      const changes = Object.entries(files).map(([path, text]) =>
        text === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`,
      );
      const merged = merge === undefined ? "" : `merge refs/heads/${merge}\n`;
      const who = `committer Ada <ada@example.com> ${1_700_000_000 + index} +0000\n`;
      return `commit refs/heads/${branch}\n${who}${data(message)}${from}${merged}${changes.join("")}\n`;
    });
    execFileSync("git", ["fast-import", "--quiet"], { cwd: this.root, input: input.join("") });
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.root, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
  }

  /** Mode and id of every file, by path. */
  files(commit: string): ReadonlyMap<string, string> {
    const lines = this.git("ls-tree", "-r", "-z", commit)
      .split("\0")
      .filter((line) => line !== "");
    return new Map(
      lines.map((line) => [line.slice(line.indexOf("\t") + 1), line.slice(0, line.indexOf("\t"))]),
    );
  }

  /** What differs between two commits; null: gone. */
  changes(from: string, to: string): ReadonlyMap<string, string | null> {
    const [before, after] = [this.files(from), this.files(to)];
    const paths = [...new Set([...before.keys(), ...after.keys()])];
    return new Map(
      paths
        .filter((path) => before.get(path) !== after.get(path))
        .map((path) => [path, after.get(path) ?? null]),
    );
  }

  branches(): readonly string[] {
    return this.git("for-each-ref", "--format=%(refname:short)", "refs/heads/finalise")
      .split("\n")
      .filter(Boolean);
  }

  finalise(...more: string[]) {
    return runCommand(registerFinalise, ["finalise", "carton", "--directory", this.root, ...more]);
  }
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

const BRANCH = "autoloop/carton";
const kept = (iteration: number, change: string, files: Step["files"], attempt = 1): Step => ({
  ...{ branch: BRANCH, files },
  message: commitMessage({ program: "carton", iteration, attempt, runId: "run-1", change }),
});
const begun: Step = {
  branch: "main",
  message: "Begin",
  files: { a: "1\n", b: "1\n", "c/d": "1\n", e: "1\n" },
};

/** Three kept iterations, of which the first and the last share a file, and a table with what they brought. */
function carton(): Repository {
  const { state } = aJournal().baseline(760).accepted(715).accepted(700).accepted(650);
  return new Repository([
    begun,
    kept(1, "Widen it.", { a: "2\n", f: "new\n" }),
    kept(2, "Fold it.", { b: "2\n" }),
    kept(3, "Widen it again.", { a: "3\n", e: null }),
    {
      branch: "memory/autoloop",
      message: "Table",
      files: { "carton.tsv": renderResults(null, state.recent) },
    },
  ]);
}

describe("autoloop finalise", () => {
  it("makes branches that share no file, with what each iteration was measured to bring", async () => {
    const clone = carton();
    const { code, out, err } = await clone.finalise("--base", "main");
    expect([code, err]).toEqual([0, ""]);
    const base = clone.git("rev-parse", "main").trim();
    expect(out).toBe(
      `${BRANCH} since ${base.slice(0, 7)}, in 2 branches that share no file:\n` +
        "  finalise/carton/1  iterations 1, 3; −95; a, e, f\n" +
        "  finalise/carton/2  iterations 2; −15; b\n" +
        "Nothing was pushed. Push one with: git push origin BRANCH\n",
    );
    expect([...clone.changes("main", "finalise/carton/1").keys()].toSorted()).toEqual(["a", "e", "f"]);
    expect([...clone.changes("main", "finalise/carton/2").keys()]).toEqual(["b"]);
    expect(clone.git("log", "-1", "--format=%P %an", "finalise/carton/1")).toBe(`${base} Ada\n`);
    expect(clone.git("log", "-1", "--format=%B", "finalise/carton/1")).toMatchInlineSnapshot(`
      "[Autoloop: carton] Iterations 1, 3 (−95)

      - Iteration 1, 760 to 715, −45 (−5.9%): Widen it.
      - Iteration 3, 700 to 650, −50 (−7.1%): Widen it again.

      Each was measured on top of those before it on autoloop/carton; without the others, in this order or another, it may bring more or less.

      "
    `);
  });

  it("makes nothing where it is only asked, and says the same as JSON", async () => {
    const clone = carton();
    const { code, out } = await clone.finalise("--base", "main", "--dry-run", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      ...{ program: "carton", from: BRANCH, head: clone.git("rev-parse", BRANCH).trim() },
      ...{ base: clone.git("rev-parse", "main").trim(), made: false },
      branches: [
        { branch: "finalise/carton/1", iterations: [1, 3], delta: -95, files: ["a", "e", "f"] },
        { branch: "finalise/carton/2", iterations: [2], delta: -15, files: ["b"] },
      ],
    });
    expect(clone.branches()).toEqual([]);
  });

  it("makes none where one of them is there already", async () => {
    const clone = carton();
    clone.git("branch", "finalise/carton/2", "main");
    expect(await clone.finalise("--base", "main")).toEqual({
      ...{ code: 1, out: "" },
      err: "autoloop finalise: the branch finalise/carton/2 is there already; delete or rename it first\n",
    });
    expect(clone.branches()).toEqual(["finalise/carton/2"]);
  });

  it("takes the remote's branches and default branch where there are any, and no table for no gain", async () => {
    const clone = carton();
    for (const name of ["main", BRANCH]) {
      clone.git("update-ref", `refs/remotes/origin/${name}`, `refs/heads/${name}`);
      clone.git("update-ref", "-d", `refs/heads/${name}`);
    }
    clone.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    clone.git("update-ref", "-d", "refs/heads/memory/autoloop");
    const { code, out } = await clone.finalise();
    expect(code).toBe(0);
    expect(out).toContain("origin/autoloop/carton since");
    expect(out).toContain("iterations 1, 3; change not known here;");
    expect(clone.git("log", "-1", "--format=%B", "finalise/carton/2")).toContain(
      "Iteration 2, not in the results table: Fold it.",
    );
  });

  it("leaves out what was taken back, and keeps an iteration with its repair and a person's commit apart", async () => {
    const first = kept(1, "Widen it.", { a: "2\n", b: "2\n" });
    const clone = new Repository([begun, first]);
    const taken = clone.git("rev-parse", BRANCH).trim();
    const whole = new Repository([
      ...[begun, first],
      {
        ...{ branch: BRANCH, files: { a: "1\n", b: "1\n" } },
        message: revertMessage({ program: "carton", iterations: [1], commits: [taken] }),
      },
      kept(2, "Fold it.", { a: "3\n" }),
      kept(2, "Fold it.", { "c/d": "2\n" }, 2),
      { branch: BRANCH, message: "Mend the build\n\nBy hand.", files: { e: "9\n" } },
      kept(3, "Thin it.", { b: "4\n" }),
    ]);
    const { out } = await whole.finalise("--base", "main", "--json");
    expect(JSON.parse(out)).toMatchObject({
      branches: [
        { iterations: [2], files: ["a", "c/d"] },
        { iterations: [], files: ["e"] },
        { iterations: [3], files: ["b"] },
      ],
    });
    expect(whole.git("log", "-1", "--format=%B", "finalise/carton/2")).toContain("- Mend the build");
  });

  it.each([
    ["no such branch", ["--base", "main"], [begun], 2, /no branch autoloop\/carton; fetch it/],
    [
      "nothing kept",
      ["--base", "main"],
      [begun, { branch: BRANCH, message: "By hand", files: { a: "2\n" } }],
      1,
      /holds nothing that an iteration kept/,
    ],
    [
      "nothing left",
      ["--base", "main"],
      [begun, kept(1, "x", { a: "2\n" }), kept(2, "y", { a: "1\n" })],
      1,
      /holds nothing/,
    ],
    ["no base", ["--base", "next"], [begun, kept(1, "x", { a: "2\n" })], 2, /say --base BRANCH/],
    [
      "another history",
      ["--base", "memory/autoloop"],
      [begun, kept(1, "x", { a: "2\n" }), { branch: "memory/autoloop", message: "t", files: { t: "" } }],
      2,
      /no commit in common/,
    ],
  ] as const)("says what is in the way: %s", async (_, args, steps, code, err) => {
    const clone = new Repository(steps);
    const ended = await clone.finalise(...args);
    expect(ended).toMatchObject({ code, out: "" });
    expect(ended.err).toMatch(err);
    expect(ended.err.split("\n")).toHaveLength(2);
    expect(clone.branches()).toEqual([]);
  });

  it("takes no name for an option, and no folder for a clone", async () => {
    const root = mkdtempSync(join(tmpdir(), "autoloop-finalise-test-"));
    roots.push(root);
    for (const name of ["Carton", "../x", "a b"])
      expect((await runCommand(registerFinalise, ["finalise", name, "--directory", root])).code).toBe(2);
    expect((await runCommand(registerFinalise, ["finalise", "carton", "--directory", root])).err).toContain(
      "in no clone",
    );
    expect((await runCommand(registerFinalise, ["finalise", "--", "-x"])).code).toBe(2);
    expect((await runCommand(registerFinalise, ["finalise"])).code).toBe(2);
  });

  it("adds up to the branch and shares no file, whatever was kept", async () => {
    const path = fc.constantFrom("a", "b", "c", "c/d", "e", "e/f/g", "ü", "with space");
    const files = fc.dictionary(path, fc.option(fc.constantFrom("1\n", "2\n", "3\n")), {
      minKeys: 1,
      maxKeys: 3,
    });
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant("kept" as const), files }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("repair" as const), files }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("person" as const), files }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("default" as const), files }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        let iteration = 0;
        const clone = new Repository([
          begun,
          kept(1, "Begin.", { h: "1\n" }),
          ...steps.flatMap(({ kind, files: touched }): readonly Step[] => {
            const safe = Object.fromEntries(Object.entries(touched).map(([at, text]) => [quoted(at), text]));
            if (kind === "kept") iteration += 1;
            if (kind === "kept" || kind === "repair") return [kept(iteration + 1, "Go on.", safe)];
            if (kind === "person") return [{ branch: BRANCH, message: "By hand", files: safe }];
            const onto = { branch: "main", message: "Meanwhile", files: { z: `${iteration}\n` } };
            return [
              onto,
              { branch: BRANCH, message: "Merge", files: { z: `${iteration}\n` }, merge: "main" },
            ];
          }),
        ]);
        const { code, out, err } = await clone.finalise("--base", "main", "--json");
        expect([code, err]).toEqual([0, ""]);
        const { base, branches } = JSON.parse(out) as {
          readonly base: string;
          readonly branches: readonly { readonly branch: string; readonly files: readonly string[] }[];
        };
        const union = new Map<string, string>(clone.files(base));
        const seen = new Set<string>();
        for (const { branch, files: told } of branches) {
          const changes = clone.changes(base, branch);
          expect([...changes.keys()].toSorted()).toEqual([...told].toSorted());
          for (const [at, entry] of changes) {
            expect(seen.has(at)).toBe(false);
            seen.add(at);
            if (entry === null) union.delete(at);
            else union.set(at, entry);
          }
        }
        expect(union).toEqual(clone.files(BRANCH));
      }),
      { numRuns: 8 },
    );
  });
});

/** As fast-import takes a path. */
function quoted(path: string): string {
  return path.includes(" ") ? `"${path}"` : path;
}
