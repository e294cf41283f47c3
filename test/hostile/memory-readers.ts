// How the corpus reads what lies on the memory branch and on GitHub under the app's own name: anybody who may write
// there could have written it.

import type { ProgramState } from "../../src/domain/journal/state.ts";
import { parseRunTitle } from "../../src/domain/program/names.ts";
import { parseProgramKey } from "../../src/domain/repository/program-key.ts";
import { parseTrailers } from "../../src/text/comments/commit-message.ts";
import { cut, inertBlock, inertLine, inlineCode, oneLine } from "../../src/text/format/inert.ts";
import {
  answerTo,
  digestOf,
  hasStatusMarker,
  iterationOf,
  noticeOf,
  setupOf,
  statusSeq,
} from "../../src/text/format/markers.ts";
import { openJournal } from "../../src/text/journal/journal.ts";
import { parseRegistry } from "../../src/text/journal/registry.ts";
import { readResults, renderResults } from "../../src/text/journal/results-table.ts";
import { stateEdits } from "../../src/text/state-file/state-edits.ts";
import { parseStateFile, renderStateFile } from "../../src/text/state-file/state-file.ts";
import { aJournal, journalOf } from "../support/plan/journal.ts";
import { documentText } from "./documents.ts";
import {
  accepted,
  fieldsIn,
  type Outcome,
  orItsMessage,
  type Reader,
  reading,
  refused,
  textIn,
} from "./outcome.ts";

const HISTORY = aJournal("carton").baseline(760).accepted(700).rejected(710);
const STATE: ProgramState = HISTORY.state;
const JOURNAL = journalOf(HISTORY).text;
/** As the app leaves it: what cases change. */
const STATE_FILE = renderStateFile(null, STATE);

/** `swap`: pairs of texts, each replaced once; the text is the good one where the case gives none. */
function textFrom(good: string, input: unknown): string {
  if (typeof input === "string") return input;
  const { text = good, swap = [], before = "", after = "" } = fieldsIn(input);
  let result = textIn(text);
  for (const [from = "", to = ""] of swap as readonly (readonly string[])[]) {
    if (!result.includes(from)) throw new TypeError(`the text holds no ${from}`);
    result = result.replace(from, () => to);
  }
  return `${before}${result}${after}`;
}

export function stateFileText(input: unknown): string {
  return textFrom(STATE_FILE, input);
}

export function journalText(input: unknown): string {
  return textFrom(JOURNAL, input);
}

export function registryText(input: unknown): string {
  return documentText({ v: 1, programs: [ROW] }, input);
}

function ofStateFile(input: unknown): () => Outcome {
  const { eol } = typeof input === "string" ? {} : fieldsIn(input);
  const whole = stateFileText(input);
  const text = eol === undefined ? whole : whole.replaceAll("\n", textIn(eol));
  return () => {
    const file = parseStateFile(text);
    const [first] = file.problems;
    if (first !== undefined) return refused(`${first.key}: ${first.message}`);
    if (!file.hasTable) return refused("Machine State is not there");
    return accepted({ ...file, edits: stateEdits(text, STATE).map(({ field }) => field) });
  };
}

/** A table that is none is made again from the journal. */
function ofTable(input: unknown): () => Outcome {
  const text = textFrom(renderResults(null, STATE.recent), input);
  return () => {
    const lines = renderResults(text, STATE.recent).split("\n").length - 2;
    return accepted({ rows: readResults(text).size, lines });
  };
}

function ofJournal(input: unknown): () => Outcome {
  const text = journalText(input);
  return () => orItsMessage(() => openJournal("carton", 1, text));
}

function ofRegistry(input: unknown): () => Outcome {
  const text = registryText(input);
  return () => orItsMessage(() => parseRegistry(text));
}

const ROW = {
  ...{ name: "carton", issue: 1, source: { kind: "issue" }, status: "active", in_flight: null },
  ...{ due_at: null, best: 700, baseline: 760, direction: "lower", iterations: 2, last_run: null },
  ...{ branch: "autoloop/carton", pull_request: null },
};

function readMarker(input: unknown): Outcome {
  const body = textIn(input);
  const found = iterationOf(body) ?? digestOf(body) ?? answerTo(body) ?? noticeOf(body) ?? setupOf(body);
  if (found !== null) return accepted(found);
  return hasStatusMarker(body)
    ? accepted({ status: true, seq: statusSeq(body) })
    : accepted({ marker: null });
}

/** Both ends of a text that a stranger wrote: how it is shown, and that nothing in it can be taken for ours. */
function showInert(input: unknown): Outcome {
  const text = textIn(input);
  const line = inertLine(text, 200);
  const shown = [line, inertBlock(text, 200), inlineCode(text, 200)];
  if (shown.some((one) => one.includes("<!--"))) throw new Error("a comment of a stranger is left");
  return accepted({ line, plain: cut(oneLine(text), 200) });
}

export const MEMORY_READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["state-files", ofStateFile],
  ["results-tables", ofTable],
  ["journals", ofJournal],
  ["registries", ofRegistry],
  ["markers", reading(readMarker)],
  ["trailers", reading((input) => accepted(parseTrailers(textIn(input)) ?? { trailers: null }))],
  ["run-titles", reading((input) => accepted(parseRunTitle(textIn(input)) ?? { run: null }))],
  ["program-keys", reading((input) => accepted(parseProgramKey(textIn(input)) ?? { key: null }))],
  ["outside-text", reading(showInert)],
]);
