// What an agent wrote down of its own session in its home directory. Reads regular files only and follows no link; how
// much it reads is bounded, whatever an agent left there.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readRegular } from "../proposal/proposal.ts";

/** Entries that are looked at, files that are read, and bytes of one of them. */
const MOST = { entries: 20_000, files: 20, bytes: 64 * 1024 * 1024 } as const;

/** The texts of all files whose path in `home` fits, in the order of their paths; empty where there is none. */
export async function readRecords(home: string, records: RegExp | undefined): Promise<string> {
  if (records === undefined) return "";
  const texts: string[] = [];
  for (const path of (await pathsIn(home))
    .filter((one) => records.test(one))
    .toSorted()
    .slice(-MOST.files)) {
    texts.push((await readRegular(join(home, path), MOST.bytes))?.toString("utf8") ?? "");
  }
  return texts.join("\n");
}

async function pathsIn(home: string): Promise<readonly string[]> {
  const files: string[] = [];
  let seen = 0;
  let level = [""];
  while (level.length > 0) {
    const below: string[] = [];
    for (const directory of level) {
      for (const entry of await readdir(join(home, directory), { withFileTypes: true }).catch(() => [])) {
        if (++seen > MOST.entries) return files;
        const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
        if (entry.isDirectory()) below.push(path);
        else files.push(path);
      }
    }
    level = below;
  }
  return files;
}
