// The files by which one step speaks to those after it: `GITHUB_ENV`, `GITHUB_PATH`, `GITHUB_OUTPUT` and, read by
// nobody here, `GITHUB_STEP_SUMMARY`. New and empty for each step.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const NAMES = ["GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] as const;

export interface Said {
  readonly env: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** Never taken from a file, as on the real runner. */
const RESERVED = /^(?:GITHUB_|RUNNER_|NODE_OPTIONS$)/i;

/** Makes the files. @returns the variables that name them */
export async function layStepFiles(folder: string, step: number): Promise<Readonly<Record<string, string>>> {
  const files = NAMES.map((name) => [name, join(folder, `${name.toLowerCase()}_${step}`)] as const);
  for (const [, path] of files) await writeFile(path, "");
  return Object.fromEntries(files);
}

/** What the step left. Throws in the runner's words where a file is malformed. */
export async function readStepFiles(files: Readonly<Record<string, string>>): Promise<Said> {
  const read = (name: (typeof NAMES)[number]) => readFile(files[name] ?? "", "utf8").catch(() => "");
  const env = Object.entries(pairs(await read("GITHUB_ENV"))).filter(([name]) => !RESERVED.test(name));
  return {
    env: Object.fromEntries(env),
    paths: (await read("GITHUB_PATH")).split("\n").filter((line) => line.trim() !== ""),
    outputs: pairs(await read("GITHUB_OUTPUT")),
  };
}

/** `name=value` lines, and `name<<END` with lines up to `END`. */
function pairs(text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? "").replace(/\r$/, "");
    if (line === "") continue;
    const [, heredoc = "", end = ""] = /^([^=]*?)<<(.+)$/.exec(line) ?? [];
    if (heredoc !== "") {
      const last = lines.indexOf(end, at + 1);
      if (last === -1) throw new Error(`Invalid value. Matching delimiter not found '${end}'`);
      found[heredoc] = lines.slice(at + 1, last).join("\n");
      at = last;
      continue;
    }
    const [name = "", ...value] = line.split("=");
    if (name === "" || value.length === 0) throw new Error(`Invalid format '${line}'`);
    found[name] = value.join("=");
  }
  return found;
}
