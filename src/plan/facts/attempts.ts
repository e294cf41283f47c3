// The proposals of a program as patches: what the journal says of one, and its file on the memory
// branch. Decides nothing about them.

import type { Attempt, KeptPatch, Report } from "../../domain/journal/iteration.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { ATTEMPTS_TOLD } from "../../domain/limits.ts";
import { memoryPath } from "../../domain/program/names.ts";
import { blobIdOf } from "../../text/format/hash.ts";
import type { Draft } from "../draft.ts";
import { stateIn, valueOr, type World } from "../world.ts";

/** What the journal says of a report's patch; no key where there is none. */
export function keptPatch({ seen }: World, { patch }: Report): { readonly patch?: KeptPatch } {
  if (patch === undefined) return {};
  if (seen.found.unkept !== null) return { patch: { state: "refused", blob: "" } };
  return { patch: { state: patch.state, blob: blobIdOf(patch.text) } };
}

/** The attempts of an iteration, the first one first. */
export function attemptsOf({ attempts = [] }: ProgramState, iteration: number): readonly Attempt[] {
  return attempts.filter((one) => one.iteration === iteration);
}

interface PatchFile {
  readonly path: string;
  /** Null: it is too old now. */
  readonly text: string | null;
}

/** What becomes of the patches on the memory branch, with what this plan adds to the journal. */
export function attemptFiles(world: World, { state }: Draft): readonly PatchFile[] {
  // It is not to be refused again for what is there beside the journal.
  if (world.seen.found.unkept !== null) return [];
  const before = namesOf(world, stateIn(world.seen));
  const after = namesOf(world, state);
  const texts = patchTexts(world);
  const added = [...after].flatMap(([path, blob]) => {
    const text = before.has(path) ? undefined : texts.get(blob);
    return text === undefined ? [] : [{ path, text }];
  });
  const gone = [...before.keys()].filter((path) => !after.has(path));
  return [...added, ...gone.map((path) => ({ path, text: null }))];
}

/** Git's names for the patches that are on the branch, by path. */
function namesOf({ seen }: World, state: ProgramState | null): ReadonlyMap<string, string> {
  const there = (state?.attempts ?? []).filter(({ blob }) => blob !== "");
  return new Map(
    there.map(({ iteration, attempt, blob }) => [memoryPath.attempt(seen.name, iteration, attempt), blob]),
  );
}

/** The patches that are known, by git's names for them. */
export function patchTexts({ seen: { run, attempts } }: World): ReadonlyMap<string, string> {
  const known = valueOr(attempts, NONE);
  const text = run.state === "finished" ? run.report.patch?.text : undefined;
  return text === undefined ? known : new Map([...known, [blobIdOf(text), text]]);
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Those that an agent gets, oldest first. */
export function newestAttempts({ attempts = [] }: ProgramState): readonly Attempt[] {
  return attempts.slice(-ATTEMPTS_TOLD);
}

/** The newest proposals for an agent: names of files and what they hold, newest first. */
export function attemptsTold(world: World, state: ProgramState) {
  const texts = patchTexts(world);
  return newestAttempts(state)
    .toReversed()
    .flatMap(({ iteration, attempt, blob }) => {
      const text = texts.get(blob);
      return text === undefined ? [] : [{ name: `${iteration}-${attempt}.patch`, text }];
    });
}
