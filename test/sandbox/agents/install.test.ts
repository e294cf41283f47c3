// Packages in a folder that is kept: fetched once, whole or not at all. What stands for npm here writes a command, or fails.

import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installed, userCache } from "../../../sandbox/agents/install.ts";

let folder: string;
let cache: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "install-"));
  cache = join(folder, "cache");
});
afterEach(() => rm(folder, { recursive: true }));

async function npm(script: string): Promise<string> {
  const path = join(folder, "npm");
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

const SPEC = "@maker/agent@1.2.3";
const GOOD = 'mkdir -p node_modules/.bin && echo "$@" > node_modules/.bin/arguments';

describe("installed", () => {
  it("fetches a package once, and says so once", async () => {
    const fetched: string[] = [];
    const command = await npm(GOOD);
    const both = [1, 2].map(
      (time) => () => installed(cache, SPEC, () => fetched.push(`time ${time}`), command),
    );
    const folders = [await both[0]?.(), await both[1]?.()];
    expect(fetched).toEqual(["time 1"]);
    expect(folders).toEqual(Array(2).fill(join(cache, "@maker+agent@1.2.3/node_modules/.bin")));
    expect(await readdir(folders[0] ?? "")).toEqual(["arguments"]);
  });

  it("leaves nothing of a package that could not be fetched, and says why", async () => {
    const command = await npm('mkdir node_modules; echo "no such version" >&2; exit 1');
    await expect(installed(cache, SPEC, () => undefined, command)).rejects.toThrow(
      "npm could not install @maker/agent@1.2.3: no such version",
    );
    expect(await readdir(cache)).toEqual([]);
  });
});

describe("the folder where they are kept", () => {
  it("is the one of the user that the system names, else below the home directory", () => {
    expect(userCache({ XDG_CACHE_HOME: "/c" })).toBe("/c/autoloop/agents");
    expect(userCache({})).toMatch(/\/\.cache\/autoloop\/agents$/);
  });
});
