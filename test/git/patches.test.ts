// Real git, in repositories of a moment.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Change, patched, patchOf, pathsIn } from "../../src/git/patches.ts";

let place: { readonly folder: string; readonly searchPath: string };

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "autoloop-patches-"));
  place = { folder, searchPath: process.env.PATH ?? "" };
});

afterAll(() => rm(place.folder, { recursive: true, force: true }));

const state = (text: string, mode: "100644" | "100755" = "100644") => ({
  mode,
  bytes: Buffer.from(text, "latin1"),
});

const CHANGES: readonly Change[] = [
  { path: "src/a b.txt", before: state("1\r\n2\r\n3\r\n"), after: state("1\r\n9\r\n3\r\n") },
  { path: "src/no end", before: state("x"), after: state("y") },
  { path: "src/gone\n\u00fc.txt", before: state("x\n"), after: null },
  { path: "src/new.sh", before: null, after: state("#!/bin/sh\n", "100755") },
  { path: "src/run.sh", before: state("a\n"), after: state("a\n", "100755") },
  { path: ".gitattributes", before: state("* -diff\n"), after: state("* text eol=crlf\n") },
];

const baseOf = (changes: readonly Change[]) =>
  changes.flatMap((change) => (change.before === null ? [] : [{ path: change.path, ...change.before }]));

async function textOf(changes: readonly Change[]): Promise<string> {
  return (await patchOf(changes, place)).toString("utf8");
}

describe("a patch", () => {
  it("makes of what was what is: line ends, missing ends, modes, files that came and went", async () => {
    const patch = await textOf(CHANGES);
    const found = await patched([...baseOf(CHANGES), { path: "other", ...state("o") }], [patch], place);
    const wanted = CHANGES.map(({ path, after }) => ({ path, after }));
    expect(new Map(found.map((one) => [one.path, one.after]))).toEqual(
      new Map(wanted.map((one) => [one.path, one.after])),
    );
    expect(await pathsIn([patch], place)).toEqual(new Set(CHANGES.map(({ path }) => path)));
  });

  it("is what git shows, whatever attributes the files bring", async () => {
    expect(await textOf(CHANGES.slice(1, 2))).toMatchInlineSnapshot(`
      "diff --git a/src/no end b/src/no end
      index c1b0730e0133447badcfd47fd144e254807b06e1..e25f1814e51579d5f55c0f1fe0135ddb28a47f4a 100644
      --- a/src/no end	
      +++ b/src/no end	
      @@ -1 +1 @@
      -x
      \\ No newline at end of file
      +y
      \\ No newline at end of file
      "
    `);
    expect(await textOf(CHANGES.slice(5))).toContain("-* -diff\n+* text eol=crlf\n");
    expect(await textOf([])).toBe("");
  });

  it("says of bytes that are no text only that they differ, and then does not apply", async () => {
    const binary = [{ path: "src/bin", before: state("\0a"), after: state("\0b") }];
    const patch = await textOf(binary);
    expect(patch).toContain("Binary files a/src/bin and b/src/bin differ\n");
    await expect(patched(baseOf(binary), [patch], place)).rejects.toThrow("git apply ended");
  });

  it("goes onto another base where the lines around it are the same, and one after the other", async () => {
    const lines = (fifth: string) => state(`1\n2\n3\n4\n${fifth}\n6\n7\n8\n9\n`);
    const step = (from: string, to: string) => [{ path: "a", before: lines(from), after: lines(to) }];
    const patches = [await textOf(step("5", "X")), await textOf(step("X", "Y"))];
    const today = [{ path: "a", ...state("0\n1\n2\n3\n4\n5\n6\n7\n8\nmine\n") }];
    expect(await patched(today, patches, place)).toEqual([
      { path: "a", after: state("0\n1\n2\n3\n4\nY\n6\n7\n8\nmine\n") },
    ]);
    await expect(patched(today, patches.slice(1), place)).rejects.toMatchObject({
      cause: { message: "error: patch failed: a:2\nerror: a: patch does not apply\n" },
    });
  });

  it.each([
    ["nonsense", "x"],
    ["a path above", "--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n"],
    ["an absolute path", "--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n"],
    ["a path among git's own files", "--- a/.git/config\n+++ b/.git/config\n@@ -0,0 +1 @@\n+b\n"],
  ])("that is or names %s is refused", async (_, patch) => {
    await expect(patched([{ path: "a", ...state("a\n") }], [patch], place)).rejects.toThrow(
      "git apply ended",
    );
  });

  it("leaves nothing on the disk", async () => {
    await textOf(CHANGES);
    expect(await readdir(place.folder)).toEqual([]);
  });
});
