// Laws of what lies on the memory branch and of outside text where the app shows it.

import assert from "node:assert/strict";
import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { parseRunTitle } from "../../src/domain/program/names.ts";
import { parseProgramKey, programKeyText } from "../../src/domain/repository/program-key.ts";
import { commitMessage, parseTrailers } from "../../src/text/comments/commit-message.ts";
import { cut, inertBlock, inertLine, inlineCode, oneLine, tableCell } from "../../src/text/format/inert.ts";
import {
  answerTo,
  digestMarker,
  digestOf,
  iterationMarker,
  iterationOf,
  noticeOf,
  setupOf,
} from "../../src/text/format/markers.ts";
import { openJournal } from "../../src/text/journal/journal.ts";
import { decodeLine, encodeEvent } from "../../src/text/journal/journal-codec.ts";
import { parseRegistry, rowOf, withRow } from "../../src/text/journal/registry.ts";
import { readResults, renderResults } from "../../src/text/journal/results-table.ts";
import { stateEdits } from "../../src/text/state-file/state-edits.ts";
import { parseStateFile, renderStateFile } from "../../src/text/state-file/state-file.ts";
import { aJournal, journalOf } from "../support/plan/journal.ts";
import { LIVE_PIECES, mutated, soup } from "./grammar.ts";
import { assertDead, kindsOf } from "./markdown.ts";
import { orRefused, type Target, target } from "./target.ts";

const HISTORY = aJournal("carton").baseline(760).accepted(700).rejected(710).steered("Please.");
const STATE = HISTORY.state;
const JOURNAL = journalOf(HISTORY).text;
const REGISTRY = withRow(null, rowOf(STATE, 0));
const RESULTS = renderResults(null, STATE.recent);
const STATE_FILE = renderStateFile(null, STATE);

const ROWS = [
  "| Paused | true |\n",
  "| Best Metric | 1 |\n",
  "| x | y |\n",
  "| a \\| b |",
  "|",
  "|---|---|\n",
  "## \u2699\ufe0f Machine State\n",
  "## Machine State\r\n",
  "## \ud83d\udcca Iteration History\n",
  "### Iteration 3\n",
  "<!-- AUTOLOOP:HISTORY -->\n",
  "<!-- /AUTOLOOP:HISTORY -->\n",
  "```\n",
  "~~~\n",
  "---\n",
  "\n",
  "\r",
  "\r\n",
  "## Notes\n",
  "# x\n",
  "words\n",
  "<<<<<<< HEAD\n",
  "\ufeff",
  "| Recent Statuses | a, b |\n",
  "*(older entries that were dropped to keep this file small: 3)*\n",
];
const stateFile = fc.oneof(soup(ROWS, 20), mutated(fc.constant(STATE_FILE), ROWS));

function rests(text: string): void {
  const file = parseStateFile(text);
  for (const { key, message } of file.problems) assert.ok(key.length < 100_000 && message.length > 2);
  const mended = renderStateFile(text, STATE);
  assert.equal(renderStateFile(mended, STATE), mended);
  assert.deepEqual(stateEdits(mended, STATE), []);
  assert.equal(parseStateFile(mended).bestMetric, 700);
  // People's words stay, wherever they stand.
  for (const word of ["words", "<<<<<<< HEAD", "## Notes"])
    if (
      !text.includes("HISTORY") &&
      !text.includes("|") &&
      !text.includes("Iteration History") &&
      !text.includes("Program Info")
    )
      assert.equal(mended.split(word).length, text === "" ? 1 : text.split(word).length);
}

function readsJournals(text: string): void {
  const journal = orRefused(() => openJournal("carton", 1, text));
  // Every byte is under a hash: only the last line can be another than it was.
  if (journal !== null)
    assert.equal(
      journal.text.split("\n").slice(0, -2).join("\n"),
      JOURNAL.split("\n")
        .slice(0, journal.seq - 1)
        .join("\n"),
    );
}

function readsLines(text: string): void {
  const event = orRefused(() => decodeLine(text));
  if (event !== null) assert.equal(encodeEvent(event).line, text);
}

function readsRegistries(text: string): void {
  const registry = orRefused(() => parseRegistry(text));
  if (registry !== null)
    assert.ok(
      parseRegistry(withRow(registry, rowOf(STATE, 0))).programs.some(({ name }) => name === "carton"),
    );
}

function readsTables(text: string): void {
  for (const { metric } of readResults(text).values()) assert.ok(metric === null || Number.isFinite(metric));
  const mended = renderResults(text, STATE.recent);
  assert.equal(renderResults(mended, STATE.recent), mended);
}

const outside = soup(LIVE_PIECES, 15);

function showsDead([text, max]: readonly [string, number]): void {
  const line = inertLine(text, max);
  assertDead(line, ["root", "paragraph", "text", "inlineCode"]);
  assert.doesNotMatch(line, /\n/);
  assert.doesNotMatch(tableCell(line), /(?<!\\)\|/);
  const around = ["root", "paragraph", "text", "inlineCode", "list", "listItem", "blockquote", "strong"];
  for (const frame of [`**Taught:** ${line}`, `- x ${line}`, `> ${line}`, `Ours\n${line}\nours`])
    for (const kind of kindsOf(fromMarkdown(frame))) assert.ok(around.includes(kind), kind);
  const code = inlineCode(text, max);
  if (code !== "\u2014") assert.deepEqual(kindsOf(fromMarkdown(code)), ["root", "paragraph", "inlineCode"]);
  assert.deepEqual(kindsOf(fromMarkdown(`${inertBlock(text, max)}\n\nours`)), [
    "root",
    "code",
    "paragraph",
    "text",
  ]);
}

function settles([text, max]: readonly [string, number]): void {
  assert.equal(oneLine(oneLine(text)), oneLine(text));
  assert.equal(cut(cut(text, max), max), cut(text, max));
  assert.ok(Array.from(cut(text, max)).length <= max);
  assert.equal(inlineCode(oneLine(text), max), inlineCode(text, max));
}

const LIVE_MESSAGE = /@\w|#\d|\[(?:skip|ci|no|actions)[^\]]*\]|\*\*\*NO_CI|skip-checks:|:\/\//i;

function commits(change: string): void {
  const message = commitMessage({ program: "carton", iteration: 3, attempt: 1, runId: "r1", change });
  assert.deepEqual(parseTrailers(message), { program: "carton", iteration: 3, run: "r1" });
  const words = message.split("\n\n").slice(0, -1).join("\n").replace("[Autoloop: carton]", "");
  assert.doesNotMatch(words, LIVE_MESSAGE);
  assert.ok(message.split("\n\n").length <= 3);
}

const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);

export const MEMORY_TARGETS: readonly Target[] = [
  target("state-file", stateFile, rests),
  target("journal", mutated(fc.constant(JOURNAL), ['"seq":2', "\n", '"metric":1', "}"]), readsJournals),
  target(
    "journal-line",
    mutated(fc.constantFrom(...JOURNAL.trimEnd().split("\n")), [
      '"v":2',
      '"x":1,',
      "null",
      "1e999",
      "-0",
      '"\\u0000"',
    ]),
    readsLines,
  ),
  target(
    "registry",
    mutated(fc.constant(REGISTRY), ['"v": 2', "null", "[]", "1e999", '"x":1,']),
    readsRegistries,
  ),
  target(
    "results-table",
    fc.oneof(
      mutated(fc.constant(RESULTS), ["\t", "\n", "900", "keep", "=1"]),
      soup(["\t", "\n", "1", "keep", "-", "NaN"], 20),
    ),
    readsTables,
  ),
  target("inert", fc.tuple(outside, fc.integer({ min: 2, max: 200 })), showsDead),
  target("inert-settles", fc.tuple(outside, fc.integer({ min: 1, max: 60 })), settles),
  target("commit-message", outside, commits),
  target(
    "trailers",
    soup(
      ["Autoloop-Program: ", "carton", "Autoloop-Iteration: ", "3", "Autoloop-Run: ", "r", "\n", "\n\n"],
      15,
    ),
    (text) => {
      const trailers = parseTrailers(text);
      if (trailers !== null) assert.match(trailers.program, /^[a-z0-9-]{1,100}$/);
    },
  ),
  target(
    "markers",
    soup(
      [
        "<!-- autoloop:v1 ",
        "iteration ",
        "program=carton",
        " number=3",
        " -->",
        "notice kind=paused key=x",
        "setup done=yes",
        "answer to=1.0123456789ab",
        "digest ",
        " from=1 to=2",
      ],
      8,
    ),
    (text) => {
      const shown = `${inertLine(text, 500)}\n${inertBlock(text, 500)}`;
      for (const read of [iterationOf, digestOf, answerTo, noticeOf, setupOf]) {
        read(text);
        assert.equal(read(shown), null);
        assert.equal(read(inertLine(text, 500)), null);
      }
    },
  ),
  target("markers-written", fc.tuple(name, fc.nat({ max: 999_999_999 })), ([program, number]) => {
    assert.deepEqual(iterationOf(iterationMarker(program, number)), { program, number });
    assert.deepEqual(digestOf(digestMarker(program, 0, number)), { program, from: 0, to: number });
  }),
  target("program-key", soup(["1", "/", "acme", "#", "7", "..", "0"], 8), (text) => {
    const key = parseProgramKey(text);
    if (key !== null) assert.equal(programKeyText(key), text);
  }),
  target("run-title", soup(["autoloop ", "carton ", "iteration ", "3 ", "abc", "\n"], 6), (text) => {
    const run = parseRunTitle(text);
    if (run !== null) assert.match(run.nonce, /^[0-9A-Za-z]+$/);
  }),
];
