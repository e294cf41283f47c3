// Folders to zips and back, as `actions/upload-artifact` and `actions/download-artifact` do it.

import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { unzipSync, zipSync } from "fflate";

/**
 * The files under some paths, links followed, hidden ones left out as the action does.
 * @param paths absolute
 */
export async function filesUnder(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const kind = await stat(path).catch(() => null);
      if (kind === null || basename(path).startsWith(".")) return [];
      if (!kind.isDirectory()) return [path];
      return filesUnder((await readdir(path)).map((name) => join(path, name)));
    }),
  );
  return found.flat();
}

/** Names are relative to the one folder that was asked for, else to what all files have in common. */
export async function zipped(asked: readonly string[], files: readonly string[]): Promise<Uint8Array> {
  const [only = ""] = asked;
  const folder = asked.length === 1 && !files.includes(only) ? only : common(files);
  const entries = files.map(
    async (file) => [relative(folder, file).split(sep).join("/"), await readFile(file)] as const,
  );
  return zipSync(Object.fromEntries(await Promise.all(entries)));
}

function common(files: readonly string[]): string {
  const [first = "", ...rest] = files.map((file) => dirname(file).split(sep));
  const shared = [...first].findIndex((part, at) => rest.some((other) => other[at] !== part));
  return (shared === -1 ? [...first] : [...first].slice(0, shared)).join(sep);
}

/** Throws at an entry that leads out of the folder. */
export async function unzipTo(folder: string, zip: Uint8Array): Promise<number> {
  const entries = Object.entries(unzipSync(zip));
  for (const [name, bytes] of entries) {
    const path = resolve(folder, name);
    if (!path.startsWith(`${resolve(folder)}${sep}`)) throw new Error(`${name} leads out of the artifact`);
    await mkdir(name.endsWith("/") ? path : dirname(path), { recursive: true });
    if (!name.endsWith("/")) await writeFile(path, bytes);
  }
  return entries.length;
}
