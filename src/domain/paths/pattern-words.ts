// What people write where a path should stand: syntax of other globs, names in code, lines of a file. Tells them apart
// from patterns that `glob.ts` understands; matches nothing itself.

/** A group of other globs: `@(a|b)`, `!(a)`. `(group)` alone is a directory's name. */
const EXTENDED = /[@!+*?]\(|\|/;
const RANGE_IN_BRACES = /\{[^{},]*\.\.[^{},]*\}/;
const BRACKETS = /\[([^[\]]*)\]/g;
/** `[id]`, `[...slug]`, `[[id]].tsx`: names of routes, which begin a segment. */
const ROUTE = /^(?:\.\.\.)?[\p{L}_$][\p{L}\p{N}_$-]+$/u;

/**
 * Whether the pattern uses syntax that means something in other globs and nothing here: it would match no file, and
 * an exclusion so written would guard none.
 */
export function hasUnknownSyntax(pattern: string): boolean {
  if (EXTENDED.test(pattern) || RANGE_IN_BRACES.test(pattern) || /^[\^-]|\$$/.test(pattern)) return true;
  if (!isBalanced(pattern)) return true;
  return pattern.split("/").some((segment) => {
    if (segment === "...") return true;
    if (segment.includes("**") && segment !== "**") return true;
    return isClass(segment);
  });
}

/** Braces that open and close nothing are a slip. */
function isBalanced(pattern: string): boolean {
  let depth = 0;
  for (const character of pattern) {
    if (character === "{") depth++;
    else if (character === "}" && --depth < 0) return false;
  }
  return depth === 0;
}

/** The segment holds brackets that other globs take for one of several characters. */
function isClass(segment: string): boolean {
  return Array.from(segment.matchAll(BRACKETS)).some(({ index, 1: inside = "" }) => {
    const before = segment.slice(0, index).replace(/\[[^[\]]*\]|\([^()]*\)|[[.]/g, "");
    return !ROUTE.test(inside) || hasRange(inside) || before !== "" || /[*?]/.test(segment);
  });
}

/** `a-z`, `0-9`: the end is not before the beginning. `post-id` is a name. */
function hasRange(inside: string): boolean {
  for (let at = 1; at < inside.length - 1; at++) {
    const [from = "", to = ""] = [inside[at - 1], inside[at + 1]];
    if (inside[at] === "-" && from <= to && isOfKind(from, to)) return true;
  }
  return false;
}

function isOfKind(from: string, to: string): boolean {
  return [/^\d$/, /^[a-z]$/, /^[A-Z]$/].some((kind) => kind.test(from) && kind.test(to));
}

/** What a word or a code span names. `path`: perhaps; only `glob.ts` knows. */
type Named =
  | { readonly kind: "path" }
  /** Lines of the file `path`. */
  | { readonly kind: "lines"; readonly path: string }
  /** A function, a command, an option: no file. */
  | { readonly kind: "name" };

export function whatIsNamed(text: string): Named {
  const lines =
    /^([^\s:#]+)(?:[:#]L?\d+(?:[-–:,]L?\d+)*|#[\w-]+)$/.exec(text)?.[1] ??
    /^([^\s:#]+)\s+\(?(?:lines?|L)\s*\d+.*$/i.exec(text)?.[1];
  if (lines !== undefined && !/^[a-z]$/i.test(lines)) return { kind: "lines", path: lines };
  const call = /^[\w$.:<>#~-]+\([^/]*\)\S*$/.test(text) && !/^[(@!]/.test(text);
  const space = text.search(/\s/);
  const command = space >= 0 && !text.slice(0, space).includes("/");
  if (call || command || /::|->|=>|[<>="']|^--\w|^-\w[^/.]*$|^\$\w+$/.test(text)) return { kind: "name" };
  return { kind: "path" };
}
