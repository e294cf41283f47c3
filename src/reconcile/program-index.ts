// What this process has learnt about which issue carries which program. Only a shortcut: it starts empty, is
// filled from the registry and the journals, and a wrong or missing entry costs a look, never a decision.

import { canonicalBranch } from "../domain/names.ts";
import { programKeyText } from "../domain/program-key.ts";
import type { ProgramKey, Repository } from "../domain/view.ts";
import type { Registry } from "../text/journal/registry.ts";

/** Names of programs by issue, in both directions. */
export interface ProgramIndex {
  nameOf(key: ProgramKey): string | null;
  learn(key: ProgramKey, name: string): void;
  learnAll(repository: Repository, registry: Registry): void;
  /** Programs of one repository that are known so far. */
  programsOf(repository: Repository): readonly ProgramKey[];
  /** The program of a canonical branch, null when none is known. */
  programOf(repository: Repository, branch: string): ProgramKey | null;
}

export function createProgramIndex(): ProgramIndex {
  const known = new Map<string, { readonly key: ProgramKey; readonly name: string }>();
  const inside = (repository: Repository) =>
    [...known.values()].filter(
      ({ key }) =>
        key.installation === repository.installation &&
        key.owner === repository.owner &&
        key.name === repository.name,
    );
  const learn = (key: ProgramKey, name: string) => {
    known.set(programKeyText(key), { key, name });
  };
  return {
    nameOf: (key) => known.get(programKeyText(key))?.name ?? null,
    learn,
    learnAll: (repository, registry) => {
      for (const { issue, name } of registry.programs) {
        const { installation, owner, name: repo } = repository;
        learn({ installation, owner, name: repo, issue }, name);
      }
    },
    programsOf: (repository) => inside(repository).map(({ key }) => key),
    programOf: (repository, branch) =>
      inside(repository).find(({ name }) => canonicalBranch(name) === branch)?.key ?? null,
  };
}
