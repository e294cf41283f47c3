// The one sentence in which the tuner says what it changed, built and parsed side by side: it is the tuner's
// whole memory.

/** A change of one constant. */
interface Step {
  readonly name: string;
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

export function stepSentence({ name, path, from, to }: Step): string {
  return `Set \`${name}\` from ${from} to ${to} in \`${path}\``;
}

const NUMBER = "-?\\d{1,20}(?:\\.\\d{1,20})?(?:e[+-]?\\d{1,3})?";
const SENTENCE = new RegExp(`^Set \`([^\`]{1,200})\` from (${NUMBER}) to (${NUMBER}) in \`([^\`]{1,1000})\``);

/** The step of a sentence; null for sentences of others. */
export function parseStep(sentence: string): Step | null {
  const [, name, from, to, path] = SENTENCE.exec(sentence.slice(0, 2_000)) ?? [];
  if (name === undefined || path === undefined) return null;
  return { name, path, from: Number(from), to: Number(to) };
}
