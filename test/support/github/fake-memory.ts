// The fake's memory branch, as the app sees it: compare-and-swap commits of text files.

import { Conflict } from "../../../src/domain/errors.ts";
import { MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import type { FileRef, Repository } from "../../../src/domain/repository/view.ts";
import type { Look } from "../../../src/ports/forge/program-reads.ts";
import type { Committed, MemoryCommit, MemoryStore } from "../../../src/ports/memory-store.ts";
import type { FakeFaults } from "./fake-faults.ts";
import type { FakeGithub } from "./fake-github.ts";
import { requireRepository, viewOf } from "./fake-look.ts";
import { refused, refusedByRule, refusedMove } from "./fake-refusals.ts";

export class FakeMemoryStore implements MemoryStore {
  readonly #world: FakeGithub;

  readonly #faults: FakeFaults;

  /** @param faults what goes wrong on this process's way to the store */
  constructor(world: FakeGithub, faults: FakeFaults) {
    this.#world = world;
    this.#faults = faults;
  }

  read(repository: Repository, files: readonly FileRef[]): Promise<ReadonlyMap<string, string>> {
    return this.#faults.read("memory.read", () => {
      requireRepository(this.#world, repository);
      return new Map(
        files.map(({ path, id }) => {
          const text = this.#world.git.text(id);
          if (text === undefined) throw refused(`no blob ${id}`);
          return [path, text];
        }),
      );
    });
  }

  commit(repository: Repository, request: MemoryCommit, look?: Look): Promise<Committed> {
    const world = this.#world;
    return this.#faults.write(world.now(), "memory.commit", [repository, request], () => {
      requireRepository(world, repository);
      const head = world.git.head(MEMORY_BRANCH);
      if ((head?.id ?? "absent") !== request.expectedHead) throw new Conflict("the memory branch has moved");
      for (const { path, text } of request.files) {
        if (text === null && !head?.tree.has(path)) throw refused(`cannot delete ${path}: not there`);
      }
      const texts = request.files.map(({ text }) => text ?? "");
      if ([...world.settings.refusedTexts].some((words) => texts.some((text) => text.includes(words))))
        throw refusedByRule(MEMORY_BRANCH, "UNPROCESSABLE");
      if (world.forbids("memory.commit", MEMORY_BRANCH)) {
        throw head === undefined ? refusedMove(MEMORY_BRANCH, 422) : refusedByRule(MEMORY_BRANCH);
      }
      const commit = world.git.commit({
        message: `${request.message}\n\n\nskip-checks: true`,
        parents: head === undefined ? [] : [head.id],
        tree: world.git.changed(
          head?.tree ?? new Map(),
          Object.fromEntries(request.files.map((file) => [file.path, file.text])),
        ),
        author: world.self,
        at: world.now(),
      });
      world.moveBranch(MEMORY_BRANCH, commit.id);
      return { head: commit.id, view: look === undefined ? null : viewOf(world, look) };
    });
  }
}
