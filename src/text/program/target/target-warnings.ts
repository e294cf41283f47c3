// Exclusions that stand where they keep nothing from changing: what their author meant to guard may then be open.
// Says how to write them; decides nothing.

import { anywhere } from "../../../domain/paths/exclusion.ts";
import { type Glob, matches, mayOverlap } from "../../../domain/paths/glob.ts";
import type { Warning } from "../../../domain/program/program.ts";
import { shortened } from "../../settings/problem.ts";

/** Directories that repositories have at their root: who names one of these means that one. */
const AT_THE_ROOT =
  /^(?:\..*|src|lib|libs|app|apps|packages|crates|pkg|cmd|internal|include|tests?|spec|docs?|bench(?:es|marks?)?|scripts?|tools|examples?|build|dist|config|public|data|code|playground)$/;
/** Pairs of pattern and target that are compared at most. */
const MOST_PAIRS = 2_000;

/** Exclusions that overlap nothing of Target where they stand, and would at any depth. */
export function guardsNothing(
  excluded: readonly Glob[],
  targets: readonly Glob[],
  line: number,
): readonly Warning[] {
  if (excluded.length * targets.length > MOST_PAIRS) return [];
  return excluded.flatMap((glob) => {
    const [first = ""] = glob.pattern.split("/");
    const isAnchored = !first.includes("*") && !AT_THE_ROOT.test(first);
    if (!isAnchored || targets.some((target) => mayOverlap(glob, target))) return [];
    const deep = anywhere(glob);
    if (deep === null || !targets.some((target) => opensSomeOf(target, deep))) return [];
    return [warning(glob.pattern, "matches nothing that Target allows", line)];
  });
}

/** A target that names one file is compared with it, because at any depth every name may be met. */
function opensSomeOf(target: Glob, deep: Glob): boolean {
  const isFile = !/[*?{]/.test(target.pattern) && /\.\w+$/.test(target.pattern);
  return isFile ? matches(deep, target.pattern) : mayOverlap(deep, target);
}

function warning(pattern: string, what: string, line: number | null): Warning {
  const shown = shortened(pattern);
  return { line, message: `\`${shown}\` ${what}: to keep it at any depth write \`**/${shown}\`` };
}
