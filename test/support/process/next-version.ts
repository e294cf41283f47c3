// A next version of the app, as a release may look: this code with patches of `test/versions`, built in a scratch
// folder.

import { join } from "node:path";
import { VERSION } from "../../../src/domain/version.ts";
import { PatchedCopy } from "./patched-copy.ts";

/** Where the patches are. */
export const NEXT_VERSIONS = "test/versions";

/** `shown`: other words for people. `reader`: texts are read anew. `events`: a new type of event in every iteration. */
export type NextPatch = "next-shown" | "next-reader" | "next-events";

export class NextVersion {
  /** Its entry file. */
  readonly main: string;
  readonly #copy = new PatchedCopy();

  /** @throws Error with what the compiler says where it is no version that anybody would release */
  constructor(patches: readonly NextPatch[]) {
    for (const patch of patches) this.#copy.apply(join(NEXT_VERSIONS, `${patch}.patch`));
    this.#copy.replace("src/domain/version.ts", `"${VERSION}"`, `"${nextMinor(VERSION)}"`);
    const faults = this.#copy.build(["src"]);
    this.main = join(this.#copy.folder, "dist/src/main.js");
    if (faults === "") return;
    this.remove();
    throw new Error(faults);
  }

  remove(): void {
    this.#copy.remove();
  }
}

function nextMinor(version: string): string {
  const [major, minor] = version.split(".");
  return `${major}.${Number(minor) + 1}.0`;
}
