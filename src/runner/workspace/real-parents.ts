// Folders above files, made where they are not there. A link in the place of one must not lead a write elsewhere.

import { lstatSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

export class RealParents {
  readonly #directory: string;
  readonly #seen = new Set<string>(["."]);

  constructor(directory: string) {
    this.#directory = directory;
  }

  of(path: string): void {
    const parent = dirname(path);
    if (this.#seen.has(parent)) return;
    this.of(parent);
    this.#seen.add(parent);
    const folder = join(this.#directory, parent);
    if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  }
}
