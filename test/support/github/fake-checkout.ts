// Writes a commit of the fake to disk, with the port's promise about links and submodules.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Terminal } from "../../../src/domain/errors.ts";
import type { Checkout } from "../../../src/ports/checkout.ts";
import type { FakeGithub } from "./fake-github.ts";
import { requireRepository } from "./fake-look.ts";

export function fakeCheckout(world: FakeGithub): Checkout {
  return {
    async materialise(repository, commit, directory) {
      const tree = await world.faults.read("materialise", () => {
        requireRepository(world, repository);
        const found = world.git.find(commit);
        if (found === undefined) throw new Terminal(`no commit ${commit}`);
        return found.tree;
      });
      const leftOut: string[] = [];
      for (const [path, { mode, id }] of tree) {
        const blob = world.git.blob(id);
        if (mode === "120000" || mode === "160000" || blob === undefined) leftOut.push(path);
        else {
          await mkdir(dirname(join(directory, path)), { recursive: true });
          await writeFile(join(directory, path), blob, { mode: mode === "100755" ? 0o755 : 0o644 });
        }
      }
      return { leftOut, form: "files" };
    },
  };
}
