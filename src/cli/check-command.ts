// `autoloop check`: shows how programs are understood and what keeps them from running. Reads files or standard
// input and prints; decides and changes nothing.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { nameFromTitle, REPO_CONFIG_PATH, slug } from "../domain/program/names.ts";
import type { ParsedProgram, Problem, Warning } from "../domain/program/program.ts";
import { nameOfFile } from "../domain/program/program-files.ts";
import { gateWords, guardrailBound } from "../text/comments/reading.ts";
import { oneLine } from "../text/format/inert.ts";
import { parseBlocks, splitLines } from "../text/markdown/markdown.ts";
import { errorWords } from "../text/outcome/system-errors.ts";
import { parseProgram } from "../text/program/program.ts";
import { againstTree } from "../text/program/target/against-tree.ts";
import { parseRepoConfig } from "../text/settings/repo-config.ts";
import { describeSchedule } from "../text/settings/schedule.ts";
import { filesToCheck, pathsAround, type Repository, repositoryAt } from "./check-sources.ts";

/** Exit codes: all programs can run; one cannot; one cannot be read. */
const EXIT = { ok: 0, problems: 1, unreadable: 2 } as const;

const STANDARD_INPUT = "-";

/** Where the command reads and writes, so that it can be tried without a process. */
interface CheckIo {
  /** Rejects where there is nothing to read. */
  readonly read: (file: string) => Promise<string>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

interface CheckOptions {
  readonly json?: boolean;
  /** A warning is as bad as a problem. */
  readonly strict?: boolean;
  /** The repository that the programs are about; null where there is none at hand. */
  readonly repository?: Repository | null;
}

/** Adds the command. It sets `process.exitCode`: 0 where all can run, 1 where one cannot, 2 where one is unreadable. */
export function registerCheck(program: Command): void {
  program
    .command("check")
    .description("show how programs are understood, and what keeps them from running")
    .argument(
      "[files...]",
      "program files; - is standard input, such as a piped issue body; without any, the programs and the configuration of the repository here",
    )
    .option("--json", "one JSON object a line, one line a program")
    .option("--strict", "answer 1 for warnings, too")
    .action(
      async (
        files: readonly string[],
        options: { readonly json?: true; readonly strict?: true },
        command: Command,
      ) => {
        const repository = await repositoryAt(process.cwd());
        const found = files.length > 0 || repository === null ? files : filesToCheck(repository);
        if (found.length === 0 && (process.stdin.isTTY || repository !== null))
          command.error("error: there is no program here: name a file, or - for a program that is piped in");
        const given = found.length === 0 ? [STANDARD_INPUT] : found;
        process.exitCode = await checkFiles(
          given,
          { ...options, repository },
          {
            read: (file) => (file === STANDARD_INPUT ? text(process.stdin) : readFile(file, "utf8")),
            print: (out) => process.stdout.write(out),
            complain: (out) => process.stderr.write(out),
          },
        );
      },
    );
}

/** Checks the programs in order. @returns the exit code */
export async function checkFiles(
  files: readonly string[],
  { json = false, strict = false, repository = null }: CheckOptions,
  io: CheckIo,
): Promise<number> {
  let worst: number = EXIT.ok;
  for (const file of files) {
    let source: string;
    try {
      source = await io.read(file);
    } catch (error) {
      io.complain(`autoloop check: ${oneLine(file)} cannot be read: ${errorWords(error, String(error))}\n`);
      worst = EXIT.unreadable;
      continue;
    }
    if (file === STANDARD_INPUT && source.trim() === "") {
      io.complain("autoloop check: nothing came in: name a file, or pipe the text of a program in\n");
      worst = EXIT.unreadable;
      continue;
    }
    const isConfig = file === REPO_CONFIG_PATH || file.endsWith(`/${REPO_CONFIG_PATH}`);
    const { out, bad, warned } = isConfig
      ? config(file, source, json)
      : program(file, source, json, repository);
    io.print(out);
    if (bad || (strict && warned)) worst = Math.max(worst, EXIT.problems);
  }
  return worst;
}

interface Checked {
  readonly out: string;
  readonly bad: boolean;
  readonly warned: boolean;
}

function program(file: string, source: string, json: boolean, repository: Repository | null): Checked {
  const read = parseProgram(source);
  const { targets, excluded } = read.partial;
  const seen =
    repository === null || targets === undefined
      ? []
      : againstTree({ targets, excluded: excluded ?? [] }, pathsAround(file, repository));
  const parsed = { ...read, warnings: [...read.warnings, ...seen] };
  const name = file === STANDARD_INPUT ? nameInText(source) : nameOfFile(resolve(file));
  const out = json ? `${JSON.stringify(facts(file, name, parsed))}\n` : summary(file, name, parsed);
  return { out, bad: parsed.definition === null, warned: parsed.warnings.length > 0 };
}

/** The repository's configuration: whether it can be read, and what is wrong with it. */
function config(file: string, source: string, json: boolean): Checked {
  const { problems } = parseRepoConfig(source);
  const shown = oneLine(file);
  const text = `${[`${shown}: ${problems.length === 0 ? "is right" : "is wrong"}`, ...notes(shown, problems, [])].join("\n")}\n`;
  const out = json ? `${JSON.stringify({ file, configuration: true, problems, warnings: [] })}\n` : text;
  return { out, bad: problems.length > 0, warned: false };
}

/** What a text without a file is called: the name in a first heading `[Autoloop: name]`, else null. */
function nameInText(source: string): string | null {
  const heading = parseBlocks(splitLines(source)).find((block) => block.kind === "heading");
  const title = heading === undefined ? null : nameFromTitle(heading.text);
  return title === null ? null : slug(title) || null;
}

function facts(
  file: string,
  name: string | null,
  { partial, configured, problems, warnings }: ParsedProgram,
) {
  const { schedule } = partial;
  return {
    file,
    name,
    goal: partial.goal ?? null,
    targets: partial.targets ?? [],
    excluded: partial.excluded ?? [],
    evaluation: partial.evaluation ?? null,
    metric: partial.metric ?? null,
    direction: partial.direction ?? null,
    target_metric: partial.targetMetric ?? null,
    gates: partial.gates ?? [],
    schedule_ms: schedule?.kind === "interval" ? schedule.ms : null,
    configured,
    problems,
    warnings,
  };
}

function summary(file: string, name: string | null, parsed: ParsedProgram): string {
  const { partial, problems, warnings } = parsed;
  const { schedule, evaluation, targetMetric } = partial;
  const goal = partial.goal === undefined ? "—" : oneLine(partial.goal);
  const metric = partial.metric ?? "the only number that the evaluation prints";
  const rows = [
    ["name", name ?? "—"],
    ["goal", goal.length > 100 ? `${goal.slice(0, 99)}…` : goal],
    ["may change", partial.targets?.join(", ") || "—"],
    ["but not", partial.excluded?.join(", ") || "—"],
    ["evaluation", evaluation === undefined ? "—" : lineCount(evaluation)],
    ["metric", partial.direction === undefined ? metric : `${metric}, ${partial.direction} is better`],
    ...rules(
      "gates",
      partial.gates?.map((gate) => (gate.soft === undefined ? gate.run : gateWords(gate))),
    ),
    ...rules("guardrails", partial.guardrails?.map(guardrailBound)),
    ["target metric", String(targetMetric ?? "—")],
    ["schedule", schedule ? describeSchedule(schedule) : "—"],
  ] satisfies readonly Row[];
  const shown = oneLine(file);
  const lines = [
    `${shown}: ${parsed.definition === null ? "cannot run yet" : "can run"}`,
    ...rows.map(([label, value]) => `  ${label.padEnd(14)} ${oneLine(value)}`),
    ...notes(shown, problems, warnings),
  ];
  return `${lines.join("\n")}\n`;
}

type Row = readonly [label: string, value: string];

/** A row for those who have such rules. */
function rules(label: string, all: readonly string[] = []): readonly Row[] {
  return all.length === 0 ? [] : [[label, all.join("; ").replaceAll("`", "")]];
}

function notes(shown: string, problems: readonly Problem[], warnings: readonly Warning[]): readonly string[] {
  const place = (line: number | null) => (line === null ? shown : `${shown}:${line}`);
  return [
    ...problems.map(({ key, value, allowed, line, message }) => {
      const found = value === null ? "" : ` Found: ${value}.`;
      return oneLine(`${place(line)}: ${key}: ${message}.${found} Allowed: ${allowed}.`);
    }),
    ...warnings.map(({ line, message }) => oneLine(`${place(line)}: warning: ${message}.`)),
  ];
}

function lineCount(script: string): string {
  const count = splitLines(script).length;
  return count === 1 ? "1 line of shell" : `${count} lines of shell`;
}
