// Takes paths of a machine out of what was printed there. A path inside one of its places is named as people know it:
// from the repository's root, or from a home. Pure, and linear for each place.

/** A folder or file of a machine: absolute, without a slash at its end. */
export interface Place {
  readonly path: string;
  /** What stands for it; empty: it is the root from which paths are counted. */
  readonly as: string;
}

/** The text without these places; of two of which one lies in the other, the inner one counts. */
export function withoutPlaces(text: string, places: readonly Place[]): string {
  return places
    .filter(({ path }) => path.length > 1)
    .toSorted((one, other) => other.path.length - one.path.length)
    .reduce(without, text);
}

function without(text: string, { path, as }: Place): string {
  let out = "";
  let from = 0;
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + path.length)) {
    const end = at + path.length;
    if (!isWhole(text, at, end)) continue;
    const isRoot = as === "";
    const isInside = text[end] === "/";
    out += text.slice(from, at) + (isRoot && !isInside ? "." : as);
    from = isRoot && isInside ? end + 1 : end;
  }
  return out + text.slice(from);
}

/** Neither the beginning nor the end of another name. */
function isWhole(text: string, at: number, end: number): boolean {
  return !/[\w.~-]/.test(text.charAt(at - 1)) && !/^(?:[\w-]|\.\w)/.test(text.slice(end, end + 2));
}
