// How much of what people said is carried along word by word. Pure; whose words count is decided in `plan`.

/** The newest of these (oldest first), as many as fit into so many characters; none older than the first that does not. */
export function newestThatFit<T extends { readonly text: string }>(
  notes: readonly T[],
  characters: number,
): readonly T[] {
  let left = characters;
  const tooMuch = notes.findLastIndex(({ text }) => {
    left -= text.length;
    return left < 0;
  });
  return notes.slice(tooMuch + 1);
}
