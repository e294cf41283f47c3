// Which of a few words was probably meant. Bounded: a word that is much longer than all of them means none.

/** Edits between what was written and what was meant. */
const MOST_EDITS = 2;

/** The nearest of `words` that at most so many edits lead to, the first of equals; null where there is none. */
export function nearest<const T extends string>(
  written: string,
  words: readonly T[],
  most: number = MOST_EDITS,
): T | null {
  let best: { readonly word: T; readonly edits: number } | null = null;
  for (const word of words) {
    if (Math.abs(word.length - written.length) > most) continue;
    const found = edits(written, word);
    // In a short word two edits leave hardly anything of it.
    if (found > most || found >= word.length - 1) continue;
    if (best === null || found < best.edits) best = { word, edits: found };
  }
  return best?.word ?? null;
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). Costs the product of the
 * lengths: compare those first.
 */
export function edits(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next: number[] = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a.charAt(i - 1) === b.charAt(j - 1);
      // At the first letters `charAt` finds nothing, which is no letter.
      const swapped = a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1);
      next.push(
        Math.min(
          at(row, j) + 1,
          at(next, j - 1) + 1,
          at(row, j - 1) + (same ? 0 : 1),
          swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

/** The cell at an index that there is. */
function at(row: readonly number[], index: number): number {
  const [edits = 0] = row.slice(index, index + 1);
  return edits;
}
