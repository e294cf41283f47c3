// `autoloop state`: shows what state files say. Reads files and prints; decides and changes nothing.

import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { oneLine } from "../text/format/inert.ts";
import { errorWords } from "../text/outcome/system-errors.ts";
import { parseStateFile, type StateFile } from "../text/state-file/state-file.ts";

/** Exit codes: every file has a machine table; one has none; one cannot be read. */
const EXIT = { ok: 0, noTable: 1, unreadable: 2 } as const;

/** Adds the command. It sets `process.exitCode`: 0, 1 where a file holds no machine table, 2 where one is unreadable. */
export function registerState(program: Command): void {
  program
    .command("state")
    .description("show what state files (the <name>.md of the memory branch) say")
    .argument("<files...>", "state files")
    .option("--json", "one JSON object a line, one line a file")
    .action(async (files: readonly string[], options: { readonly json?: true }) => {
      const codes: number[] = [];
      for (const file of files) codes.push(await show(file, options.json === true));
      process.exitCode = Math.max(...codes);
    });
}

async function show(file: string, asJson: boolean): Promise<number> {
  let state: StateFile;
  try {
    state = parseStateFile(await readFile(file, "utf8"));
  } catch (error) {
    process.stderr.write(`autoloop state: ${file} cannot be read: ${errorWords(error, String(error))}\n`);
    return EXIT.unreadable;
  }
  process.stdout.write(asJson ? `${JSON.stringify(facts(file, state))}\n` : summary(file, state));
  return state.hasTable ? EXIT.ok : EXIT.noTable;
}

function facts(file: string, state: StateFile) {
  return {
    file,
    last_run: state.lastRun,
    iteration_count: state.iterationCount,
    best_metric: state.bestMetric,
    initial_metric: state.initialMetric,
    target_metric: state.targetMetric,
    direction: state.direction,
    branch: state.branch,
    pull_request: state.pullRequest,
    issue: state.issue,
    paused: state.paused,
    pause_reason: state.pauseReason,
    completed: state.completed,
    consecutive_errors: state.consecutiveErrors,
    recent_statuses: state.recentStatuses,
    sections: state.sections.map(({ title }) => title),
  };
}

function summary(file: string, state: StateFile): string {
  if (!state.hasTable) {
    return `${file}\n  no machine table: this is no state file, or its "Machine State" section is damaged\n`;
  }
  const { file: _, recent_statuses, sections, ...rest } = facts(file, state);
  const lines = [
    ...Object.entries(rest).map(
      ([name, value]) => [name.replaceAll("_", " "), String(value ?? "—")] as const,
    ),
    ["recent statuses", recent_statuses.join(", ") || "—"] as const,
    ["sections", sections.join(" · ")] as const,
    ...state.problems.map(
      ({ line, message, allowed }) => ["problem", `line ${line}: ${message}; write ${allowed}`] as const,
    ),
  ];
  return `${file}\n${lines.map(([name, value]) => `  ${name.padEnd(18)} ${oneLine(value)}\n`).join("")}`;
}
