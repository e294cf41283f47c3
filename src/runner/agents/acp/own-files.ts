// The files that an agent may read and write through its client: those in the folders of its run, wherever links lead.

import { realpathSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { RequestError } from "@agentclientprotocol/sdk/unstable";

export class OwnFiles {
  readonly #folders: readonly string[];

  /** @param folders the first is the one from which relative paths are read */
  constructor(folders: readonly [string, ...string[]]) {
    this.#folders = folders.map(real);
  }

  has(path: string): boolean {
    const place = real(this.#absolute(path));
    return this.#folders.some((folder) => place === folder || place.startsWith(folder + sep));
  }

  /**
   * @param line the first line, counted from one; null: from the beginning
   * @param limit how many lines; null: all
   * @throws RequestError for a file that is not there or not the agent's
   */
  async read(path: string, line: number | null, limit: number | null): Promise<string> {
    const file = this.#own(path);
    const text = await readFile(file, "utf8").catch(() => {
      throw RequestError.resourceNotFound(path);
    });
    if (line === null && limit === null) return text;
    const from = Math.max(0, (line ?? 1) - 1);
    return text
      .split("\n")
      .slice(from, limit === null ? undefined : from + limit)
      .join("\n");
  }

  /** @throws RequestError for a file that is not the agent's */
  async write(path: string, text: string): Promise<void> {
    const file = this.#own(path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  #absolute(path: string): string {
    return resolve(this.#folders[0] ?? "", path);
  }

  #own(path: string): string {
    if (!this.has(path)) throw RequestError.invalidParams({ path });
    return this.#absolute(path);
  }
}

/** Where a path leads, of which the end may not exist yet. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(real(parent), basename(path));
  }
}
