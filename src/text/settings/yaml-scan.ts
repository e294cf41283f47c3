// A linear look at YAML before a parser sees it. Refuses what no setting needs: brackets, lists and indentation deeper
// than settings go, explicit keys, lists within a line, anchors, aliases, tags. Some of it costs a parser more than its
// length.
// May refuse odd but valid YAML; must never let one of these through.

/** Why the YAML is not read. `line` is 0-based within it. */
interface YamlRefusal {
  readonly line: number;
  readonly what: string;
}

const FLOW_DEPTH = 2;
const DASHES_A_LINE = 2;
const INDENT_COLUMNS = 40;

interface Scan {
  /** Open `[` and `{` at the start of the line. */
  flow: number;
  quote: "'" | '"' | null;
  /** Column of the key that a block scalar belongs to; deeper lines are its text. */
  scalar: number | null;
}

/** The first thing that is refused, or null. */
export function refuseYaml(lines: readonly string[]): YamlRefusal | null {
  const scan: Scan = { flow: 0, quote: null, scalar: null };
  for (const [line, text] of lines.entries()) {
    const what = refuseLine(text, scan);
    if (what !== null) return { line, what };
  }
  return null;
}

function refuseLine(text: string, scan: Scan): string | null {
  if (/^(?:%|---|\.\.\.)/.test(text)) return "a second document or a directive";
  const indent = text.search(/[^ ]|$/);
  if (scan.scalar !== null) {
    if (text.trim() === "" || indent > scan.scalar) return null;
    scan.scalar = null;
  }
  if (text.includes("\t")) return "a tab: use spaces";
  const inside = scan.flow > 0 || scan.quote !== null;
  if (!inside && indent > INDENT_COLUMNS) return "indentation this deep";
  const dashes = inside ? "" : text.replace(/^( *(?:- +)*(?:-$)?).*$/s, "$1");
  if (dashes.split("-").length - 1 > DASHES_A_LINE) return "lists this deep";
  return scanValues(text, dashes, inside, scan);
}

/**
 * @param dashes the line's indentation and list markers; what follows is scanned
 * @param inside the line begins within brackets or quotes
 */
function scanValues(text: string, dashes: string, inside: boolean, scan: Scan): string | null {
  const start = dashes.length;
  // A value may begin here: only there do YAML's indicators mean anything.
  let fresh = scan.quote === null;
  let keys = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    const ends = at + 1 === text.length || /\s/.test(text.charAt(at + 1));
    if (scan.quote !== null) {
      if (character === "\\" && scan.quote === '"') at++;
      else if (character === scan.quote && text.charAt(at + 1) === "'" && character === "'") at++;
      else if (character === scan.quote) scan.quote = null;
      continue;
    }
    if (/\s/.test(character)) continue;
    if (character === "#" && (at === 0 || /\s/.test(text.charAt(at - 1)))) return null;
    if (fresh) {
      if (character === "&" || character === "*")
        return `an anchor or alias (\`${character}\`): put the value in quotes`;
      if (character === "!") return "a tag (`!`): put the value in quotes";
      if (text.startsWith("<<", at)) return "a merge key (`<<`): write every key out";
      if (character === "-" && ends)
        return "a `-` in the middle of a line: put each entry of a list on a line of its own";
      if (character === "?") return "an explicit key (`?`): put the value in quotes";
      if (character === "'" || character === '"') scan.quote = character;
      if ((character === "|" || character === ">") && scan.flow === 0) {
        // Nothing on this line says what the text belongs to, so nothing here says where it ends.
        if (inside || (at === start && !dashes.includes("-")))
          return `a \`${character}\` that stands in front: put the value in quotes`;
        // The text is what is indented deeper than the key, or than the dash where there is no key.
        scan.scalar = at === start ? dashes.lastIndexOf("-") : start;
        return null;
      }
    }
    if (fresh && scan.flow === 0 && "]},".includes(character)) return `a stray \`${character}\``;
    if (character === ":" && ends && scan.flow === 0 && ++keys > 1)
      return "a second `:` in one line: put the value in quotes";
    const opens = (character === "[" || character === "{") && (fresh || scan.flow > 0);
    if (opens && ++scan.flow > FLOW_DEPTH) return "brackets this deep";
    if (scan.flow > 0 && (character === "]" || character === "}")) scan.flow--;
    fresh = opens || (character === ":" && (ends || scan.flow > 0)) || (character === "," && scan.flow > 0);
  }
  return null;
}
