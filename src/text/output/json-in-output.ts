// JSON in what an evaluation printed: objects of one line, and documents over several. Reads Python's `NaN` and
// `Infinity` as what no number is. Linear: each line is looked at as part of one document at most.

/** Longer lines are data of the program, not a result. */
export const LINE_CHARACTERS = 65_536;
const DOCUMENT_CHARACTERS = 4 * 1024 * 1024;

/** Stands for a number that JSON does not know. */
export const NO_NUMBER = "\u0000NaN";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A run of lines that is one JSON value. */
interface JsonDocument {
  readonly from: number;
  /** Index of the last line. */
  readonly to: number;
  readonly source: string;
  readonly value: Json;
}

/**
 * Documents over several lines: one begins at a line that opens, and ends at the next line that closes at the same
 * indentation, as every pretty printer writes them.
 * @param lines without colours
 */
export function documentsIn(lines: readonly string[]): readonly JsonDocument[] {
  const found: JsonDocument[] = [];
  let open: { readonly at: number; readonly indent: number; readonly closer: string } | null = null;
  for (const [at, line] of lines.entries()) {
    const text = line.trimStart();
    const first = text.charAt(0);
    const indent = line.length - text.length;
    if (open !== null && indent === open.indent && first === open.closer) {
      const source = lines.slice(open.at, at + 1).join("\n");
      const value = source.length > DOCUMENT_CHARACTERS ? undefined : parseJson(source);
      if (value !== undefined) found.push({ from: open.at, to: at, source, value });
      open = null;
    } else if ((first === "{" || first === "[") && (open === null || indent <= open.indent)) {
      // A whole value of one line is none that goes on.
      if (!isWhole(text)) open = { at, indent, closer: first === "{" ? "}" : "]" };
    }
  }
  return found;
}

function isWhole(line: string): boolean {
  return /[}\]]\s*$/.test(line.slice(-8));
}

/** Undefined for what is no JSON, also with Python's words for numbers that are none. */
export function parseJson(source: string): Json | undefined {
  return parsed(/\b(?:NaN|Infinity)\b/.test(source) ? withoutWords(source) : source);
}

function parsed(source: string): Json | undefined {
  try {
    return JSON.parse(source) as Json;
  } catch {
    return undefined;
  }
}

function withoutWords(source: string): string {
  return source.replace(/"(?:[^"\\]|\\.)*"|[+-]?\b(?:NaN|Infinity)\b/g, (token) =>
    token.startsWith('"') ? token : JSON.stringify(NO_NUMBER),
  );
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Keys of a valid JSON object as they stand there, doubles included: `JSON.parse` keeps only the last of them. */
export function topLevelKeys(json: string): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (depth === 1 && token.endsWith(":"))
      keys.push(String(JSON.parse(token.slice(0, token.lastIndexOf('"') + 1))));
  }
  return keys;
}

export interface Reached {
  readonly found: Json;
  /** The object that holds it, and its key there. */
  readonly within: JsonObject;
  readonly key: string;
  /** The name is a key and a path to something else. */
  readonly ambiguous: boolean;
}

/** What a name reaches in an object: the key itself, else through nested objects and lists at its dots. */
export function reach(value: JsonObject, name: string): Reached | null {
  const own = Object.hasOwn(value, name);
  const nested = name.includes(".") ? descend(value, name.split(".")) : null;
  if (own) return { found: value[name] ?? null, within: value, key: name, ambiguous: nested !== null };
  return nested === null ? null : { ...nested, ambiguous: false };
}

function descend(value: JsonObject, steps: readonly string[]): Omit<Reached, "ambiguous"> | null {
  let here: Json = value;
  let within = value;
  let key = "";
  for (const [index, step] of steps.entries()) {
    if (isObject(here) && Object.hasOwn(here, step)) {
      within = here;
      key = steps.slice(index).join(".");
      here = here[step] ?? null;
    } else {
      const item: Json | undefined =
        Array.isArray(here) && /^(?:0|[1-9]\d{0,8})$/.test(step) ? here[Number(step)] : undefined;
      if (item === undefined) return null;
      here = item;
    }
  }
  return { found: here, within, key };
}
