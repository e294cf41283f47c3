// Puts pinned packages of npm into a folder that is kept between runs, each into one of its own, whole or not at all.
// Knows no agent. Installation scripts of these packages run: the command lines fetch their binaries by them.

import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const LONGEST_MS = 600_000;
const LAST_WORDS = 600;

/** Where packages are kept unless somebody names another folder. */
export function userCache(variables: Readonly<Record<string, string | undefined>>): string {
  return join(variables.XDG_CACHE_HOME || join(homedir(), ".cache"), "autoloop", "agents");
}

/**
 * The folder of the package's commands.
 * @param spec name and exact version, as npm reads them
 * @param begins told before anything is fetched
 * @param npm the command
 * @throws Error with npm's last words
 */
export async function installed(
  cache: string,
  spec: string,
  begins: () => void,
  npm = "npm",
): Promise<string> {
  const folder = join(cache, spec.replaceAll("/", "+"));
  const commands = join(folder, "node_modules", ".bin");
  if (await isThere(commands)) return commands;
  begins();
  await mkdir(cache, { recursive: true });
  // A folder under its final name is whole: what is cut off stays a draft.
  const draft = await mkdtemp(join(cache, "draft-"));
  try {
    await writeFile(join(draft, "package.json"), '{ "private": true }\n');
    const flags = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
    await run(npm, ["install", "--save-exact", ...flags, spec], { cwd: draft, timeout: LONGEST_MS });
    await rename(draft, folder);
  } catch (cause) {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr) : String(cause);
    // Somebody else may have been quicker.
    if (await isThere(commands)) return commands;
    throw new Error(`npm could not install ${spec}: ${said.trim().slice(-LAST_WORDS)}`, { cause });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return commands;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
