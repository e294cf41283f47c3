// The built-in agent's process: `main.js <context file> <answer file>` in the workspace. Reads, asks
// `nextChange`, writes one file and the answer. All judgement is there; here is only the disk.

import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { checkPaths } from "../../../domain/paths/paths.ts";
import { decodeSearchBriefing, type SearchBriefing } from "../../../text/run/search-briefing.ts";
import { nextChange, nothingLeft } from "./next-change.ts";

/** Larger files are data, not source with constants in it. */
const FILE_BYTES = 256 * 1024;
const FILES = 2_000;
const SKIPPED = new Set([".git", "node_modules"]);

const [contextFile, answerFile] = process.argv.slice(2);
if (contextFile === undefined || answerFile === undefined) {
  process.stderr.write("usage: main.js <context file> <answer file>\n");
  process.exit(2);
}
const told = decodeSearchBriefing(await readFile(contextFile, "utf8"));
const files = await targetFiles(told);
const change = nextChange(told, files, `${told.program}#${told.iteration}`);
if (change === null) {
  await writeFile(answerFile, JSON.stringify(nothingLeft(files)));
} else {
  await writeFile(change.path, change.text);
  await writeFile(answerFile, JSON.stringify(change.answer));
}

/** Text of the files that may change, by path. */
async function targetFiles({ program, targets, excluded }: SearchBriefing): Promise<Map<string, string>> {
  const paths = await allFiles();
  const problems = checkPaths(paths, { program, targets, excluded, protectedPaths: [] });
  const refused = new Set(problems.map(({ path }) => path));
  const texts = new Map<string, string>();
  for (const path of paths.filter((one) => !refused.has(one)).slice(0, FILES)) {
    if ((await stat(path)).size <= FILE_BYTES) texts.set(path, await readFile(path, "utf8"));
  }
  return texts;
}

async function allFiles(): Promise<string[]> {
  const paths: string[] = [];
  const directories = [""];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    for (const entry of await readdir(directory || ".", { withFileTypes: true })) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) directories.push(path);
      else if (entry.isFile()) paths.push(path);
    }
  }
  return paths;
}
