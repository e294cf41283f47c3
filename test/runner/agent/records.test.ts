import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRecords } from "../../../src/runner/agent/records.ts";
import { temporary, writeFiles } from "../tiny-run.ts";

const RECORDS = /^\.tool\/[^/]+\/events\.jsonl$/;

describe("readRecords", () => {
  it("reads the files that fit, in the order of their paths, and no other", async () => {
    const home = await temporary();
    await writeFiles(home, {
      ".tool/b/events.jsonl": "second",
      ".tool/a/events.jsonl": "first",
      ".tool/a/other.jsonl": "other",
      "events.jsonl": "elsewhere",
    });
    expect(await readRecords(home, RECORDS)).toBe("first\nsecond");
    expect(await readRecords(home, undefined)).toBe("");
    expect(await readRecords(join(home, "nowhere"), RECORDS)).toBe("");
  });

  it("follows no link, to a file or to a directory", async () => {
    const home = await temporary();
    const secret = join(await temporary(), "events.jsonl");
    await writeFile(secret, "secret");
    await mkdir(join(home, ".tool/a"), { recursive: true });
    await symlink(secret, join(home, ".tool/a/events.jsonl"));
    await symlink(join(secret, ".."), join(home, ".tool/b"));
    expect(await readRecords(home, RECORDS)).toBe("");
  });
});
