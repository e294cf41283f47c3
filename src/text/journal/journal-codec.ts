// One journal event as one line of JSON, and back. Encoding decides key order and cuts outside text to its
// bounds; decoding takes exactly what encoding writes and nothing else. Chains and segments are `journal.ts`.

import type { z } from "zod";
import { Terminal } from "../../domain/errors.ts";
import type { JournalEvent } from "../../domain/journal.ts";
import type { ProgramState } from "../../domain/state.ts";
import { JOURNAL_VERSION, journalEvent } from "./journal-schema.ts";
import { programState } from "./state-schema.ts";

/** A line without its newline, and the event exactly as a reader of that line will see it. */
export interface EncodedEvent {
  readonly line: string;
  readonly event: JournalEvent;
}

/** @throws Terminal when the event has a value that the journal cannot hold (a metric that is no number, say) */
export function encodeEvent(event: JournalEvent): EncodedEvent {
  const checked = journalEvent.safeParse(event);
  if (!checked.success) {
    const place = placeOf(checked.error);
    throw new Terminal(
      `The event ${event.type} cannot be written to the journal: ${place || "it"} has no valid value.`,
      { cause: checked.error },
    );
  }
  return { line: JSON.stringify(checked.data), event: checked.data };
}

/** @throws Terminal that says what is wrong with the line and what to do, without saying which line it is */
export function decodeLine(line: string): JournalEvent {
  const value = parse(line);
  const version = field(value, "v");
  if (version !== JOURNAL_VERSION) {
    throw new Terminal(
      `has version ${shown(version)}, this Autoloop reads version ${JOURNAL_VERSION}. Update this installation.`,
    );
  }
  const checked = journalEvent.safeParse(value);
  if (!checked.success) {
    const place = placeOf(checked.error);
    throw new Terminal(
      place === "type"
        ? `has an event type that this Autoloop does not know, ${shown(field(value, "type"))}. Update this installation.`
        : `is no valid ${shown(field(value, "type"))} event${place && ` (at ${shown(place)})`}. ${RESTORE}`,
      { cause: checked.error },
    );
  }
  if (JSON.stringify(checked.data) !== line) throw new Terminal(`was not written by Autoloop. ${RESTORE}`);
  return checked.data;
}

/** The state as a snapshot writes it: equal states give equal text. */
export function encodeState(state: ProgramState): string {
  return JSON.stringify(programState.parse(state));
}

/** What helps against a file that was changed or damaged. */
export const RESTORE = "Restore the file from the history of its branch.";

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Terminal(`is not JSON. ${RESTORE}`, { cause });
  }
}

/** Where the first fault is; empty for the event itself. */
function placeOf({ issues }: z.ZodError): string {
  return issues
    .slice(0, 1)
    .map(({ path }) => path.join("."))
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
