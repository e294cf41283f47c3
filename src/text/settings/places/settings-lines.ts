// Settings as people write them without a fence: lines or list items `key: value`, with the marks of Markdown around key
// and value. Makes them YAML that `yaml-map.ts` reads; what they mean is none of its business.

/** List marker, key, colon, value; bold, emphasis or code around the key, the colon inside or outside. */
const KEY_LINE =
  /^ {0,3}(?:[-*+][ \t]+)?[*_`]{0,3}([A-Za-z][\w-]*(?: [\w-]+){0,3})[*_`]{0,3}[ \t]*:[*_]{0,3}(?:[ \t]+(.*))?$/;
/** What stands in front of the first words of any line. */
const MARKS = /^[\s>|*_`+-]*/;
const FIRST_WORDS = /^[A-Za-z][\w-]{0,40}(?: [A-Za-z][\w-]{0,40})?/;

/** The line as YAML, or null where it is no `key: value`. */
export function yamlOf(line: string): string | null {
  const [, key, value = ""] = KEY_LINE.exec(line.trimEnd()) ?? [];
  if (key === undefined) return null;
  return `${key.replaceAll(" ", "-")}: ${value.trim().replace(/^`([^`]*)`$/, "$1")}`;
}

/** What a line that is no `key: value` begins with: one word, and two. */
export function firstWords(line: string): readonly string[] {
  const [words = ""] = FIRST_WORDS.exec(line.replace(MARKS, "")) ?? [];
  return words === "" ? [] : [...new Set([words.split(" ", 1).join(""), words])];
}
