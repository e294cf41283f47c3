import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { linesOf } from "../../../src/runner/proposal/lines.ts";
import { baseInFolder } from "../../../src/runner/workspace/base.ts";
import { stateOf } from "../../../src/runner/workspace/tree.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function counted(before: Record<string, string>, after: Record<string, string | null>, changed = {}) {
  const folder = await mkdtemp(join(tmpdir(), "lines-"));
  folders.push(folder);
  const onDisk: Record<string, string> = { ...before, ...changed };
  for (const [path, text] of Object.entries(onDisk)) await writeFile(join(folder, path), text);
  const tree = new Map(
    Object.entries(before).map(([path, text]) => [
      path,
      stateOf({ executable: false, bytes: Buffer.from(text) }),
    ]),
  );
  const files = Object.entries(after).map(([path, text]) => ({
    ...{ path, mode: "100644" as const },
    contents: text === null ? null : Buffer.from(text).toString("base64"),
  }));
  return linesOf(files, baseInFolder(folder), tree);
}

describe(linesOf, () => {
  it.each([
    ["a\nb\n", "a\n", { before: 2, after: 1 }],
    ["a\nb", "a\nb\n", { before: 2, after: 2 }],
    ["", "\n\n\n", { before: 0, after: 3 }],
    ["a\n", null, { before: 1, after: 0 }],
  ])("counts %j against %j", async (before, after, lines) => {
    expect(await counted({ f: before, other: "x\n" }, { f: after })).toEqual(lines);
  });

  it("counts new files, and nothing of a base that was changed", async () => {
    expect(await counted({ f: "a\n" }, { f: "a\nb\n", g: "c" })).toEqual({ before: 1, after: 3 });
    expect(await counted({ f: "a\n" }, { f: "a\nb\n" }, { f: "a\nb\nc\n" })).toEqual({ before: 0, after: 2 });
  });
});
