// A short YAML mapping of settings, read strictly: at most 4 KB, pre-scanned, each key once. Shared by a program's
// frontmatter and the repository's configuration; what the keys mean is none of its business.

import { isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { FRONTMATTER_BYTES } from "../../domain/limits.ts";
import type { Problem } from "../../domain/program/program.ts";
import { problem } from "./problem.ts";
import { refuseYaml } from "./yaml-scan.ts";

/** The parser compares every key with every other. */
const MOST_LINES = 200;

/** One setting. Maps are `Map`s, so that no key can mean more than a key. */
interface Entry {
  /** As written. */
  readonly key: string;
  readonly value: unknown;
  /** The value's own text, for messages. */
  readonly source: string;
  /** 1-based in the whole text. */
  readonly line: number;
}

/**
 * @param where what the mapping is called in problems
 * @param firstLine 1-based line of the whole text on which the YAML begins
 */
export function readYamlMap(
  lines: readonly string[],
  where: string,
  firstLine: number,
): { readonly entries: readonly Entry[]; readonly problems: readonly Problem[] } {
  const refused = (message: string, found: string | null, allowed: string, line: number) => ({
    entries: [],
    problems: [problem(where, message, found, allowed, line)],
  });
  const lineOf = (index: number) => lines.slice(index, index + 1).join("");
  const text = lines.join("\n");
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > FRONTMATTER_BYTES)
    return refused("is too long", `${bytes} bytes`, `at most ${FRONTMATTER_BYTES} bytes`, firstLine);
  if (lines.length > MOST_LINES)
    return refused("has too many lines", `${lines.length} lines`, `at most ${MOST_LINES} lines`, firstLine);
  const refusal = refuseYaml(lines);
  if (refusal !== null)
    return refused(
      `holds ${refusal.what}`,
      lineOf(refusal.line),
      "plain `key: value` lines, lists and maps",
      firstLine + refusal.line,
    );

  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    version: "1.2",
    schema: "core",
    uniqueKeys: true,
    // The pretty form quotes the source once for every error, and there may be thousands.
    prettyErrors: false,
  });
  const lineAt = (offset = 0) => firstLine + counter.linePos(offset).line - 1;
  const [error] = document.errors;
  if (error !== undefined) {
    const line = lineAt(error.pos[0]);
    const twice = error.code === "DUPLICATE_KEY";
    return refused(
      twice ? "names a key twice" : "is not valid YAML",
      lineOf(line - firstLine),
      twice ? "each key once" : "`key: value` lines; text with `:`, `#` or quotes in it stands in quotes",
      line,
    );
  }
  if (document.contents === null) return { entries: [], problems: [] };
  if (!isMap(document.contents))
    return refused("is not a list of settings", text, "`key: value` lines", firstLine);

  const entries = document.contents.items.map(({ key, value }): Entry => {
    const range = (value as Node | null)?.range;
    return {
      key: isScalar(key) ? String(key.value) : String(key),
      value: (value as Node | null)?.toJS(document, { mapAsMap: true }) ?? null,
      source: range ? text.slice(range[0], range[1]) : "",
      line: lineAt((key as Node).range?.[0]),
    };
  });
  return { entries, problems: [] };
}
