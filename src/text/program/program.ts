// A program's text to what it defines, or to all that is wrong with it. Puts the parts together; each part's own
// grammar is in the file named after it. Never gives a default for something that was said wrongly.

import { BODY_CHARACTERS } from "../../domain/limits.ts";
import { heldOutFolder } from "../../domain/noise/hold-out.ts";
import type { Definition, ParsedProgram, Problem, Warning } from "../../domain/program/program.ts";
import { type Block, parseBlocks, splitLines } from "../markdown/markdown.ts";
import { markdownOf, readSections, type Section, type Sections } from "../markdown/sections.ts";
import { splitFrontmatter } from "../settings/places/frontmatter.ts";
import { settingsPlaces } from "../settings/places/settings-places.ts";
import { problem } from "../settings/problem.ts";
import { UNSAID } from "../settings/settings.ts";
import { readSettings } from "../settings/settings-source.ts";
import { readScript } from "./evaluation.ts";
import { heldOutSections } from "./held-out.ts";
import { readMeasure } from "./measure.ts";
import { changeableMeasuring, takenOut } from "./measured-by.ts";
import { missingSection } from "./missing-section.ts";
import { statements } from "./statements.ts";
import { forbiddenOutside } from "./target/forbidden.ts";
import { readTarget } from "./target/target.ts";
import { leftovers } from "./unconfigured.ts";

/**
 * Which reader this is: one more than the reader before it where the same text may be read as another definition. Programs
 * that run are then read again (`plan/life/reread.ts`).
 */
export const READER = 2;

/** A line costs more than a character; long programs have some hundred. */
const MOST_LINES = 5_000;

interface ReadOptions {
  /**
   * The program was taken over from an older edition, for which *higher* was better where nothing said so: it goes on
   * as it ran, with a warning.
   */
  readonly legacy?: boolean;
}

interface Draft {
  readonly partial: { -readonly [Key in keyof Definition]?: Definition[Key] };
  readonly problems: Problem[];
  readonly warnings: Warning[];
}

/**
 * Reads the Markdown of a program: an issue's body or a program file. Linear; texts longer than an issue can be
 * are refused. All problems are found at once, in the order in which a person would mend them.
 */
export function parseProgram(text: string, { legacy = false }: ReadOptions = {}): ParsedProgram {
  const unreadable = refuse(text);
  if (unreadable !== null)
    return { definition: null, partial: {}, configured: true, problems: [unreadable], warnings: [] };

  const lines = splitLines(text.replace(/^\uFEFF/, ""));
  const { frontmatter, body, preamble, problems } = splitFrontmatter(lines);
  const blocks = parseBlocks(body.lines, body.firstLine);
  const found = settingsPlaces(blocks, body.lines, body.firstLine);
  const sections = readSections(found.rest, body.lines, body.firstLine);
  const core = [...sections.goal, ...sections.target, ...sections.evaluation];
  const setup = leftovers(frontmatter === null ? [] : preamble, blocks, core);
  const draft: Draft = {
    partial: {},
    problems: [...setup, ...problems, ...found.problems],
    warnings: [...found.warnings],
  };

  const above = frontmatter === null ? [] : [{ name: "frontmatter", ...frontmatter }];
  const settings = readSettings([...above, ...found.places], sections.form, (section) => sourceOf(section));
  Object.assign(draft.partial, settings.settings);
  draft.problems.push(...settings.problems);
  draft.warnings.push(...settings.warnings);
  draft.problems.push(...heldOutSections(blocks));
  const open = core.length < 3 ? neverClosed(blocks.at(-1)) : null;
  if (open !== null) draft.problems.push(open);
  readCore(sections, blocks, draft, sourceOf);
  readMetricWords(sections, draft, settings.keys, legacy);
  if (sections.context !== "") draft.partial.context = sections.context;

  const said = complete(draft);
  if (said !== null) draft.warnings.push(...changeableMeasuring(said));
  const definition = said === null ? null : kept(said);
  return { definition, ...draft, configured: setup.length === 0 };

  function sourceOf(section: Section): string {
    return markdownOf(section.blocks, body.lines, body.firstLine);
  }
}

function refuse(text: string): Problem | null {
  const { length } = text;
  // GitHub counts code points, of which some are two of ours.
  const tooLong =
    length > 2 * BODY_CHARACTERS || (length > BODY_CHARACTERS && Array.from(text).length > BODY_CHARACTERS);
  const allowed = `at most ${BODY_CHARACTERS} characters`;
  if (tooLong) return problem("program", "is too long", `${length} characters`, allowed, null);
  const zero = text.indexOf("\0");
  const lines = splitLines(zero < 0 ? text : text.slice(0, zero)).length;
  if (zero >= 0)
    return problem("program", "holds a character that is no text", "U+0000", "text without it", lines);
  const most = `at most ${MOST_LINES} lines`;
  return lines > MOST_LINES ? problem("program", "has too many lines", `${lines} lines`, most, null) : null;
}

/** What hides the sections behind it, where one is missing. */
function neverClosed(last: Block | undefined): Problem | null {
  if (last?.kind === "code" && !last.closed)
    return problem(
      "program",
      "has a code block that is never closed",
      null,
      "a line that closes it",
      last.line,
    );
  if (last?.kind === "html" && last.content.trimStart().startsWith("<!--") && !last.content.includes("-->"))
    return problem("program", "has a comment that is never closed", "<!--", "`-->` where it ends", last.line);
  return null;
}

function readCore(
  sections: Sections,
  blocks: readonly Block[],
  draft: Draft,
  sourceOf: (section: Section) => string,
): void {
  const goal = only("Goal", sections.goal);
  const target = only("Target", sections.target);
  const evaluation = only("Evaluation", sections.evaluation);
  if (goal !== undefined) draft.partial.goal = textOf(goal);
  if (target !== undefined) {
    const { targets, excluded, problems, warnings } = readTarget(target, forbiddenElsewhere(sections));
    Object.assign(draft.partial, { targets, excluded });
    draft.problems.push(...problems);
    draft.warnings.push(...warnings);
  }
  if (evaluation !== undefined) {
    const script = readScript(evaluation);
    if (script.evaluation !== null) draft.partial.evaluation = script.evaluation;
    draft.problems.push(...script.problems);
    draft.warnings.push(...script.warnings);
  }

  function textOf(section: Section): string {
    return [section.said ?? "", sourceOf(section)].filter((one) => one !== "").join("\n\n");
  }

  function only(title: "Goal" | "Target" | "Evaluation", found: readonly Section[]): Section | undefined {
    const [first, second] = found;
    if (first === undefined) draft.problems.push(missingSection(title, blocks));
    else if (second !== undefined)
      draft.problems.push(
        problem(title, "stands there twice", null, `one section \`## ${title}\``, second.line),
      );
    else if (textOf(first) === "")
      draft.problems.push(
        problem(title, "is empty", null, `something to read below \`## ${title}\``, first.line),
      );
    else return first;
    return undefined;
  }
}

function forbiddenElsewhere({ goal, evaluation, rest }: Sections) {
  return [...[...goal, ...evaluation].map(({ blocks }) => blocks), rest].flatMap(forbiddenOutside);
}

/** The metric's name and direction, which sentences may give as well as settings. */
function readMetricWords(
  sections: Sections,
  { partial, problems, warnings }: Draft,
  keys: ReadonlySet<string>,
  legacy: boolean,
): void {
  const [evaluation] = sections.evaluation;
  const found = readMeasure({
    goal: statements(sections.goal[0]),
    measuring: [...statements(evaluation), ...sections.metric.flatMap(statements)],
    isThere: evaluation !== undefined,
    line: evaluation?.line ?? null,
    metric: keys.has("metric") ? { set: partial.metric ?? null } : null,
    direction: keys.has("metric-direction") ? { set: partial.direction ?? null } : null,
    legacy,
  });
  delete partial.direction;
  partial.metric = found.metric;
  if (found.direction !== null) partial.direction = found.direction;
  problems.push(...found.problems);
  warnings.push(...found.warnings);
}

/** Null where there is a problem; that something is missing is one. */
function complete({ partial, problems }: Draft): Definition | null {
  const { goal, targets, excluded, evaluation, direction } = partial;
  const isMissing = goal === undefined || targets === undefined || excluded === undefined;
  if (problems.length > 0 || isMissing || evaluation === undefined || direction === undefined) return null;
  return { goal, targets, excluded, evaluation, context: "", direction, ...UNSAID, ...partial };
}

/**
 * With what measures taken out of what may change: told, judged and hidden as everything that may not is, and another
 * choice begins a new epoch as that does.
 */
function kept(definition: Definition): Definition {
  const { excluded, holdOut } = definition;
  const heldOut = holdOut == null ? [] : [`${heldOutFolder(holdOut)}/**`];
  const measuring = [...takenOut(definition), ...heldOut];
  return measuring.length === 0 ? definition : { ...definition, excluded: [...excluded, ...measuring] };
}
