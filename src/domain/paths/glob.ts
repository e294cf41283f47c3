// Globs over repository paths: `*`, `**`, `?` and `{a,b}`. Polynomial by construction; never builds a RegExp
// from input, and never cleans a path up: callers normalise first (`paths.ts`).

/**
 * A pattern that {@link compileGlob} accepted, of at most 512 characters. Brackets and parentheses stand for themselves,
 * dot-files are files like others.
 */
export interface Glob {
  readonly pattern: string;
  /** What the braces expand to, at most 64, each split at `/` into at most 32 segments. */
  readonly alternatives: readonly (readonly string[])[];
}

const PATTERN_CHARACTERS = 512;
const PATTERN_SEGMENTS = 32;
const MAX_ALTERNATIVES = 64;
/** Who begins a path so means a disk of their own; `paths.ts` lets nobody change a file of such a name. */
const DRIVE = /^[a-z]:/i;
/** Stands for "any name" in {@link samplePaths}; no sensible pattern spells it out. */
const SAMPLE_NAME = "any~name";

/**
 * Accepts a pattern of plain relative path segments; null for one that is absolute or begins with a drive letter, is
 * negated, steps outside, names git's own directory, or expands to more than 64 alternatives.
 *
 * `src/lib/` means everything below. A last segment without wildcards names a file or a whole directory:
 * `src/lib` also matches `src/lib/a.ts`.
 */
export function compileGlob(pattern: string): Glob | null {
  const text = pattern.normalize("NFC").replace(/^\.\//, "");
  if (text === "" || text.length > PATTERN_CHARACTERS || /^[!~]|[\\\p{Cc}\p{Cf}\p{Cs}]/u.test(text))
    return null;
  const expanded = expandBraces(text.endsWith("/") ? `${text}**` : text);
  if (expanded === null || expanded.some((one) => DRIVE.test(one))) return null;
  const alternatives = expanded.map((one) => one.split("/"));
  const acceptable = alternatives.every((one) => one.length <= PATTERN_SEGMENTS && one.every(isSegment));
  return acceptable ? { pattern: text, alternatives } : null;
}

/**
 * Whether the glob describes this path. Case matters. Costs at most the length of each alternative times the path's.
 * @param path normalised by `paths.ts`
 */
export function matches(glob: Glob, path: string): boolean {
  const names = path.split("/");
  return glob.alternatives.some((segments) => matchSegments(segments, names));
}

/** Whether everything that `inner` matches is matched by `outer`, as far as stand-ins for its wildcards can tell. */
export function covers(outer: Glob, inner: Glob): boolean {
  return samplePaths(inner).every((path) => matches(outer, path));
}

/**
 * Some path may be matched by both. False only where none can be: a fixed name of one differs from the other's at the same
 * depth.
 */
export function mayOverlap(a: Glob, b: Glob): boolean {
  return a.alternatives.some((ours) => b.alternatives.some((theirs) => !differ(ours, theirs)));
}

/** Paths that the glob matches, its wildcards filled in; each `**` once as one directory and once as three. */
export function samplePaths(glob: Glob): readonly string[] {
  return glob.alternatives.flatMap((segments) =>
    [SAMPLE_NAME, [SAMPLE_NAME, SAMPLE_NAME, SAMPLE_NAME].join("/")].map((below) =>
      segments
        .map((one) => (one === "**" ? below : one.replaceAll("*", SAMPLE_NAME).replaceAll("?", "~")))
        .join("/"),
    ),
  );
}

function differ(ours: readonly string[], theirs: readonly string[]): boolean {
  for (const [index, name] of ours.entries()) {
    const other = theirs[index];
    if (other === undefined || name === "**" || other === "**") return false;
    if (isPlain(name + other) && name !== other) return true;
  }
  return false;
}

function isSegment(segment: string): boolean {
  return segment !== "" && segment !== "." && segment !== ".." && !/^\.git$|^\s|\s$/i.test(segment);
}

/** `reached[n]`: the segments read so far match the first n names. */
function matchSegments(segments: readonly string[], names: readonly string[]): boolean {
  let reached: readonly boolean[] = [true, ...names.map(() => false)];
  for (const [position, segment] of segments.entries()) {
    const next: boolean[] = reached.map(() => false);
    for (const [index, here] of reached.entries()) {
      const name = names[index];
      // `a/**` is what lies below `a`, not `a` itself: at the end `**` takes at least one name.
      if (segment === "**" && here && position < segments.length - 1) next[index] = true;
      if (name === undefined) continue;
      if (segment === "**" && (here || next[index])) next[index + 1] = true;
      if (segment !== "**" && here) next[index + 1] = matchName(segment, name);
    }
    if (!next.includes(true)) return false;
    reached = next;
  }
  // A plain last name takes everything below along.
  return reached.at(-1) === true || (reached.includes(true) && segments.slice(-1).every(isPlain));
}

function isPlain(segment: string): boolean {
  return !/[*?]/.test(segment);
}

/** Wildcards within one name: on a mismatch only the latest `*` takes one more character. */
function matchName(pattern: string, name: string): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let taken = 0;
  while (index < name.length) {
    if (pattern[at] === "*") {
      star = at++;
      taken = index;
    } else if (pattern[at] === "?" || pattern[at] === name[index]) {
      // `?` is one character, also where that takes two units; a literal is compared unit by unit.
      index += pattern[at] === "?" && Number(name.codePointAt(index)) > 0xffff ? 2 : 1;
      at++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++taken;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Null above the limit. Braces without a comma, and lonely ones, stand for themselves. */
function expandBraces(pattern: string): readonly string[] | null {
  const done = new Set<string>();
  let open = [{ head: "", rest: pattern }];
  while (open.length > 0) {
    const next: typeof open = [];
    for (const { head, rest } of open) {
      const group = firstGroup(rest);
      if (group === null) done.add(head + rest);
      else
        for (const option of group.options)
          next.push({ head: head + rest.slice(0, group.start), rest: option + rest.slice(group.end) });
      if (done.size + next.length > MAX_ALTERNATIVES) return null;
    }
    open = next;
  }
  return [...done];
}

function firstGroup(text: string): { start: number; end: number; options: readonly string[] } | null {
  for (let start = text.indexOf("{"); start >= 0; start = text.indexOf("{", start + 1)) {
    const options: string[] = [];
    let depth = 0;
    let from = start + 1;
    for (let at = start; at < text.length; at++) {
      const character = text[at];
      if (character === "{") depth++;
      else if (character === "," && depth === 1) {
        options.push(text.slice(from, at));
        from = at + 1;
      } else if (character === "}" && --depth === 0) {
        options.push(text.slice(from, at));
        if (options.length > 1) return { start, end: at + 1, options };
        break;
      }
    }
  }
  return null;
}
