// What the text outside Target says must not change: a list under "Off limits", a sentence such as "never modify `a`".
// Whoever wrote it there meant it; nothing outside Target ever allows a file.

import { compileExclusion } from "../../../domain/paths/exclusion.ts";
import type { Block } from "../../markdown/markdown.ts";
import type { TargetEntry } from "./target-entry.ts";
import { pathsOf } from "./target-entry.ts";
import { announces, targetLines } from "./target-lines.ts";
import { forbiddenIn, pathsUnder } from "./target-prose.ts";

/** More of them are too many for Target, too. */
const MOST = 200;
/** A heading that is about files: "What did not work" is about something else. */
const ABOUT_FILES =
  /\b(?:do not|don['’]t|never|not|cannot|can['’]?t|must not|may not|no|nothing)\b.{0,40}\b(?:modif|chang|edit|touch)|\boff[- ]?limits?\b|\bout[- ]of[- ](?:scope|bounds)\b|\bforbidden\b|\bread[- ]?only\b|\bfrozen\b|\bhands[- ]off\b|\bprotected\b|\bimmutable\b|\bexclu\w+\b|\bdon['’]?ts\b|\bnon-?goals?\b|\bignored?\b.{0,20}\b(?:files?|paths?|folders?|director)|\b(?:keep|stay)\s+(?:away|clear|out)\b|\b(?:files?|paths?)\b.{0,20}\b(?:avoid|leave|ignore|skip)\b|\bleave\b.{0,20}\b(?:alone|untouched|as)\b|\b(?:not|un)[- ]?(?:allowed|editable|touch\w+)\b|\bnon-?targets?\b/i;

export function forbiddenOutside(blocks: readonly Block[]): readonly TargetEntry[] {
  const entries: TargetEntry[] = [];
  let isList = false;
  const lines = targetLines(blocks, { text: "", line: 0 }, Number.POSITIVE_INFINITY);
  for (const [index, { kind, text, line }] of lines.entries()) {
    if (entries.length > MOST) break;
    const isTitle = kind === "text" && lines[index + 1]?.kind === "item" && !/[.!?]$/.test(text);
    if (kind === "heading" || isTitle || announces(text)) isList = ABOUT_FILES.test(text.slice(-400));
    const { all, exceptions } =
      isList && (kind === "item" || kind === "path") ? pathsOf(text) : { all: [], exceptions: [] };
    const said = isList && (kind === "text" || kind === "table") ? pathsUnder(text) : forbiddenIn(text);
    // In a sentence outside Target a directory is the one at the root.
    const named = [...all, ...said.map((path) => path.replace(/\/$/, "/**"))];
    const paths = named
      .map((path) => path.replace(/^\/+(?=.)|(?<=\/)\/+/g, ""))
      .filter((path) => compileExclusion(path) !== null);
    if (paths.length > 0) entries.push({ list: "not", paths, exceptions, text, line });
  }
  return entries;
}
