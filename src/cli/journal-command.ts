// `autoloop journal`: shows, verifies or folds the segments of one journal. Reads files and prints; changes nothing.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, Option } from "commander";
import { AutoloopError, UserInput } from "../domain/errors.ts";
import { fold } from "../domain/journal/fold.ts";
import { decodeEvents, type Segment, verifyJournal } from "../text/journal/journal.ts";
import { encodeState } from "../text/journal/journal-codec.ts";
import { logLine } from "../text/journal/journal-log.ts";
import { resultsFromEvents } from "../text/journal/results-table.ts";
import { errorWords } from "../text/outcome/system-errors.ts";

interface Options {
  readonly verify?: true;
  readonly tsv?: true;
  readonly json?: true;
}

/** Adds the command. It sets `process.exitCode`: 0, 1 for a faulty journal, 2 where a file cannot be read. */
export function registerJournal(program: Command): void {
  program
    .command("journal")
    .description("show the journal of a program: one line an event")
    .argument("<files...>", "all segments of one journal, such as journal/<name>/*.jsonl")
    .addOption(new Option("--verify", "check numbering, hash chain and snapshots").conflicts(["tsv", "json"]))
    .addOption(new Option("--tsv", "print the results table").conflicts(["verify", "json"]))
    .addOption(
      new Option("--json", "print the folded state as one line of JSON").conflicts(["verify", "tsv"]),
    )
    .action(async (files: readonly string[], options: Options) => {
      process.exitCode = await show(files, options);
    });
}

async function show(files: readonly string[], options: Options): Promise<number> {
  let segments: readonly Segment[];
  try {
    segments = await readSegments(files);
  } catch (error) {
    process.stderr.write(`autoloop journal: ${error instanceof Error ? error.message : error}\n`);
    return 2;
  }
  try {
    process.stdout.write(output(segments, options));
    return 0;
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function output(segments: readonly Segment[], options: Options): string {
  if (options.verify) {
    const { events, iterations, hash } = verifyJournal(programOf(segments), segments);
    return `journal verifies: ${events} events, ${iterations} iterations, head ${hash.slice(0, 12)}\n`;
  }
  const events = segments.flatMap(({ text }) => decodeEvents(text));
  if (options.tsv) return resultsFromEvents(events);
  const state = fold(null, events);
  if (options.json) return state === null ? "null\n" : `${encodeState(state)}\n`;
  return events.map((event) => `${logLine(event)}\n`).join("");
}

async function read(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: unknown) => {
    throw new UserInput(`${file} cannot be read: ${errorWords(error, String(error))}`, "");
  });
}

/** In the order of the numbers in the file names; names without one count by their place. */
async function readSegments(files: readonly string[]): Promise<readonly Segment[]> {
  const segments = await Promise.all(
    files.map(async (file, index) => ({
      number: Number(/(\d{1,15})(?:\.\w+)?$/.exec(basename(file))?.[1] ?? index + 1),
      text: await read(file),
    })),
  );
  return segments.toSorted((a, b) => a.number - b.number);
}

/** The program that the first line names; what it names is then checked against every line. */
function programOf(segments: readonly Segment[]): string {
  return /^[^\n]{0,300}?"program":"([^"\\\n]{1,255})"/.exec(segments[0]?.text ?? "")?.[1] ?? "unknown";
}
