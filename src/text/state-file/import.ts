// What an older edition's state file says, as facts that an adoption can start from. Believes only what can be read;
// nothing in here counts as measured.

import type { Imported } from "../../domain/journal/past.ts";
import type { Direction } from "../../domain/program/program.ts";
import type { StateFile } from "./state-file.ts";
import { OLD_FIELDS } from "./state-table.ts";
import { referenceIn } from "./state-values.ts";

/** Words of Recent Statuses that are kept; others were never a status. */
const STATUSES = 10;
const STATUS_WORD = /^[a-z][a-z-]{0,40}$/;

/**
 * The facts to begin with.
 * @param direction of the program as it is adopted: numbers that were counted the other way round are not taken
 * @param now milliseconds since the epoch: a last run that lies ahead of it is none
 * @param pullRequest opened by the older edition's bot; null: there is none
 */
export function importedFacts(
  file: StateFile,
  { direction, now, pullRequest }: { direction: Direction; now: number; pullRequest: number | null },
): Imported {
  const sameWay = file.direction === null || file.direction === direction;
  return {
    iterations: file.iterationCount ?? 0,
    best: sameWay ? file.bestMetric : null,
    baseline: sameWay ? file.initialMetric : null,
    last_run: lastRun(file.lastRun, now),
    recent_statuses: file.recentStatuses.filter((word) => STATUS_WORD.test(word)).slice(-STATUSES),
    pull_request: pullRequest,
  };
}

/** Numbers of the issues that the older edition kept beside the program's, each once. */
export function oldIssues({ rows }: StateFile): readonly number[] {
  const old = OLD_FIELDS.map((field) => field.toLowerCase());
  const numbers = rows
    .filter(({ field }) => old.includes(field.toLowerCase()))
    .flatMap(({ value }) => referenceIn(value) ?? []);
  return [...new Set(numbers)];
}

function lastRun(text: string | null, now: number): string | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) || time > now ? null : new Date(time).toISOString();
}
