// Link reference definitions (CommonMark 4.7), only as far as they decide where a paragraph's text begins. Linear: what
// is not closed ends the search.

/** CommonMark allows no longer label, and parsers no more open parentheses. */
const LABEL_CHARACTERS = 999;
const PARENTHESES = 32;
/** What a backslash can take its meaning from; in front of anything else it is a backslash. */
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", "(": ")" };

/** How many of a paragraph's first lines are definitions. */
export function definitionLines(lines: readonly string[]): number {
  const text = lines.map((line) => line.trim()).join("\n");
  let at = 0;
  let count = 0;
  while (at < text.length) {
    const end = definitionAt(text, at);
    if (end === null) break;
    count += text.slice(at, end).split("\n").length;
    at = end + 1;
  }
  return count;
}

/** Where the definition that begins here ends: at the end of a line. Null: there is none. */
function definitionAt(text: string, start: number): number | null {
  const label = labelEnd(text, start);
  if (label === null) return null;
  const target = skipBlanks(text, label);
  const end = targetEnd(text, target);
  if (end === null || end === target) return null;
  const here = skipSpaces(text, end);
  const atLineEnd = here === text.length || text.charAt(here) === "\n";
  const title = titleEnd(text, skipBlanks(text, end));
  if (title !== null && title > end && skipBlanks(text, end) > end) return title;
  return atLineEnd ? here : null;
}

/** Behind the colon. */
function labelEnd(text: string, start: number): number | null {
  if (text.charAt(start) !== "[") return null;
  const last = Math.min(text.length, start + 2 + LABEL_CHARACTERS);
  for (let at = start + 1; at < last; at++) {
    const character = text.charAt(at);
    if (character === "\\" && PUNCTUATION.test(text.charAt(at + 1))) at++;
    else if (character === "[") return null;
    else if (character === "]")
      return text.charAt(at + 1) === ":" && text.slice(start + 1, at).trim() !== "" ? at + 2 : null;
  }
  return null;
}

function targetEnd(text: string, start: number): number | null {
  if (text.charAt(start) === "<") {
    for (let at = start + 1; at < text.length && !"<\n".includes(text.charAt(at)); at++) {
      if (text.charAt(at) === "\\") at++;
      else if (text.charAt(at) === ">") return at + 1;
    }
    return null;
  }
  let open = 0;
  let at = start;
  for (; at < text.length && !/[\p{Cc} ]/u.test(text.charAt(at)); at++) {
    const character = text.charAt(at);
    if (character === "\\" && PUNCTUATION.test(text.charAt(at + 1))) at++;
    else if (character === "(" && ++open > PARENTHESES) return null;
    else if (character === ")" && --open < 0) break;
  }
  return open <= 0 ? Math.min(at, text.length) : null;
}

/** The end of the line on which the title that begins here is closed, with nothing behind it. */
function titleEnd(text: string, start: number): number | null {
  const opening = text.charAt(start);
  const closing = CLOSING[opening];
  if (closing === undefined) return null;
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\\" && PUNCTUATION.test(text.charAt(at + 1))) at++;
    else if (character === closing) {
      const end = skipSpaces(text, at + 1);
      return end === text.length || text.charAt(end) === "\n" ? end : null;
    } else if (character === opening) return null;
  }
  return null;
}

/** Behind blanks and at most one line end. */
function skipBlanks(text: string, start: number): number {
  const at = skipSpaces(text, start);
  return text.charAt(at) === "\n" ? skipSpaces(text, at + 1) : at;
}

function skipSpaces(text: string, start: number): number {
  let at = start;
  while (text.charAt(at) === " " || text.charAt(at) === "\t") at++;
  return at;
}
