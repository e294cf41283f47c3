// How many bytes an iteration writes to the memory branch, and by how many the journal grows. Written is what the planner's
// own rule writes; it is the same on every machine, so that CI can hold it.

import type { NewEvent } from "../src/domain/journal/event.ts";
import { fold } from "../src/domain/journal/fold.ts";
import { memoryPath } from "../src/domain/program/names.ts";
import { emptyDraft } from "../src/plan/draft.ts";
import { memory } from "../src/plan/show/memory.ts";
import type { Observation } from "../src/plan/world.ts";
import { type Journal, openJournal } from "../src/text/journal/journal.ts";
import { parseRegistry } from "../src/text/journal/registry.ts";
import type { Figure, Section } from "./figures.ts";
import { type Life, LONG, SHORT, writes } from "./lives.ts";
import { anObservation, POLICY } from "./worlds.ts";

/** More is a defect. */
const LIMITS = { flat: 1.1, journal: 64 };
const KB = 1_024;
/** Iterations before and behind the one that is asked about: all of their segments are looked at as a whole. */
const AROUND = 50;
const NOW = Date.parse("2026-06-01T00:00:00Z");

/** What one iteration wrote, in bytes: its start and its end. */
interface Written {
  /** Number of the segment in which it ended. */
  readonly segment: number;
  /** All files. */
  readonly sent: number;
  /** Those besides the journal's segments. */
  readonly beside: number;
  /** What the journal has more. */
  readonly grown: number;
}

export async function bytes(quick: boolean): Promise<Section> {
  const short = lived(SHORT, 1_000 + 2 * AROUND);
  const last = quick ? 200 : 1_000;
  const long = lived(LONG, last + 2 * AROUND);
  const at = last.toLocaleString("en-US");
  return {
    title: "Bytes written to the memory branch by an iteration, as means over whole segments",
    figures: [
      ...figures("short answers", short, 10, 1_000),
      ...figures("answers of 31.5 KB, fifty comments of 4 KB", long, 100, last),
      {
        ...{ what: `answers of 31.5 KB: the journal grows by, at ${at}`, unit: "KB", atMost: LIMITS.journal },
        value: over(long, last).grown / KB,
      },
    ],
  };
}

function figures(whose: string, life: readonly Written[], first: number, last: number): readonly Figure[] {
  const at = last.toLocaleString("en-US");
  const [early, late] = [over(life, first), over(life, last)];
  const kb = (what: string, value: number): Figure => ({
    what: `${whose}: ${what}`,
    value: value / KB,
    unit: "KB",
  });
  return [
    kb(`sent, at ${first}`, early.sent),
    kb(`sent, at ${at}`, late.sent),
    kb(`of it besides the journal, at ${first}`, early.beside),
    kb(`of it besides the journal, at ${at}`, late.beside),
    kb(`the journal grows by, at ${first}`, early.grown),
    kb(`the journal grows by, at ${at}`, late.grown),
    {
      what: `${whose}: sent, ${at} : ${first}`,
      value: late.sent / early.sent,
      unit: "x",
      atMost: LIMITS.flat,
    },
  ];
}

/** Means over all segments in which iterations near this one ended. */
function over(life: readonly Written[], iteration: number): Omit<Written, "segment"> {
  const near = life.slice(Math.max(0, iteration - AROUND), iteration + AROUND);
  const segments = new Set(near.map(({ segment }) => segment));
  const all = life.filter(({ segment }) => segments.has(segment));
  const mean = (of: (one: Written) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return {
    sent: mean((one) => one.sent),
    beside: mean((one) => one.beside),
    grown: mean((one) => one.grown),
  };
}

function lived(life: Life, iterations: number): readonly Written[] {
  const written: Written[] = [];
  const files = new Map<string, string>();
  let journal: Journal | null = null;
  let [sent, beside, grown] = [0, 0, 0];
  for (const events of writes(life, iterations)) {
    const before = journal;
    const sentNow = filesOf(before, files, events);
    for (const { path, text } of sentNow) {
      const size = Buffer.byteLength(text);
      sent += size;
      if (!path.endsWith(".jsonl")) beside += size;
      else grown += size - Buffer.byteLength(files.get(path) ?? "");
      files.set(path, text);
    }
    journal = newest(before, files);
    const isEnd = events.some(({ type }) => type === "iteration.accept" || type === "iteration.reject");
    if (!isEnd) continue;
    written.push({ segment: journal.segment, sent, beside, grown });
    [sent, beside, grown] = [0, 0, 0];
  }
  return written;
}

/** What the rule writes for these events. */
function filesOf(journal: Journal | null, files: ReadonlyMap<string, string>, events: readonly NewEvent[]) {
  const registry = files.get(memoryPath.registry());
  const seen: Observation = {
    ...anObservation(journal),
    stateFile: files.get(memoryPath.state("carton")) ?? "absent",
    results: files.get(memoryPath.results("carton")) ?? "absent",
    registry: registry === undefined ? "absent" : parseRegistry(registry),
  };
  const state = fold(journal?.state ?? null, events);
  const draft = { ...emptyDraft(state, 0), events, mustWrite: true };
  const [commit] = memory({ seen, now: NOW, policy: POLICY }, draft).actions;
  if (commit?.type !== "memory.commit") throw new Error("nothing is written");
  return commit.files.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
}

function newest(before: Journal | null, files: ReadonlyMap<string, string>): Journal {
  const number = before?.segment ?? 1;
  const text = (of: number) => files.get(memoryPath.segment("carton", of));
  const next = text(number + 1);
  return next === undefined
    ? openJournal("carton", number, text(number) ?? "", before)
    : openJournal("carton", number + 1, next);
}
