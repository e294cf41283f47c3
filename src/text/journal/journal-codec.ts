// One journal event as one line of JSON, and back. Encoding decides key order and cuts outside text to its
// bounds; decoding takes exactly what encoding writes and nothing else. Chains and segments are `journal.ts`.

import type { z } from "zod";
import { Outdated, Terminal } from "../../domain/errors.ts";
import type { JournalEvent } from "../../domain/journal/event.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { JOURNAL_VERSION, journalEvent } from "./journal-schema.ts";
import { programState } from "./state-schema.ts";

/** A line without its newline, and the event exactly as a reader of that line will see it. */
interface EncodedEvent {
  readonly line: string;
  readonly event: JournalEvent;
}

/** @throws Terminal when the event has a value that the journal cannot hold (a metric that is no number, say) */
export function encodeEvent(event: JournalEvent): EncodedEvent {
  const checked = journalEvent.safeParse(event);
  if (!checked.success) {
    const place = placeOf(checked.error);
    throw new Terminal(
      `The event ${event.type} cannot be written to the journal: ${place} has no valid value.`,
      { cause: checked.error },
    );
  }
  return { line: JSON.stringify(checked.data), event: checked.data };
}

/**
 * @throws Outdated for a line that a later version wrote
 * @throws Terminal for any other line that is none of ours
 * Both say what is wrong with the line and what to do, without saying which line it is.
 */
export function decodeLine(line: string): JournalEvent {
  const value = parse(line);
  const version = field(value, "v");
  if (version !== JOURNAL_VERSION) {
    const what = `has version ${shown(version)}, this Autoloop reads version ${JOURNAL_VERSION}.`;
    throw isLater(version) ? new Outdated(`${what} ${UPDATE}`) : new Terminal(`${what} ${RESTORE}`);
  }
  const checked = journalEvent.safeParse(value);
  if (!checked.success) throw refusal(value, checked.error);
  if (JSON.stringify(checked.data) !== line) throw new Terminal(`was not written by Autoloop. ${RESTORE}`);
  return checked.data;
}

/**
 * What every line of this version's envelope tells of its place in the chain, whatever its event means. `later`: its
 * envelope is that of a later version.
 * @throws Terminal when it is not JSON
 */
export function placeInChain(line: string): { readonly seq: unknown; readonly prev: unknown } | "later" {
  const value = parse(line);
  return isLater(field(value, "v")) ? "later" : { seq: field(value, "seq"), prev: field(value, "prev") };
}

/** The state as a snapshot writes it: equal states give equal text. */
export function encodeState(state: ProgramState): string {
  return JSON.stringify(programState.parse(state));
}

/** What helps against a file that was changed or damaged. */
export const RESTORE = "Restore the file from the history of its branch.";

const UPDATE = "Update this installation.";

function isLater(version: unknown): boolean {
  return typeof version === "number" && Number.isInteger(version) && version > JOURNAL_VERSION;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Terminal(`is not JSON. ${RESTORE}`, { cause });
  }
}

/** Later versions add types, keys and words; anything else that does not fit is damage. */
function refusal(value: unknown, cause: z.ZodError): Outdated | Terminal {
  const place = placeOf(cause);
  const type = shown(field(value, "type"));
  const where = ` (at ${shown(place)})`;
  if (!cause.issues.every((issue) => isNews(value, issue)))
    return new Terminal(`is no valid ${type} event${where}. ${RESTORE}`, { cause });
  const what =
    place === "type"
      ? `an event type that this Autoloop does not know, ${type}`
      : `something in its ${type} event that this Autoloop does not know${where}`;
  return new Outdated(`has ${what}. ${UPDATE}`, { cause });
}

/** A key that is not known, or a word that is not in a closed list of words. */
function isNews(value: unknown, issue: z.core.$ZodIssue): boolean {
  if (issue.code === "unrecognized_keys") return true;
  if (issue.code !== "invalid_value" && issue.code !== "invalid_union") return false;
  const found = issue.path.reduce<unknown>((inside, key) => field(inside, String(key)), value);
  return typeof found === "string";
}

/** Where the first fault is. */
function placeOf({ issues }: z.ZodError): string {
  return issues
    .slice(0, 1)
    .map((issue) => [...issue.path, ...(issue.code === "unrecognized_keys" ? issue.keys : [])].join("."))
    .join("");
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([k]) => k === key)?.[1]
    : undefined;
}

function shown(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value).slice(0, 80);
}
