// Whether a reason is one that a person understands who reads it on an issue. Knows no agent.

const LONGEST = 400;

/** What a sentence must not be, and what to say then. */
const NOT_PLAIN: readonly (readonly [RegExp, string])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a terminal
  [/\u001b/, "it holds escapes of a terminal"],
  [/[{[]\s*"/, "it holds JSON"],
  [/^\s+at .+:\d+:\d+\)?$/m, "it holds a stack trace"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d/, "it holds lines of a log"],
];

/** What is wrong with it; empty where a person understands it and it tells the cause. */
export function plainSentence(text: string, cause: RegExp): readonly string[] {
  const problems = NOT_PLAIN.flatMap(([pattern, problem]) => (pattern.test(text) ? [problem] : []));
  if (text.length > LONGEST) problems.push(`it is ${text.length} characters long`);
  if (!cause.test(text)) problems.push("it does not tell the cause");
  return problems.length === 0 ? [] : [`${problems.join(", ")}: ${text}`];
}
