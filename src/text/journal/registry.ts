// The registry: one row for each program of a repository, so that one small file says whose turn it is. A projection
// of the journals; reading is strict, because a row that cannot be read would starve its program silently.

import { z } from "zod";
import { Terminal } from "../../domain/errors.ts";
import { iterationCount, type ProgramState } from "../../domain/journal/state.ts";
import { direction } from "./definition-schema.ts";
import { count, finite, word } from "./iteration-schema.ts";
import { loopStatus, source, spending, time } from "./state-schema.ts";

const VERSION = 1;

const registryRow = z.object({
  name: word,
  issue: count,
  source,
  status: loopStatus,
  /** Number of the iteration in flight. */
  in_flight: count.nullable(),
  /** When the run of that iteration counts as lost; null: none is in flight. Absent in rows of earlier versions. */
  deadline: time.nullable().optional(),
  /** ISO 8601; the time of adoption for "at once", null for never. */
  due_at: time.nullable(),
  best: finite.nullable(),
  baseline: finite.nullable(),
  direction: direction.nullable(),
  /** Ended iterations, without accepted baselines. */
  iterations: count,
  last_run: time.nullable(),
  /** When its newest iteration ended; null: none did. Absent in rows of earlier versions. */
  last_end: time.nullable().optional(),
  /** What it spent under a budget. Absent: nothing. */
  spent: spending.optional(),
  branch: word,
  /** Number of the open pull request. */
  pull_request: count.nullable(),
});

const known = z.object({ v: z.literal(VERSION), programs: z.array(registryRow).readonly() });

/** What others need to know of a program. */
export type RegistryRow = Readonly<z.infer<typeof registryRow>>;

/** All programs of a repository, by name. */
export interface Registry {
  readonly v: typeof VERSION;
  readonly programs: readonly RegistryRow[];
}

/** What a later version wrote beside what we know is kept: the row of a neighbour is not ours to change. */
const registrySchema = known.extend({ programs: z.array(registryRow.loose()).readonly() }).loose();

/** @throws Terminal when it is of another version or not of this shape, with what to do */
export function parseRegistry(text: string): Registry {
  const registry = read(text);
  if (registry instanceof Terminal) throw registry;
  return registry;
}

/** Only a projection: a broken one is written anew, row by row, by the programs that it lost. */
export function readRegistry(text: string): Registry | "absent" {
  const registry = read(text);
  return registry instanceof Terminal ? "absent" : registry;
}

const REMOVE = "Delete it: it is made again from the journals.";

function read(text: string): Registry | Terminal {
  const value = json(text);
  if (value instanceof Terminal) return value;
  const parsed = registrySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [path = []] = parsed.error.issues.map((issue) => issue.path);
  return new Terminal(
    path[0] === "v"
      ? `registry.json has another version than ${VERSION}. Update this installation.`
      : `registry.json is not of the expected shape${path.length > 0 ? ` at ${path.join(".")}` : ""}. ${REMOVE}`,
    { cause: parsed.error },
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return new Terminal(`registry.json is not JSON. ${REMOVE}`, { cause });
  }
}

/** The registry file with this row put in, or in the place of the row of the same name. */
export function withRow(registry: Registry | null, row: RegistryRow): string {
  const others = registry?.programs.filter(({ name }) => name !== row.name) ?? [];
  const programs = [...others, row].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return `${JSON.stringify(registrySchema.parse({ ...registry, v: VERSION, programs }), null, 2)}\n`;
}

/** @param dueAt milliseconds since the epoch; −∞ for "at once", null for never */
export function rowOf(state: ProgramState, dueAt: number | null): RegistryRow {
  const waitsUntil = state.in_flight?.outage?.until;
  // What waits for an outage to be over holds no slot.
  const flight = waitsUntil ? null : state.in_flight;
  return {
    name: state.name,
    issue: state.issue,
    source: state.source,
    status: state.status,
    in_flight: flight?.number ?? null,
    deadline: flight?.deadline ?? null,
    due_at: waitsUntil ?? (dueAt === Number.NEGATIVE_INFINITY ? state.adopted_at : isoOrNever(dueAt)),
    best: state.best?.metric ?? state.imported?.best ?? null,
    baseline: state.baseline,
    direction: state.definition?.parsed.direction ?? null,
    iterations: iterationCount(state),
    last_run: state.last_run_at,
    last_end: state.recent.at(-1)?.ended_at ?? null,
    ...(state.spent === undefined ? {} : { spent: state.spent }),
    branch: state.branch,
    pull_request: state.pull?.state === "open" ? state.pull.number : null,
  };
}

/** A time beyond the calendar is never. */
function isoOrNever(milliseconds: number | null): string | null {
  const date = new Date(milliseconds ?? Number.NaN);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? null : date.toISOString();
}
