// Finds a program's files: by its name, which its issue, the registry or the title tells, and by its branch, which its
// journal tells. One look where this process knows them already; a wrong guess costs another one, never a decision.

import { canonicalBranch, memoryPath, programName } from "../../domain/program/names.ts";
import type { ProgramKey, ProgramView } from "../../domain/repository/view.ts";
import type { Look, ProgramReads } from "../../ports/forge/program-reads.ts";
import type { MemoryStore } from "../../ports/memory-store.ts";
import type { Registry } from "../../text/journal/registry.ts";
import { parseStateFile } from "../../text/state-file/state-file.ts";
import { type JournalReader, newestSegment } from "./journal-reader.ts";
import type { ProgramIndex } from "./program-index.ts";

/** What looking needs. */
interface LookDeps {
  readonly forge: ProgramReads;
  readonly memory: MemoryStore;
  readonly index: ProgramIndex;
  readonly journals: JournalReader;
}

/** How a program was looked at, and what was seen. */
export interface Sight {
  readonly look: Look;
  readonly view: ProgramView;
}

/** A program, found by its name, as one look shows it. */
interface Named extends Sight {
  readonly name: string;
  /** The branch that was looked at. */
  readonly branch: string;
  /** The program's file that was looked at; undefined: none was known before the look. */
  readonly source: string | undefined;
  readonly texts: ReadonlyMap<string, string>;
  readonly registry: Registry | "absent";
}

/**
 * A program's files are found by its name, and its name by its issue: from this process's memory, else from the
 * registry, else (no program yet) from the title as adoption would choose it.
 */
async function lookByName(deps: LookDeps, key: ProgramKey, sight: Sight | null): Promise<Named> {
  const known = deps.index.nameOf(key);
  if (known !== null) {
    const named = await look(deps, key, known, sight);
    if (belongsTo(deps, named, key)) return named;
  }
  const first = await look(deps, key, null);
  const rows = first.registry === "absent" ? [] : first.registry.programs;
  const taken = new Set(rows.map((row) => row.name));
  const issue = first.view.issue;
  const asked = { number: key.issue, title: issue === "absent" ? "" : issue.title };
  const registered = rows.find((row) => row.issue === key.issue)?.name;
  let named = await look(deps, key, registered ?? programName(asked, taken));
  while (!belongsTo(deps, named, key)) {
    // The registry did not know that another issue's journal holds this name.
    taken.add(named.name);
    named = await look(deps, key, programName(asked, taken));
  }
  return named;
}

/**
 * A branch with another name than the canonical one, and a program's file, are known from the journal, which comes
 * with the look.
 * @param sight what was just seen, where that is what this would look at; null: nothing
 */
export async function lookAtItsBranch(
  deps: LookDeps,
  key: ProgramKey,
  sight: Sight | null = null,
): Promise<Named> {
  const named = await lookByName(deps, key, sight);
  const journal = deps.journals.read(named.name, named.view.memory.files, named.texts);
  const state = journal === "absent" || "broken" in journal ? null : journal.state;
  if (state === null) return named;
  const file = state.source.kind === "file" ? state.source.path : undefined;
  if (state.branch === named.branch && (file === undefined || named.source === file)) return named;
  deps.index.learn(key, named.name, state.branch);
  if (file !== undefined) deps.index.learnFile(key, file);
  return look(deps, key, named.name);
}

/** Whether the journal found under the name, if any, is this issue's. A broken one stays with the name. */
function belongsTo(deps: LookDeps, named: Named, key: ProgramKey): boolean {
  const journal = deps.journals.read(named.name, named.view.memory.files, named.texts);
  if (journal === "absent") {
    // An older edition's state file may be that of another issue, which is not adopted yet.
    const { issue } = parseStateFile(named.texts.get(memoryPath.state(named.name)) ?? "");
    return issue === null || issue === key.issue;
  }
  if ("broken" in journal || journal.state === null) return true;
  return journal.state.issue === key.issue;
}

async function look(
  deps: LookDeps,
  key: ProgramKey,
  name: string | null,
  sight: Sight | null = null,
): Promise<Named> {
  const branch = deps.index.nameOf(key) === name ? deps.index.branchOf(key) : null;
  const source = deps.index.fileOf(key);
  const asked: Look = {
    ...{ key, name },
    ...(branch === null ? {} : { branch }),
    ...(source === undefined ? {} : { source }),
  };
  const view = sight !== null && isSame(sight.look, asked) ? sight.view : await deps.forge.look(asked);
  const newest = name === null ? null : newestSegment(view.memory.files, name);
  const wanted = view.memory.files.filter(
    ({ path }) => !path.startsWith("journal/") || path === newest?.path,
  );
  const texts = await deps.memory.read(key, wanted);
  const text = texts.get(memoryPath.registry());
  const registry = text === undefined ? "absent" : deps.index.registryIn(key, text);
  const looked = { look: asked, view, texts, registry };
  return { ...looked, name: name ?? "", branch: branch ?? canonicalBranch(name ?? ""), source };
}

function isSame(one: Look, other: Look): boolean {
  return one.name === other.name && one.branch === other.branch && one.source === other.source;
}
