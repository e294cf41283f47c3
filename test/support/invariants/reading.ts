// Invariant 25: nothing is guessed, also for programs that an older reader read. What their text may be understood to say
// is taken without anybody's word only where it takes away.

import { isDeepStrictEqual } from "node:util";
import { compileGlob, samplePaths } from "../../../src/domain/paths/glob.ts";
import { checkPaths } from "../../../src/domain/paths/paths.ts";
import type { Definition } from "../../../src/domain/program/program.ts";
import type { Journalled } from "./past-memory.ts";
import { type JournalRule, unless } from "./rule.ts";

/** Another reading of the text that runs already, which nobody was asked about: nobody's act. */
export function isReadAnew({ event, before }: Journalled): boolean {
  return (
    event.type === "program.defined" &&
    event.hash === before?.definition?.hash &&
    before.pause?.kind !== "definition"
  );
}

/**
 * 25, nothing guessed: a reading that nobody was asked about measures the same, in the same epoch, and lets no file
 * change that the one before it did not, of those that the patterns of both may mean. That no run goes by what an older
 * reader understood is 15.
 */
export const onlyNarrows: JournalRule = (step) => {
  const { program, event, before } = step;
  if (event.type !== "program.defined" || !isReadAnew(step) || before?.definition == null) return [];
  const { parsed } = before.definition;
  const isSame =
    isDeepStrictEqual(whatCounts(parsed), whatCounts(event.definition)) && event.epoch === before.epoch;
  const opened = pathsToTry([parsed, event.definition]).filter(
    (path) => mayChange(event.definition, path) && !mayChange(parsed, path),
  );
  return [
    ...unless(isSame, () => `another reading of ${program} counts, and nobody was asked`),
    ...opened.slice(0, 1).map((path) => `${path} may be changed by ${program}, and nobody was asked`),
  ];
};

/** All but Target, and but the prose that agents read. */
function whatCounts({ targets: _, excluded: __, goal: ___, context: ____, ...rest }: Definition) {
  return rest;
}

function pathsToTry(read: readonly Definition[]): readonly string[] {
  const globs = read
    .flatMap(({ targets, excluded }) => [...targets, ...excluded])
    .flatMap((pattern) => compileGlob(pattern.replace(/^!/, "")) ?? []);
  return [...new Set(globs.flatMap(samplePaths))];
}

function mayChange({ targets, excluded }: Definition, path: string): boolean {
  const rules = { targets, excluded, protectedPaths: [], program: "" };
  return checkPaths([path], rules, new Set()).length === 0;
}
