// What this process has learnt about programs: which issue carries which, and what the registries said last. Only a
// shortcut: it starts empty, is filled from the registry and the journals, and a wrong or missing entry costs a look,
// never a decision.

import { canonicalBranch } from "../../domain/program/names.ts";
import { programKeyText, repositoryText } from "../../domain/repository/program-key.ts";
import type { ProgramKey, Repository } from "../../domain/repository/view.ts";
import { type Registry, type RegistryRow, readRegistry } from "../../text/journal/registry.ts";

/** Names of programs by issue, in both directions. */
export interface ProgramIndex {
  nameOf(key: ProgramKey): string | null;
  /** Branch of that program: the canonical one of its name unless it is known to be another. */
  branchOf(key: ProgramKey): string | null;
  /** @param branch default: the canonical one */
  learn(key: ProgramKey, name: string, branch?: string): void;
  /** Path of the program's file; undefined for an issue program, and where nobody has told yet. */
  fileOf(key: ProgramKey): string | undefined;
  learnFile(key: ProgramKey, path: string): void;
  learnAll(repository: Repository, registry: Registry): void;
  /**
   * What the registry of this repository says, learnt; the text of last time is not read again. `absent`: it is
   * broken. A projection is: it is written anew, row by row, by the programs that it lost.
   */
  registryIn(repository: Repository, text: string): Registry | "absent";
  /** What the registry said of the programs of one repository when it was read last. */
  rowsOf(repository: Repository): readonly RegistryRow[];
  /** The same of all repositories. */
  rows(): readonly RegistryRow[];
  /** Programs with an iteration in flight in the other repositories of this account. */
  inFlightElsewhere(repository: Repository): readonly RegistryRow[];
  /** Programs of one repository that are known so far. */
  programsOf(repository: Repository): readonly ProgramKey[];
  /** The program whose branch this is, null when none is known. */
  programOf(repository: Repository, branch: string): ProgramKey | null;
}

interface Known {
  readonly key: ProgramKey;
  readonly name: string;
  readonly branch: string;
}

export function createProgramIndex(): ProgramIndex {
  /** By repository and issue: a sweep asks for all of one repository, however many others there are. */
  const known = new Map<string, Map<number, Known>>();
  const files = new Map<string, string>();
  const learnFile = (key: ProgramKey, path: string) => {
    files.set(programKeyText(key), path);
  };
  const registries = new Map<
    string,
    { readonly repository: Repository; readonly rows: readonly RegistryRow[] }
  >();
  const read = new Map<string, { readonly text: string; readonly registry: Registry }>();
  const inside = (repository: Repository): readonly Known[] => [
    ...(known.get(repositoryText(repository))?.values() ?? []),
  ];
  const one = (key: ProgramKey) => known.get(repositoryText(key))?.get(key.issue);
  const learn = (key: ProgramKey, name: string, branch = canonicalBranch(name)) => {
    const place = repositoryText(key);
    const its = known.get(place) ?? new Map<number, Known>();
    known.set(place, its.set(key.issue, { key, name, branch }));
  };
  const learnAll = (repository: Repository, registry: Registry) => {
    for (const { issue, name, branch, source } of registry.programs) {
      const { account, owner, name: repo } = repository;
      const key = { account, owner, name: repo, issue };
      learn(key, name, branch);
      if (source.kind === "file") learnFile(key, source.path);
    }
    registries.set(repositoryText(repository), { repository, rows: registry.programs });
  };
  return {
    nameOf: (key) => one(key)?.name ?? null,
    branchOf: (key) => one(key)?.branch ?? null,
    fileOf: (key) => files.get(programKeyText(key)),
    learnFile,
    learn,
    learnAll,
    registryIn: (repository, text) => {
      const before = read.get(repositoryText(repository));
      if (before?.text === text) return before.registry;
      const registry = readRegistry(text);
      if (registry === "absent") return registry;
      read.set(repositoryText(repository), { text, registry });
      learnAll(repository, registry);
      return registry;
    },
    rowsOf: (repository) => registries.get(repositoryText(repository))?.rows ?? [],
    rows: () => [...registries.values()].flatMap(({ rows }) => rows),
    inFlightElsewhere: ({ account, owner, name }) =>
      [...registries.values()]
        .filter(({ repository: at }) => at.account === account)
        .filter(({ repository: at }) => at.owner !== owner || at.name !== name)
        .flatMap(({ rows }) => rows.filter((row) => row.in_flight !== null && row.status === "active")),
    programsOf: (repository) => inside(repository).map(({ key }) => key),
    programOf: (repository, branch) =>
      inside(repository).find((program) => program.branch === branch)?.key ?? null,
  };
}
