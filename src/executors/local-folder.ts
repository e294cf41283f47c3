// One run's folder on disk, as the executor reads and makes it. A folder is complete or not there: it is
// prepared under another name and renamed.

import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { RUN_FILES } from "../text/run/run-request.ts";

const execute = promisify(execFile);

const PREPARING = ".new";
/** Characters of the runner's log that a message quotes. */
const LOG_CHARACTERS = 600;

/** The folder's name: no character of it comes from outside. */
export function folderName(nonce: string): string {
  return createHash("sha256").update(nonce).digest("hex").slice(0, 32);
}

/** True when it is there. Errors other than "not there" are thrown: unknown is not absent. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    // What is above it may be no directory.
    if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return false;
    throw error;
  }
}

/**
 * Makes the folder at once. `fill` writes the base and returns the request's text.
 * Finding that somebody else made it meanwhile is fine.
 */
export async function prepare(folder: string, fill: (base: string) => Promise<string>): Promise<void> {
  const draft = `${folder}.${randomUUID()}${PREPARING}`;
  try {
    const base = join(draft, RUN_FILES.base);
    await mkdir(base, { recursive: true, mode: 0o700 });
    await writeFile(join(draft, RUN_FILES.request), await fill(base));
    await rename(draft, folder);
  } catch (error) {
    await removeTree(draft).catch(() => undefined);
    if (!isCode(error, "ENOTEMPTY") && !isCode(error, "EEXIST")) throw error;
  }
}

/** The folder and every unfinished draft of it. */
export async function removeRun(directory: string, name: string): Promise<void> {
  const entries = await readdir(directory).catch(() => []);
  for (const entry of entries) {
    if (entry === name || (entry.startsWith(`${name}.`) && entry.endsWith(PREPARING))) {
      await removeTree(join(directory, entry));
    }
  }
}

/** At most `limit` bytes of a regular file; null where there is none or it holds more. Never follows a link. */
export async function readBounded(file: string, limit: number): Promise<string | null> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => null,
  );
  if (handle === null) return null;
  try {
    const found = await handle.stat();
    return found.isFile() && found.size <= limit ? await handle.readFile("utf8") : null;
  } finally {
    await handle.close();
  }
}

/** Shorter values would be found in ordinary words. */
const SHORTEST_SECRET = 8;

/**
 * The last of what the runner said about itself.
 * @param secrets values that are taken out, before a cut could leave half of one
 */
export async function logTail(folder: string, secrets: readonly string[]): Promise<string> {
  const said = (await readBounded(join(folder, RUN_FILES.log), 1024 * 1024)) ?? "";
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, "***"), said)
    .slice(-LOG_CHARACTERS)
    .trim();
}

async function removeTree(path: string): Promise<void> {
  try {
    // Ten times as fast as Node where there are many files, and not in this process.
    await execute("rm", ["-rf", "--", path]);
  } catch {
    // Some tools make their caches read-only, directories included.
    await execute("chmod", ["-R", "u+rwX", path]).catch(() => undefined);
    // What lies deeper than a path may be long can be reached step by step only, which Node's own does not.
    await execute("rm", ["-rf", "--", path]).catch(() => undefined);
    await rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
