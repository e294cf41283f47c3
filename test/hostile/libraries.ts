// What software other than ours would make of a case: which library each family's input is aimed at. The corpus must be
// harmless there, because anybody may take a case out of this repository and paste it somewhere.

import { Cron } from "croner";
import { unzipSync } from "fflate";
import MarkdownIt from "markdown-it";
import { fromMarkdown } from "mdast-util-from-markdown";
import { minimatch } from "minimatch";
import picomatch from "picomatch";
import { parseDocument } from "yaml";
import { archiveOf } from "./archives.ts";
import { documentText, GOOD_PROPOSAL, GOOD_REPORT } from "./documents.ts";
import { journalText, registryText, stateFileText } from "./memory-readers.ts";
import { fieldsIn } from "./outcome.ts";
import { programText } from "./program-readers.ts";

type Aim = (input: unknown) => void;

const markdownIt = new MarkdownIt({ html: true, linkify: true });

function asMarkdown(text: string): void {
  orRaises(() => markdownIt.render(text));
  orRaises(() => fromMarkdown(text));
}

function asYaml(text: string): void {
  orRaises(() => parseDocument(text).toJS());
}

/** Every line alone, too, as logs and journals are read. */
function asJson(text: string): void {
  for (const one of [text, ...text.split("\n")]) orRaises(() => JSON.parse(one));
}

function asGlob(pattern: string, path: string): void {
  orRaises(() => minimatch(path, pattern));
  orRaises(() => picomatch(pattern)(path));
}

function asSchedule(text: string): void {
  orRaises(() => new Cron(text, { paused: true }).nextRun());
}

/** Libraries may refuse, loudly. */
function orRaises(work: () => unknown): void {
  try {
    work();
  } catch {
    // A refusal is an end.
  }
}

function textsIn(input: unknown): readonly string[] {
  if (typeof input === "string") return [input];
  return typeof input === "object" && input !== null ? Object.values(input).flatMap(textsIn) : [];
}

function aimPrograms(input: unknown): void {
  const text = programText(input);
  asMarkdown(text);
  const { frontmatter } = typeof input === "string" ? {} : fieldsIn(input);
  asYaml(typeof frontmatter === "string" ? frontmatter : text);
  for (const [, pattern = ""] of text.matchAll(/`([^`\n]+)`/g)) asGlob(pattern, "src/a.ts");
}

const aimDocument =
  (textOf: (input: unknown) => string): Aim =>
  (input) =>
    asJson(textOf(input));

const asText: Aim = (input) => textsIn(input).forEach(asMarkdown);
const asData: Aim = (input) => textsIn(input).forEach(asJson);

/** Families that are not here are read by nobody's parser but ours: titles, trailers, names, paths, logs. */
const AIMS: ReadonlyMap<string, Aim> = new Map<string, Aim>([
  ["programs", aimPrograms],
  ["repo-config", (input) => asYaml(String(input))],
  ["set-commands", (input) => textsIn(input).forEach(asYaml)],
  ["schedules", (input) => asSchedule(String(input))],
  [
    "globs",
    (input) => {
      const { pattern, path = "src/a.ts" } = fieldsIn(input);
      asGlob(String(pattern), String(path));
    },
  ],
  ["state-files", (input) => markdownIt.render(stateFileText(input))],
  ["journals", aimDocument(journalText)],
  ["registries", aimDocument(registryText)],
  ["proposal-documents", aimDocument((input) => documentText(GOOD_PROPOSAL, input))],
  ["reports", aimDocument((input) => documentText(GOOD_REPORT, input))],
  ["answers", asData],
  ["agent-costs", asData],
  ["evaluation-output", asData],
  ["comments", asText],
  ["check-boxes", asText],
  ["markers", asText],
  ["outside-text", asText],
  ["artifacts", (input) => orRaises(() => unzipSync(archiveOf(fieldsIn(input))))],
]);

/** What `growth.ts` repeats, as one family a name. */
const GROWN: readonly (readonly [begins: string, aim: Aim])[] = [
  ["program", asText],
  ["outside text", asText],
  ["comment", asText],
  ["state file", (input) => markdownIt.render(String(input))],
  ["repository configuration", (input) => asYaml(String(input))],
  ["evaluation", asData],
  ["glob", (input) => asGlob("*a*b", String(input))],
];

/** Gives the libraries of a family one of its inputs; ends when they have. */
export function aimOf(family: string): Aim {
  return (
    AIMS.get(family) ?? GROWN.find(([begins]) => family.startsWith(`${begins}:`))?.[1] ?? (() => undefined)
  );
}
