// How a recorded journal lies in `fixtures/journals/<version>/<life>/`, and how it is written and read. What it must
// replay to lies beside it.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { ProgramState } from "../../src/domain/journal/state.ts";
import { memoryPath } from "../../src/domain/program/names.ts";
import type { Segment } from "../../src/text/journal/journal.ts";
import { openJournal } from "../../src/text/journal/journal.ts";
import type { Life } from "./lives.ts";

const ROOT = new URL("../../fixtures/journals/", import.meta.url);
const SEGMENT = /^(\d{6})\.jsonl$/;

/** What the version that wrote it made of the journal. */
export interface Folded {
  readonly program: string;
  readonly seq: number;
  /** Of the last line. */
  readonly hash: string;
  readonly state: ProgramState;
}

export interface Recording {
  readonly segments: readonly Segment[];
  readonly folded: Folded;
  /** The state file as it stood beside the journal. */
  readonly stateFile: string;
}

/** `<version>/<life>` of everything that was recorded. */
export function recordings(): readonly string[] {
  return folders("").flatMap((version) => folders(`${version}/`).map((life) => `${version}/${life}`));
}

/** The folders that hold recordings: those named like a version, and what is in them. */
function folders(path: string): readonly string[] {
  return readdirSync(new URL(path, ROOT), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (path !== "" || /^\d+\.\d+\.\d+$/.test(entry.name)))
    .map(({ name }) => name);
}

export function readRecording(name: string): Recording {
  const folder = new URL(`${name}/`, ROOT);
  const text = (file: string) => readFileSync(new URL(file, folder), "utf8");
  const segments = readdirSync(folder)
    .filter((file) => SEGMENT.test(file))
    .toSorted()
    .map((file) => ({ number: Number(file.slice(0, 6)), text: text(file) }));
  return { segments, folded: JSON.parse(text("folded.json")), stateFile: text("state.md") };
}

/** @throws Error where this life was recorded for this version before: a recording is never changed */
export function writeRecording(name: string, { loop: { github }, program }: Life): void {
  const folder = new URL(`${name}/`, ROOT);
  if (existsSync(folder)) throw new Error(`${name} was recorded before: a recording is never changed`);
  mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string) => {
    writeFileSync(new URL(file, folder), text);
  };
  const segments = segmentsOf(program, (path) => github.memoryFile(path));
  for (const { number, text } of segments) write(`${String(number).padStart(6, "0")}.jsonl`, text);
  const newest = segments.at(-1);
  if (newest === undefined) throw new Error(`no journal of ${program}`);
  const { seq, hash, state } = openJournal(program, newest.number, newest.text);
  write("folded.json", `${JSON.stringify({ program, seq, hash, state }, null, 1)}\n`);
  write("state.md", github.memoryFile(memoryPath.state(program)) ?? "");
}

function segmentsOf(program: string, read: (path: string) => string | undefined): readonly Segment[] {
  const segments: Segment[] = [];
  for (let number = 1; ; number += 1) {
    const text = read(memoryPath.segment(program, number));
    if (text === undefined) return segments;
    segments.push({ number, text });
  }
}
