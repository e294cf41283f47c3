// Files that measure, and that the agent could change through a pattern of Target: what measures would then be part of what
// is measured. What is run is taken out of the pattern; what is only named is warned about, because measuring the
// changed file itself may be the very point.

import { checkPaths, normalisePath } from "../../domain/paths/paths.ts";
import type { Definition, Warning } from "../../domain/program/program.ts";
import { filesRun } from "./files-run.ts";

/** Words of a script that are looked at; each is matched against every line of Target. */
const WORDS = 200;
/** Paths that a warning names. */
const NAMED = 3;

type Measuring = Pick<Definition, "evaluation" | "gates" | "targets" | "excluded">;

/** Files that Evaluation or a gate runs and that only a pattern opens: no agent may change these. */
export function takenOut(definition: Measuring): readonly string[] {
  return opened(definition, runBy(definition)).filter((path) => !definition.targets.includes(path));
}

/** Files that Evaluation or a gate runs and that Target spells out: its author lets the agent change them. */
export function leftOpen(definition: Measuring): readonly string[] {
  return opened(definition, runBy(definition)).filter((path) => definition.targets.includes(path));
}

/** @param definition before anything was taken out */
export function changeableMeasuring(definition: Measuring): readonly Warning[] {
  const { evaluation, targets } = definition;
  const run = takenOut(definition);
  const named = opened(definition, pathsIn(evaluation)).filter(
    (path) => !targets.includes(path) && !run.includes(path),
  );
  return [
    ...(run.length === 0
      ? []
      : [
          said(
            `Evaluation or a gate runs ${list(run)}, which only a pattern of Target opens: the agent may not change it unless Target names it`,
          ),
        ]),
    ...(named.length === 0
      ? []
      : [
          said(
            `Evaluation names ${list(named)}, which Target lets the agent change: list it under "Do NOT modify" unless that is meant`,
          ),
        ]),
  ];
}

function runBy({ evaluation, gates }: Measuring): readonly string[] {
  const scripts = [evaluation, ...gates.map(({ run }) => run)];
  return [...new Set(scripts.flatMap(filesRun))]
    .filter((path) => normalisePath(path) === path)
    .slice(0, WORDS);
}

function opened({ targets, excluded }: Measuring, paths: readonly string[]): readonly string[] {
  const rules = { targets, excluded, protectedPaths: [], program: "" };
  return paths.filter((path) => checkPaths([path], rules).length === 0);
}

/** Words that look like the path of a file: there is a directory or an ending. */
function pathsIn(script: string): readonly string[] {
  const words = new Set(
    script.split(/[\s"'`;|&()<>=]+/, WORDS * 10).map((word) => word.replace(/^\.\//, "")),
  );
  return [...words]
    .filter((word) => /^[\w.@/-]+$/.test(word) && /[^/]\.\w{1,8}$/.test(word) && normalisePath(word) === word)
    .slice(0, WORDS);
}

function list(paths: readonly string[]): string {
  const more = paths.length - NAMED;
  const named = paths.slice(0, NAMED).map((path) => `\`${path}\``);
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function said(message: string): Warning {
  return { line: null, message };
}
