// Files that the Evaluation names and that the agent could change through a pattern of Target: what measures would
// then be part of what is measured. A warning only: measuring the changed file itself may be the very point.

import { checkPaths, normalisePath } from "../../domain/paths/paths.ts";
import type { Definition, Warning } from "../../domain/program/program.ts";

/** Words of a script that are looked at; each is matched against every line of Target. */
const WORDS = 200;
/** Paths that the warning names. */
const NAMED = 3;

/** Nothing where Target spells the file out: its author knows. */
export function changeableMeasuring({
  evaluation,
  targets,
  excluded,
}: Pick<Definition, "evaluation" | "targets" | "excluded">): readonly Warning[] {
  const rules = { targets, excluded, protectedPaths: [], program: "" };
  const open = pathsIn(evaluation).filter(
    (path) => !targets.includes(path) && checkPaths([path], rules).length === 0,
  );
  if (open.length === 0) return [];
  const named = open
    .slice(0, NAMED)
    .map((path) => `\`${path}\``)
    .join(", ");
  const message = `Evaluation runs ${named}, which Target lets the agent change: list it under "Do NOT modify" unless that is meant`;
  return [{ line: null, message }];
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
