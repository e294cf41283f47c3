// Journals that released versions wrote, read by this one. A recording is never edited: where one of these fails, an
// installation that is brought up to date could not go on.

import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { fold } from "../../src/domain/journal/fold.ts";
import type { ProgramState } from "../../src/domain/journal/state.ts";
import { decodeEvents, openJournal, verifyJournal } from "../../src/text/journal/journal.ts";
import { resultsFromEvents } from "../../src/text/journal/results-table.ts";
import { parseStateFile, renderStateFile } from "../../src/text/state-file/state-file.ts";
import { FIRST_LIVED, LIVES, LIVES_TO_COME } from "./lives.ts";
import { readRecording, recordings } from "./recording.ts";

/** Every kind of event that a journal can hold. */
const KINDS = [
  ...["branch.sync", "ci.result", "command.received"],
  ...["iteration.accept", "iteration.commit", "iteration.error", "iteration.reject", "iteration.report"],
  ...["iteration.start", "loop.complete", "loop.pause", "loop.resume", "loop.start", "loop.stop"],
  ...["program.adopted", "program.approved", "program.defined", "program.set"],
  ...["pull.closed", "pull.merged", "pull.opened", "run.requested", "snapshot"],
  ...["state.edited", "steering.received"],
];

const eventsOf = (name: string) => readRecording(name).segments.flatMap(({ text }) => decodeEvents(text));

describe("the recordings", () => {
  const lives = recordings().map((name) => name.split("/"));

  it("are there for this version, every life of it", () => {
    const recorded = lives.filter(([version]) => version === packageJson.version).map(([, life]) => life);
    expect(recorded.toSorted()).toEqual([...LIVES.keys()].toSorted());
  });

  it("hold every kind of event between them", () => {
    const kinds = new Set(recordings().flatMap((name) => eventsOf(name).map(({ type }) => type)));
    expect([...kinds].toSorted()).toEqual(KINDS);
  });
});

describe.each([...LIVES_TO_COME])("%s, which no release has recorded yet", (name, live) => {
  it("is a journal of lines that this version reads back, and that adds up to what it shows", async () => {
    const { loop, program } = await live();
    const text = loop.github.memoryFile(`journal/${program}/000001.jsonl`) ?? "";
    expect(verifyJournal(program, [{ number: 1, text }]).events).toBe(decodeEvents(text).length);
    expect(fold(null, decodeEvents(text))).toEqual(loop.state(program));
    expect(decodeEvents(text).map(({ type }) => type)).toContain(FIRST_LIVED.get(name));
    expect(loop.github.memoryFile(`${program}.tsv`)).toBe(resultsFromEvents(decodeEvents(text)));
  });
});

describe.each(recordings())("%s", (name) => {
  const { segments, folded, stateFile } = readRecording(name);
  const newest = segments.at(-1);

  it("is one unbroken chain", () => {
    expect(verifyJournal(folded.program, segments)).toMatchObject({ events: folded.seq, hash: folded.hash });
  });

  it("folds to the state that its version folded it to, whole and from its newest segment", () => {
    expect(fold(null, eventsOf(name))).toEqual(folded.state);
    const journal = openJournal(folded.program, newest?.number ?? 0, newest?.text ?? "");
    expect(journal).toMatchObject({ seq: folded.seq, hash: folded.hash });
    expect(journal.state).toEqual(folded.state);
  });

  it("folds to the same state however often it is interrupted", () => {
    const one = eventsOf(name).reduce<ProgramState | null>((state, event) => fold(state, [event]), null);
    expect(one).toEqual(folded.state);
  });

  it("is shown in the state file as its version showed it, and no byte of a person is lost", () => {
    const before = parseStateFile(stateFile);
    const after = parseStateFile(renderStateFile(stateFile, folded.state));
    expect(after.rows).toEqual(expect.arrayContaining([...before.rows]));
    expect(after.problems).toEqual(before.problems);
    for (const { title, body } of before.sections.filter(({ title }) => !/Machine|History|Info/.test(title)))
      expect(after.sections).toContainEqual({ title, body });
  });
});
