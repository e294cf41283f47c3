// What a heading stands for: a section of a program, or one of another dialect's. A closed list; a heading that is
// not on it is context, and is only named where the section that it may have meant is missing.

/** The sections that a program must have. */
export type CoreName = "goal" | "target" | "evaluation";

const CORE: readonly CoreName[] = ["goal", "target", "evaluation"];

const CALLED: ReadonlyMap<string, CoreName> = new Map([
  ["goals", "goal"],
  ["targets", "target"],
  ["target file", "target"],
  ["target files", "target"],
  ["evaluations", "evaluation"],
  ["evaluation script", "evaluation"],
  ["evaluation command", "evaluation"],
]);

/** pi-autoresearch's names. They count only together: each alone may mean something else. */
const PI: ReadonlyMap<string, CoreName> = new Map([
  ["objective", "goal"],
  ["files in scope", "target"],
  ["how to run", "evaluation"],
]);

/** Longer ones are sentences. */
const TITLE_CHARACTERS = 60;
/** Headings that people give to what is a section here, for the message that the section is missing. */
const PERHAPS: Readonly<Record<CoreName, RegExp>> = {
  goal: /^(?:goal|objective|aim|purpose|mission|task|the (?:goal|task))\b/,
  target:
    /target|scope|\bfiles?\b|\bmutable\b|\beditable\b|you can\b|(?:may|can) (?:be )?(?:change|edit|modif)|what to (?:change|edit|modify)/,
  evaluation: /evaluat|benchmark|measure|how to run|^run\b|running|\bmetrics?\b|output format|verif|scor/,
};

const METRIC = /^(?:(?:primary |target )?metrics?(?: name| direction)?|direction|optimi[sz]ation direction)$/;

/** Lower case, without markup, emoji and punctuation around it. */
export function headingName(text: string): string {
  return text
    .slice(0, 256)
    .toLowerCase()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "")
    .replace(/\s+/g, " ");
}

/** The section that a heading names, and what it says behind a colon. Null for every other heading. */
export function coreHeading(text: string): { readonly name: CoreName; readonly said: string } | null {
  const whole = coreName(headingName(text));
  if (whole !== null) return { name: whole, said: "" };
  const colon = text.indexOf(":");
  const before = colon < 0 ? null : coreName(headingName(text.slice(0, colon)));
  return before === null ? null : { name: before, said: text.slice(colon + 1).trim() };
}

function coreName(name: string): CoreName | null {
  return CORE.find((one) => one === name) ?? CALLED.get(name) ?? null;
}

/** Headings of pi-autoresearch by the section that they stand for; empty where they are not all there. */
export function piHeadings(headings: readonly string[]): ReadonlyMap<string, CoreName> {
  const names = new Set(headings.map(headingName));
  return [...PI.keys()].every((name) => names.has(name)) ? PI : new Map();
}

/** The heading says what the metric is, or which way it goes. */
export function isMetricHeading(text: string): boolean {
  return METRIC.test(headingName(text));
}

/** The heading may be meant for this section, which is missing. */
export function mayStandFor(text: string, name: CoreName): boolean {
  return text.length <= TITLE_CHARACTERS && PERHAPS[name].test(headingName(text));
}
