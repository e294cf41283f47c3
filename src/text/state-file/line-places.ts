// Where the lines of a text are, which of them may be headings, and which stand in a closed code fence. Works on places in
// the text and cuts nothing out of it that does not begin like what is looked for: most lines of a state file are prose.

/** Where a line is: its text from `start` up to `end`, its line end up to `next`. */
export interface LinePlace {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The lines from this place on, each once. */
export function* placesIn(text: string): Generator<LinePlace> {
  for (let start = 0; start < text.length; ) {
    const line = placeAt(text, start);
    yield line;
    start = line.next;
  }
}

function placeAt(text: string, start: number): LinePlace {
  const ends = /\r\n|\n|\r/g;
  ends.lastIndex = start;
  const found = ends.exec(text);
  return found === null
    ? { start, end: text.length, next: text.length }
    : { start, end: found.index, next: ends.lastIndex };
}

/**
 * Headings of level 1 and 2 (CommonMark 4.2) that stand in no closed fence. To look for what they and fences begin with
 * costs less than to look at each line.
 */
export function headingsIn(text: string, from: number): readonly LinePlace[] {
  const found: LinePlace[] = [];
  const fences = new Fences(text);
  let fencedTo = from;
  let hash = text.indexOf("#", from);
  let fence = nextFence(text, from);
  while (hash !== -1 || fence !== -1) {
    const isHash = fence === -1 || (hash !== -1 && hash < fence);
    const at = isHash ? hash : fence;
    const start = lineStart(text, at, fencedTo);
    const line = start === null ? null : placeAt(text, start);
    if (line !== null && !isHash) fencedTo = fences.closing(line)?.next ?? fencedTo;
    else if (line !== null && HEADING.test(text.slice(at, at + 3))) found.push(line);
    // What stands behind it on its line begins nothing.
    const on = Math.max(line?.end ?? 0, at + 1, fencedTo);
    if (isHash) hash = text.indexOf("#", on);
    else fence = nextFence(text, on);
  }
  return found;
}

/** The next three marks of one kind. */
function nextFence(text: string, from: number): number {
  const fences = /```|~~~/g;
  fences.lastIndex = from;
  return fences.exec(text)?.index ?? -1;
}

/** Two signs at most, and nothing that makes a word of them. */
const HEADING = /^##?(?:[ \t\n\r]|$)/;

/** Where the line begins of which this is the first character but for three blanks; null where it is not. */
function lineStart(text: string, at: number, from: number): number | null {
  let start = at;
  while (start > from && start > at - 3 && text.charAt(start - 1) === " ") start -= 1;
  if (at < from) return null;
  return start === from || /[\n\r]/.test(text.charAt(start - 1)) ? start : null;
}

/** The closed code fences of one text, asked for line by line from its beginning. */
export class Fences {
  readonly #text: string;
  /** Shortest fence of each kind that was found to be never closed: a longer one cannot be closed either. */
  readonly #open = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The closing line of the fence that begins with this line; null where none does, or nothing closes it. */
  closing({ start, end, next }: LinePlace): LinePlace | null {
    const fence = openingFence(this.#text.slice(start, end));
    const kind = fence?.charAt(0) ?? "";
    if (fence === null || fence.length >= (this.#open.get(kind) ?? Number.POSITIVE_INFINITY)) return null;
    // At least as many of the same marks, and nothing else.
    const ends = /[\n\r] {0,3}(`{3,}|~{3,})[ \t]*(?=[\n\r]|$)/g;
    ends.lastIndex = next - 1;
    for (let found = ends.exec(this.#text); found !== null; found = ends.exec(this.#text))
      if (found[1]?.startsWith(fence)) return placeAt(this.#text, found.index + 1);
    this.#open.set(kind, fence.length);
    return null;
  }
}

/** Backticks that have a backtick behind them on their line are code within text. */
function openingFence(line: string): string | null {
  const [, backticks, tildes] = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/s.exec(line) ?? [];
  return backticks ?? tildes ?? null;
}
