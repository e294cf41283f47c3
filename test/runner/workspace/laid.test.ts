// Whether what is found without reading is what a look at every file finds, whatever was done to the files in between.

import { execFileSync } from "node:child_process";
import { linkSync, lstatSync, readFileSync, statfsSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesIn } from "../../../src/runner/proposal/changes.ts";
import { baseInFolder, baseInObjects } from "../../../src/runner/workspace/base.ts";
import { restore } from "../../../src/runner/workspace/checkout.ts";
import { Laid } from "../../../src/runner/workspace/laid.ts";
import { temporary } from "../tiny-run.ts";
import { comparison, edits, type Sample, sample, writeSample } from "./edits.ts";

const everything = () => true;
const nothingIgnored = async () => new Set<string>();
/** ext2 to ext4 and btrfs: elsewhere every file is read. */
const isKnown = process.platform === "linux" && [0xef53, 0x9123683e].includes(statfsSync(tmpdir()).type);

/** A folder with the base and, laid out of it, the workspace. */
async function laidOut(files: Sample, isIsolated: boolean) {
  const folder = await temporary();
  writeSample(join(folder, "base"), files);
  const base = baseInFolder(join(folder, "base"));
  const laid = await Laid.first(base, join(folder, "workspace"), everything);
  await laid.believe(folder, isIsolated);
  return { folder, base, laid };
}

describe.each([true, false])("changes, where the agent is isolated: %s", (isIsolated) => {
  it("are those that reading every file finds", async () => {
    await fc.assert(
      fc.asyncProperty(sample, edits, async (files, done) => {
        const { laid } = await laidOut(files, isIsolated);
        for (const edit of done) edit.do(laid.directory);
        const found = await changesIn(laid, everything, nothingIgnored);
        expect(found).toEqual(comparison(laid.directory, files));
      }),
      { numRuns: 150 },
    );
  });

  it("are all undone in a checkout, whatever measured code did, but for new files", async () => {
    await fc.assert(
      fc.asyncProperty(sample, edits, async (files, done) => {
        const { laid, folder } = await laidOut(files, isIsolated);
        for (let round = 0; round < 2; round += 1) {
          for (const edit of done) edit.do(laid.directory);
          await restore(laid, [], () => true);
          await laid.believe(folder, isIsolated);
          const left = comparison(laid.directory, files).filter(({ path }) => files.has(path));
          expect(left).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a file that was laid out", () => {
  const FILES: Sample = new Map([["a", { text: "one", executable: false }]]);

  /** Whether its stamp alone, before anybody reads it, says that it is as it was. */
  async function isBelieved(isIsolated: boolean, edit: (file: string) => void): Promise<boolean> {
    const { laid } = await laidOut(FILES, isIsolated);
    // Where a stamp is believed, what the base is said to hold is not looked at.
    const tree = laid.tree as Map<string, { executable: boolean; bytes: number; digest: string }>;
    tree.set("a", { executable: false, bytes: 3, digest: "of something else" });
    edit(join(laid.directory, "a"));
    return laid.isAsInBase("a");
  }

  it("is not read again on a file system that is known, after an agent that was isolated", async () => {
    expect(await isBelieved(true, () => undefined)).toBe(isKnown);
  });

  it("is read wherever the agent was not", async () => {
    expect(await isBelieved(false, () => undefined)).toBe(false);
  });

  it.each<[string, (file: string) => void]>([
    [
      "was written, with the same size and times",
      (file) => {
        const { atime, mtime } = lstatSync(file);
        writeFileSync(file, "two");
        utimesSync(file, atime, mtime);
      },
    ],
    ["got times of its own again", (file) => utimesSync(file, 0, 0)],
    ["got a second name", (file) => linkSync(file, `${file}.second`)],
  ])("is read when it %s", async (_what, edit) => {
    expect(await isBelieved(true, edit)).toBe(false);
  });
});

describe("a base that was changed while an agent worked", () => {
  const FILES: Sample = new Map([
    ["measure.sh", { text: "echo 5", executable: true }],
    ["src/a", { text: "one", executable: false }],
  ]);
  const CHANGED = /The pristine checkout was changed during the run/;
  it.each<[string, (base: string) => void]>([
    ["in contents of the same size", (base) => writeFileSync(join(base, "measure.sh"), "echo 9")],
    ["by a file that is gone", (base) => execFileSync("rm", [join(base, "src/a")])],
    ["by a mode", (base) => execFileSync("chmod", ["-x", join(base, "measure.sh")])],
    ["by a link", (base) => execFileSync("ln", ["-sf", "/etc/hostname", join(base, "src/a")])],
  ])("is not laid out again: %s", async (_what, change) => {
    const { folder, base, laid } = await laidOut(FILES, true);
    change(join(folder, "base"));
    await expect(Laid.again(base, laid.tree, join(folder, "checkout"), everything)).rejects.toThrow(CHANGED);
  });

  it("is not laid out again when an object has other bytes than its name says, or is gone", async () => {
    const folder = await temporary();
    writeSample(join(folder, "repository"), FILES);
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", join(folder, "repository"), ...args], { encoding: "utf8" }).trim();
    const author = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"];
    for (const args of [
      ["init", "-q"],
      ["add", "-A"],
      [...author, "commit", "-qm", "x"],
    ])
      git(...args);
    const objects = join(folder, "repository/.git/objects");
    const store = { objects, folder, searchPath: process.env.PATH ?? "" };
    const base = baseInObjects(store, git("rev-parse", "HEAD"));
    const laid = await Laid.first(base, join(folder, "workspace"), everything);
    expect(comparison(laid.directory, FILES)).toEqual([]);
    const again = () => Laid.again(base, laid.tree, join(folder, "checkout"), everything);
    expect(comparison((await again()).directory, FILES)).toEqual([]);

    const [honest, other] = [git("rev-parse", "HEAD:measure.sh"), git("rev-parse", "HEAD:src/a")];
    const fileOf = (id: string) => join(objects, id.slice(0, 2), id.slice(2));
    execFileSync("cp", ["-f", fileOf(other), fileOf(honest)]);
    await expect(again()).rejects.toThrow(CHANGED);
    execFileSync("rm", ["-f", fileOf(honest)]);
    await expect(again()).rejects.toThrow(CHANGED);
  });

  it("shares no file with what is laid out of it", async () => {
    const { folder, laid } = await laidOut(FILES, true);
    writeFileSync(join(laid.directory, "measure.sh"), "echo 9");
    expect(readFileSync(join(folder, "base/measure.sh"), "utf8")).toBe("echo 5");
    expect(lstatSync(join(laid.directory, "src/a")).nlink).toBe(1);
  });
});
