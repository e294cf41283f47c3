// How the corpus reads what stands in issues, comments and configuration: one reader a family.

import { compileGlob, matches } from "../../src/domain/paths/glob.ts";
import { canonicalBranch, nameFromTitle, programName } from "../../src/domain/program/names.ts";
import { nameOfFile } from "../../src/domain/program/program-files.ts";
import { parseCron } from "../../src/domain/schedule/cron.ts";
import { dueAt } from "../../src/domain/schedule/schedule.ts";
import { tickedBox } from "../../src/text/command/check-boxes.ts";
import { parseCommand } from "../../src/text/command/command.ts";
import { commandReason } from "../../src/text/command/command-reasons.ts";
import { parseProgram } from "../../src/text/program/program.ts";
import { readOverride } from "../../src/text/settings/overrides.ts";
import { parseRepoConfig } from "../../src/text/settings/repo-config.ts";
import { describeSchedule, parseSchedule, SCHEDULE_ALLOWED } from "../../src/text/settings/schedule.ts";
import {
  accepted,
  fieldsIn,
  type Outcome,
  type Reader,
  reading,
  refused,
  refusedFor,
  textIn,
} from "./outcome.ts";

/** A text that is whole, or parts of one whose other parts are good. */
export function programText(input: unknown): string {
  if (typeof input === "string") return input;
  const {
    frontmatter,
    goal = "Make it fast.",
    target = "Only modify these files:\n- `src/a.ts`",
    evaluation = "```bash\nnode bench.mjs\n```\n\nThe metric is `ms`. Lower is better.",
  } = fieldsIn(input);
  const above = frontmatter === undefined ? "" : `---\n${textIn(frontmatter)}\n---\n`;
  return `${above}## Goal\n\n${goal}\n\n## Target\n\n${target}\n\n## Evaluation\n\n${evaluation}\n`;
}

function readProgram(input: unknown): Outcome {
  const { definition, problems, warnings } = parseProgram(programText(input));
  const [first] = problems;
  if (first !== undefined) return refusedFor(first);
  if (definition === null) throw new Error("neither a definition nor a problem");
  return accepted({ ...definition, warnings: warnings.map(({ message }) => message) });
}

function readTitle(input: unknown): Outcome {
  const { title, number = 7, taken = [] } = fieldsIn(input);
  const issue = { number: Number(number), title: textIn(title) };
  const name = programName(issue, new Set(taken as readonly string[]));
  return accepted({ name, branch: canonicalBranch(name), bracketed: nameFromTitle(issue.title) });
}

function readComment(input: unknown): Outcome {
  const command = parseCommand(textIn(input));
  if (command === null) return accepted({ prose: true });
  if (command.verb === "unknown") return refused(commandReason.didYouMean(command.written, command.meant));
  return command.verb === "malformed" ? refused(commandReason.malformed(command.written)) : accepted(command);
}

function readSetCommand(input: unknown): Outcome {
  const { key, value } = fieldsIn(input);
  const override = readOverride(textIn(key), textIn(value));
  return "wrong" in override ? refused(override.wrong) : accepted(override);
}

function readConfig(input: unknown): Outcome {
  const { config, problems } = parseRepoConfig(textIn(input));
  const [first] = problems;
  return first === undefined ? accepted(config) : refusedFor(first);
}

/** A schedule that is taken must also be one that comes due, or says that it never will. */
function readSchedule(input: unknown): Outcome {
  const schedule = parseSchedule(textIn(input));
  if (schedule === null) return refused(`Allowed: ${SCHEDULE_ALLOWED}`);
  const due = dueAt(schedule, Date.UTC(2026, 0, 1), 0);
  return accepted({
    said: describeSchedule(schedule),
    due: due === null ? null : new Date(due).toISOString(),
    fields: parseCron(textIn(input)) === null ? null : 5,
  });
}

function readGlob(input: unknown): Outcome {
  const { pattern, path = "src/a.ts" } = fieldsIn(input);
  const glob = compileGlob(textIn(pattern));
  return glob === null ? refused("no path or glob") : accepted({ matches: matches(glob, textIn(path)) });
}

export const PROGRAM_READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["programs", reading(readProgram)],
  ["titles", reading(readTitle)],
  ["program-files", reading((input) => accepted({ name: nameOfFile(textIn(input)) }))],
  ["comments", reading(readComment)],
  ["check-boxes", reading((input) => accepted({ ticked: tickedBox(textIn(input)) }))],
  ["set-commands", reading(readSetCommand)],
  ["repo-config", reading(readConfig)],
  ["schedules", reading(readSchedule)],
  ["globs", reading(readGlob)],
]);
