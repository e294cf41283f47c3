// Folders above files, made where they are not there. A link in the place of one must not lead a write elsewhere.

import { lstatSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

export class RealParents {
  readonly #directory: string;
  readonly #isNew: boolean;
  readonly #seen = new Set<string>(["."]);

  /** @param isNew whether the directory was made a moment ago, and holds only what was made here */
  constructor(directory: string, isNew = false) {
    this.#directory = directory;
    this.#isNew = isNew;
  }

  of(path: string): void {
    const parent = dirname(path);
    if (this.#seen.has(parent)) return;
    this.of(parent);
    this.#seen.add(parent);
    const folder = join(this.#directory, parent);
    if (!this.#isNew) {
      if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
      rmSync(folder, { recursive: true, force: true });
    }
    mkdirSync(folder);
  }
}
