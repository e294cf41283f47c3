// Outside text made harmless on GitHub: no mention, reference, link, markup, HTML or command of it is live.
// Everything that an agent, a program or a stranger wrote passes through here before a template holds it.
// Nothing here may decide what is worth showing, and no other file may quote outside text on its own.

/** Characters that the eye does not see but a parser does: controls, zero-width, bidirectional, lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const INVISIBLE_BUT_LINES_AND_TABS = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const LINE_END = /\r\n?|[\u0085\u2028\u2029]/g;

/**
 * Words that GitHub turns into something live even when Markdown leaves them alone: mentions and e-mail addresses,
 * `#1` and `owner/repo#1`, `GH-1`, advisories, URLs, commit ids, mathematics; and a command at the start.
 * GitHub docs: "Autolinked references and URLs"; GFM spec 6.9, extended autolinks.
 */
const LIVE =
  /[@$]|#[0-9a-z]|(?<![0-9a-z])(?:gh|ghsa|cve)-\w|:\/\/|www\.|(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])|^\//i;

/** Markdown that means something anywhere in a line, and what means something only where a line begins. */
const MARKUP = /[\\`*_[\]<>~|&]/g;
const LINE_START = /^(\d{1,9}(?=[.)])|(?=[-+=#:]))/;

/**
 * Outside text as one line that may stand anywhere in our Markdown, a table cell too (see `tableCell`). Reads
 * as it was written: what would be live is shown as code, code in single backticks stays code, the rest is escaped.
 * @param max characters to show, `…` included; the Markdown itself may be longer by its escapes
 */
export function inertLine(text: string, max: number): string {
  const line = cut(oneLine(text), max);
  let out = "";
  let before = "";
  for (const [part] of line.matchAll(/`[^`]+`|[^`]+|`+/g)) {
    const isCode = part.length > 2 && part.startsWith("`") && part.endsWith("`");
    const next = isCode ? code(part.slice(1, -1)) : words(part);
    // Two code spans that touch would be read as one.
    out += before.endsWith("`") && next.startsWith("`") ? ` ${next}` : next;
    before = next;
  }
  return out.replace(LINE_START, "$1\\");
}

/** Outside text as an inert line that ends like a sentence. */
export function sentence(text: string, max: number): string {
  const line = inertLine(text, max);
  return line === "" || /[.!?…]$/.test(line) ? line : `${line}.`;
}

/**
 * Outside text of several lines as a fenced block whose fence is longer than any inside. Starts a line of its own.
 * @param max characters to show, `…` included
 */
export function inertBlock(text: string, max: number): string {
  const lines = text.replace(LINE_END, "\n").replace(INVISIBLE_BUT_LINES_AND_TABS, "");
  const body = cut(withoutComments(lines).replace(/^\n+/, "").trimEnd(), max);
  let fence = "```";
  for (const [run] of body.matchAll(/`{3,}/g)) if (run.length >= fence.length) fence = `${run}\``;
  return `${fence}text\n${body}\n${fence}`;
}

/** Outside text as one code span, such as a path. `—` where nothing is left to show. */
export function inlineCode(text: string, max: number): string {
  return code(cut(oneLine(text), max));
}

/** One line of our Markdown as a cell of a table: a bar inside code would end the cell. */
export function tableCell(line: string): string {
  return line.replace(/(?<!\\)\|/g, "\\|");
}

/** The first `max` characters (code points), the last of them `…` where something was cut off. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = Array.from(text.slice(0, 2 * max + 2));
  return characters.length <= max
    ? text
    : `${characters
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
}

/** One line without invisible characters and without the beginning of an HTML comment. */
export function oneLine(text: string): string {
  // What is invisible may stand between two spaces.
  const line = text
    .replace(/[\s\u0085]+/g, " ")
    .replace(INVISIBLE, "")
    .replace(/ {2,}/g, " ");
  return withoutComments(line).trim();
}

/** Our own markers are HTML comments: none may ever come from outside, not even inside code. */
function withoutComments(text: string): string {
  return text.replaceAll("<!--", "<! --");
}

function words(text: string): string {
  return text.replace(/[^ ]+/g, (word) => (LIVE.test(word) ? asCode(word) : escaped(word)));
}

function escaped(text: string): string {
  return text.replace(MARKUP, "\\$&");
}

/** The word as code, without the brackets and punctuation around it. */
function asCode(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && `("'[`.includes(word.charAt(from))) from++;
  while (to > from && `)"'].,;:!?`.includes(word.charAt(to - 1))) to--;
  return escaped(word.slice(0, from)) + code(word.slice(from, to)) + escaped(word.slice(to));
}

function code(text: string): string {
  const inside = text.replaceAll("`", "'").trim();
  return inside === "" ? "—" : `\`${inside}\``;
}
