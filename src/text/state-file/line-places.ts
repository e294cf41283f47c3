// Where the lines of a text are, which of them may be headings, and which stand in a closed code fence. Works on places in
// the text and cuts nothing out of it that does not begin like what is looked for: most lines of a state file are prose.

/** Where a line is: its text from `start` up to `end`, its line end up to `next`. */
export interface LinePlace {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The lines from this place on, each once, in one pass. */
export function* placesIn(text: string, from: number): Generator<LinePlace> {
  // Whoever looks for both ends at each line reads a text that has only one of them again and again.
  let feed = text.indexOf("\n", from);
  let back = text.indexOf("\r", from);
  let start = from;
  while (start < text.length) {
    if (feed !== -1 && feed < start) feed = text.indexOf("\n", start);
    if (back !== -1 && back < start) back = text.indexOf("\r", start);
    const isBack = back !== -1 && (feed === -1 || back < feed);
    const end = isBack ? back : feed === -1 ? text.length : feed;
    const next = isBack && feed === back + 1 ? feed + 1 : Math.min(end + 1, text.length);
    yield { start, end, next };
    start = next;
  }
}

/** Lines that begin with `#`, with up to three blanks before it, and that stand in no closed fence. */
export function headingsIn(text: string, from: number): readonly LinePlace[] {
  const found: LinePlace[] = [];
  const fences = new Fences(text);
  let fencedTo = from;
  for (const line of placesIn(text, from)) {
    if (line.start < fencedTo) continue;
    const sign = signOf(text, line.start);
    if (sign === HASH) found.push(line);
    else if (sign === BACKTICK || sign === TILDE) fencedTo = fences.closing(line)?.next ?? fencedTo;
  }
  return found;
}

const HASH = 35;
const BACKTICK = 96;
const TILDE = 126;
const BLANK = 32;

/** The first character behind up to three blanks. */
function signOf(text: string, start: number): number {
  let at = start;
  while (at < start + 3 && text.charCodeAt(at) === BLANK) at += 1;
  return text.charCodeAt(at);
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
    const sign = signOf(this.#text, start);
    if (sign !== BACKTICK && sign !== TILDE) return null;
    const fence = openingFence(this.#text.slice(start, end));
    const kind = fence?.charAt(0) ?? "";
    if (fence === null || fence.length >= (this.#open.get(kind) ?? Number.POSITIVE_INFINITY)) return null;
    for (const line of placesIn(this.#text, next)) {
      if (signOf(this.#text, line.start) === sign && closes(fence, this.#text.slice(line.start, line.end)))
        return line;
    }
    this.#open.set(kind, fence.length);
    return null;
  }
}

/** Backticks that have a backtick behind them on their line are code within text. */
function openingFence(line: string): string | null {
  const [, backticks, tildes] = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/s.exec(line) ?? [];
  return backticks ?? tildes ?? null;
}

/** At least as many of the same marks, and nothing else. */
function closes(fence: string, line: string): boolean {
  const [, end = ""] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
  return end.startsWith(fence);
}
