import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Outdated, Terminal } from "../../../src/domain/errors.ts";
import type { JournalEvent } from "../../../src/domain/journal/event.ts";
import { fold } from "../../../src/domain/journal/fold.ts";
import { SEGMENT_BYTES } from "../../../src/domain/limits.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import {
  appendToJournal,
  decodeEvents,
  type Journal,
  openJournal,
  verifyJournal,
} from "../../../src/text/journal/journal.ts";
import { readSegment } from "../../../src/text/journal/journal-segment.ts";
import { snapshotOf } from "../../../src/text/journal/snapshot.ts";
import { histories } from "../../support/plan/histories.ts";
import { aJournal, journalOf, written } from "../../support/plan/journal.ts";

const three = () => aJournal().baseline(760).accepted(700).rejected(720);

/** What counts, wherever its segments begin. */
function rememberedIn({ state }: Journal) {
  return state && snapshotOf(state);
}

/** The lines of a journal in one segment, each with its newline. */
function linesOf(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

/** Lines changed in place and chained anew, as someone who knows the format would forge them. */
function forged(text: string, change: (event: Record<string, unknown>, index: number) => object): string {
  let prev = "0".repeat(64);
  return linesOf(text)
    .map((line, index) => {
      const forgedLine = JSON.stringify(change({ ...JSON.parse(line), prev }, index));
      prev = sha256(forgedLine);
      return `${forgedLine}\n`;
    })
    .join("");
}

describe("appendToJournal", () => {
  it("numbers lines from 1 and chains them by the hash of the line before", () => {
    const lines = linesOf(journalOf(three()).text);
    const events: JournalEvent[] = lines.map((line) => JSON.parse(line));
    expect(events.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
    expect(events[0]?.prev).toBe("0".repeat(64));
    expect(events.slice(1).map(({ prev }) => prev)).toEqual(lines.slice(0, -1).map(sha256));
  });

  it("writes the envelope first, then the body", () => {
    expect(linesOf(journalOf(aJournal()).text)[0]).toBe(
      '{"v":1,"seq":1,"prev":"0000000000000000000000000000000000000000000000000000000000000000","at":"2026-01-01T00:01:00.000Z","program":"carton","type":"program.adopted","run_id":"","name":"carton","issue":1,"source":{"kind":"issue"},"branch":"autoloop/carton"}',
    );
  });

  it("never changes a byte that was written before", () => {
    const { events } = three();
    const before = journalOf(events.slice(0, -1));
    const after = appendToJournal(before, events.slice(-1));
    expect(after.segments).toEqual([{ number: 1, text: after.journal.text }]);
    expect(after.journal.text.startsWith(before.text)).toBe(true);
  });

  it("begins a new segment with a snapshot once the one before is full", () => {
    const { journal, segments } = written(three(), 3_000);
    expect(segments.map(({ number }) => number)).toEqual(segments.map((_, index) => index + 1));
    expect(segments.length).toBeGreaterThan(4);
    for (const { text } of segments.slice(1)) {
      expect(decodeEvents(text)[0]?.type).toBe("snapshot");
    }
    expect(rememberedIn(journal)).toEqual(snapshotOf(three().state));
    expect(verifyJournal("carton", segments)).toMatchObject({
      events: journal.seq,
      iterations: 3,
      hash: journal.hash,
    });
  });

  it("puts all events of one append into one segment", () => {
    const history = three();
    const { journal } = written(history.events.slice(0, 5));
    const { segments } = appendToJournal(journal, history.events.slice(5), () => journal.text.length);
    expect(segments.map(({ number }) => number)).toEqual([2]);
    expect(decodeEvents(segments[0]?.text ?? "")).toHaveLength(1 + history.events.length - 5);
  });

  it("keeps every segment near the limit over 300 iterations, and its own cost with it", () => {
    const history = aJournal().baseline(1_000);
    for (let n = 1; n <= 300; n++) n % 3 === 0 ? history.accepted(1_000 - n) : history.rejected(1_000 + n);
    const { journal, segments } = written(history);
    expect(segments.length).toBeGreaterThan(2);
    expect(segments.every(({ text }) => text.length <= SEGMENT_BYTES + 1_000)).toBe(true);
    expect(verifyJournal("carton", segments).iterations).toBe(301);
    expect(rememberedIn(journal)).toEqual(snapshotOf(history.state));
  });

  it("refuses no events, a start in the middle, another program and a snapshot from outside", () => {
    const { events, state } = three();
    const journal = journalOf(events);
    const envelope = { at: "2026-01-02T00:00:00Z", program: "carton", run_id: "" };
    const other = { ...envelope, program: "other", type: "pull.opened", number: 1 } as const;
    expect(() => appendToJournal(journal, [])).toThrow(Terminal);
    expect(() => appendToJournal(null, events.slice(1))).toThrow("must begin with program.adopted");
    expect(() => appendToJournal(journal, [other])).toThrow("is not for carton");
    expect(() => appendToJournal(journal, [{ ...envelope, type: "snapshot", state }])).toThrow(
      "is not for carton",
    );
    expect(() => appendToJournal(journal, events.slice(0, 1))).toThrow("was adopted before");
  });

  it("refuses a metric that is no number", () => {
    expect(() => journalOf(aJournal().baseline(Number.NaN))).toThrow(
      "The event iteration.report cannot be written to the journal: measurement",
    );
  });

  it("cuts what an agent wrote too much of, in the file and in the state alike", () => {
    const change = "🥚".repeat(5_000);
    const history = aJournal()
      .baseline(760)
      .rejected(770, "x".repeat(9_000), {
        answer: {
          change,
          hypothesis: "",
          lessons: Array(500).fill("same"),
          foreclosed: [],
          future: [],
          steered_by: [],
        },
      });
    const { state, text } = journalOf(history);
    const record = state?.recent.at(-1);
    expect(record?.reason).toHaveLength(2_000);
    expect(record?.answer?.change).toBe("🥚".repeat(1_000));
    expect(record?.answer?.lessons).toHaveLength(10);
    expect(openJournal("carton", 1, text).state).toEqual(state);
  });
});

describe("openJournal", () => {
  it("gives back what appending gave", () => {
    const { journal } = written(three(), 3_000);
    expect(openJournal("carton", journal.segment, journal.text)).toEqual(journal);
  });

  it.each([
    ["an empty file", () => "", "line 1 is empty"],
    ["a torn last line", (text: string) => text.slice(0, -20), "is torn"],
    ["a lost last newline", (text: string) => text.slice(0, -1), "line 14 is torn"],
    ["an empty line", (text: string) => text.replace("\n", "\n\n"), "line 2 is not JSON"],
    [
      "a carriage return",
      (text: string) => text.replaceAll("\n", "\r\n"),
      "line 1 was not written by Autoloop",
    ],
    ["a lost line", (text: string) => text.replace(/^.*\n/, ""), "line 1 has number 2, 1 comes next"],
    [
      "a changed number",
      (text: string) => text.replace('"metric":700', '"metric":1'),
      "does not follow from the line before",
    ],
    [
      "another key order",
      (text: string) => text.replace(/"v":1,"seq":3/, '"seq":3,"v":1'),
      "line 3 was not written by Autoloop",
    ],
    [
      "a key twice",
      (text: string) => text.replace('"v":1', '"v":1,"v":1'),
      "line 1 was not written by Autoloop",
    ],
    [
      "an unknown key",
      (text: string) => text.replace('"v":1', '"v":1,"x":1'),
      "line 2 does not follow from the line before",
    ],
  ])("refuses %s, naming the line", (_, damage, message) => {
    const text = damage(journalOf(three()).text);
    expect(() => openJournal("carton", 1, text)).toThrow(message);
    expect(() => openJournal("carton", 1, text)).toThrow(
      /^Journal of carton, segment 1: line \d+ .*Restore the file/,
    );
  });

  it("refuses a well-chained journal that contradicts itself", () => {
    const twice = forged(journalOf(three()).text, (event) =>
      event.type === "iteration.start" ? { ...event, iteration: 0 } : event,
    );
    expect(() => openJournal("carton", 1, twice)).toThrow(/line \d+ .*iteration 1 comes next/);
  });

  it("checks what was added to an earlier version as it checks a whole journal", () => {
    const known = journalOf(three());
    const { text } = journalOf(three().rejected(730).rejected(740));
    const added = known.text.length;
    const number = linesOf(known.text).length;
    expect(openJournal("carton", 1, text, known)).toEqual(openJournal("carton", 1, text));
    expect(openJournal("carton", 1, known.text, known)).toEqual(known);
    const damages: readonly (readonly [damaged: string, message: string])[] = [
      [text.slice(0, -1), `line ${linesOf(text).length} is torn`],
      [`${text.slice(0, added)}\n${text.slice(added)}`, `line ${number + 1} is not JSON`],
      [text.slice(0, added) + linesOf(text).at(-1), `line ${number + 1} is torn`],
      [`${text.slice(0, added)}${linesOf(text).at(-1)}\n`, `line ${number + 1} has number`],
      [
        text.slice(0, added) + text.slice(added).replace('"iteration.start"', '"iteration.begin"'),
        `line ${number + 2} does not follow from the line before`,
      ],
    ];
    for (const [damaged, message] of damages) {
      expect(() => openJournal("carton", 1, damaged, known)).toThrow(message);
      expect(() => openJournal("carton", 1, damaged)).toThrow(message);
    }
  });

  it("reads a journal whole that does not begin with the earlier version", () => {
    const known = journalOf(three());
    const damaged = journalOf(three().rejected(730)).text.replace('"metric":700', '"metric":1');
    expect(() => openJournal("carton", 1, damaged, known)).toThrow("does not follow from the line before");
    expect(() => openJournal("other", 1, known.text, known)).toThrow("line 1 is of another program");
    const shorter = journalOf(aJournal());
    expect(openJournal("carton", 1, shorter.text, known)).toEqual(shorter);
  });

  it("refuses another program's journal and a later segment without its snapshot", () => {
    const { text } = journalOf(three());
    expect(() => openJournal("other", 1, text)).toThrow("line 1 is of another program");
    expect(() => openJournal("carton", 2, text)).toThrow("a segment begins with snapshot");
  });
});

describe("verifyJournal", () => {
  it("refuses a missing, a swapped and a replaced segment", () => {
    const { segments } = written(three(), 3_000);
    const [first, second, third] = segments;
    if (!first || !second || !third) throw new Error("three segments expected");
    expect(() => verifyJournal("carton", [])).toThrow("has no segment");
    expect(() => verifyJournal("carton", [first, third])).toThrow("lacks segment 2");
    expect(() => verifyJournal("carton", [first, { number: 2, text: third.text }])).toThrow(
      "segment 2: line 1 has number",
    );
    const shorter = { number: 1, text: `${linesOf(first.text).slice(0, -1).join("\n")}\n` };
    expect(() => verifyJournal("carton", [shorter, second])).toThrow("segment 2: line 1 has number");
  });

  it("refuses a snapshot that tells another story", () => {
    const { segments } = written(three(), 3_000);
    const [first, second] = segments;
    if (!first || !second) throw new Error("two segments expected");
    const lie = { number: 2, text: second.text.replace('"baseline":760', '"baseline":1760') };
    expect(lie.text).not.toBe(second.text);
    expect(() => verifyJournal("carton", [first, lie])).toThrow("line 1 is a snapshot that differs");
  });

  it("takes the end of a segment that the next one does not follow from for damage, not for a later version", () => {
    const { segments } = written(three(), 3_000);
    const [first, second] = segments;
    if (!first || !second) throw new Error("two segments expected");
    const lines = linesOf(first.text);
    const last = (lines.at(-1) ?? "").replace(/"type":"[^"]*"/, '"type":"loop.dance"');
    const changed = { number: 1, text: `${[...lines.slice(0, -1), last].join("\n")}\n` };
    expect(() => verifyJournal("carton", [changed, second])).toThrow(Terminal);
    expect(() => verifyJournal("carton", [changed])).toThrow(Outdated);
  });

  it("notices any single changed byte but of the last line", () => {
    const { segments } = written(three(), 3_000);
    const texts = segments.map(({ text }) => text);
    const all = texts.join("");
    const lastLine = all.lastIndexOf("\n", all.length - 2);
    fc.assert(
      fc.property(fc.nat(lastLine - 1), fc.constantFrom("0", "x", '"', "\n", " "), (place, byte) => {
        fc.pre(all[place] !== byte);
        let offset = 0;
        const damaged = segments.map(({ number, text }) => {
          const at = place - offset;
          offset += text.length;
          return {
            number,
            text: at >= 0 && at < text.length ? text.slice(0, at) + byte + text.slice(at + 1) : text,
          };
        });
        expect(() => verifyJournal("carton", damaged)).toThrow(Terminal);
      }),
      { numRuns: 300 },
    );
  });
});

describe("decodeEvents", () => {
  it("gives the events of one segment and refuses one of two programs", () => {
    const { text } = journalOf(aJournal());
    expect(decodeEvents(text).map(({ type }) => type)).toEqual([
      "program.adopted",
      "program.defined",
      "loop.start",
    ]);
    const mixed = forged(text, (event, index) => (index === 2 ? { ...event, program: "other" } : event));
    expect(() => decodeEvents(mixed)).toThrow("Journal of carton: line 3 is of another program");
  });
});

describe("the laws of the journal", () => {
  it("hold for any history and any segment size: read back, it folds to what is remembered, over one chain", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 12_000 }), (history, segmentBytes) => {
        const { journal, segments } = written(history, segmentBytes);
        const events = segments.flatMap(({ text }) => decodeEvents(text));
        expect(fold(null, history.events)).toEqual(history.state);
        expect(fold(null, events)).toEqual(journal.state);
        expect(rememberedIn(journal)).toEqual(snapshotOf(history.state));
        expect(openJournal(history.program, journal.segment, journal.text)).toEqual(journal);
        expect(verifyJournal(history.program, segments).hash).toBe(journal.hash);
        expect(events.filter(({ type }) => type !== "snapshot")).toHaveLength(history.events.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe("journals that cannot be", () => {
  const { text, ...rest } = journalOf(three());

  it("speaks of a journal whose program nobody told", () => {
    const read = (text: string) => readSegment({ program: null, number: null, text }, null);
    expect(() => read("")).toThrow(/^Journal: line 1 is empty/);
    expect(() => read("torn")).toThrow(/^Journal: line 1 is torn/);
    expect(() => read(`${text}x\n`)).toThrow(/^Journal of carton: line \d+ is not JSON/);
  });

  it("refuses a snapshot in the middle, and one of another program", () => {
    const { segments } = written(three(), 100);
    const snapshot = segments.at(-1)?.text.split("\n")[0] ?? "";
    const event = JSON.parse(snapshot);
    const within = `${snapshot}\n${JSON.stringify({ ...event, seq: event.seq + 1, prev: sha256(snapshot) })}\n`;
    const read = (text: string) => readSegment({ program: "carton", number: 5, text }, null);
    expect(() => read(within)).toThrow("line 2 is a snapshot in the middle of a segment");
    const other = JSON.stringify({ ...event, state: { ...event.state, name: "other" } });
    expect(() => read(`${other}\n`)).toThrow("line 1 is a snapshot of another program");
  });

  it("begins no segment without a state", () => {
    const stateless = { ...rest, text, state: null };
    const [event] = three().events;
    if (event === undefined) throw new Error("no event");
    expect(() => appendToJournal(stateless, [event], () => 100)).toThrow(
      "has no state to begin a segment with",
    );
  });

  it("says of an event that is none as a whole that it is none", () => {
    const odd = JSON.parse(
      '{"type":"program.set","program":"carton","at":"2026-01-01T00:00:00Z","run_id":"","more":1}',
    );
    expect(() => appendToJournal(journalOf(three()), [odd])).toThrow(
      /program\.set cannot be written to the journal: key has no/,
    );
    const set = {
      at: "2026-01-01T01:00:00.000Z",
      program: "carton",
      run_id: "",
      type: "loop.complete",
      reason: "x",
    };
    expect(() =>
      appendToJournal(journalOf(three()), [JSON.parse(JSON.stringify({ ...set, more: 1 }))]),
    ).toThrow("loop.complete cannot be written to the journal: more has no valid value");
  });
});

describe("segments to the byte", () => {
  const size = (text: string) => new TextEncoder().encode(text).length;

  it("take what comes while they are not full, and never hold only what they begin with", () => {
    const journal = journalOf(aJournal());
    const event = three().events.at(3);
    if (event === undefined) throw new Error("no event");
    const numbers = (full: number) =>
      appendToJournal(journal, [event], () => full).segments.map(({ number }) => number);
    expect(numbers(size(journal.text) + 1)).toEqual([1]);
    expect(numbers(size(journal.text))).toEqual([2]);
    const { segments } = written(three(), 100);
    expect(segments.map(({ text }) => linesOf(text).length)).toEqual([1, ...segments.slice(1).map(() => 2)]);
  });
});

describe("what a journal cannot be read for", () => {
  const thrown = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      return error;
    }
  };

  it("is kept as the cause", () => {
    expect(thrown(() => decodeEvents("x\n"))).toMatchObject({ cause: { cause: expect.any(SyntaxError) } });
    const [line = ""] = linesOf(journalOf(aJournal()).text);
    const odd = JSON.stringify({ ...JSON.parse(line), issue: "one" });
    expect(thrown(() => decodeEvents(`${odd}\n`))).toMatchObject({ cause: { cause: { issues: [{}] } } });
    const event = JSON.parse(
      line.replace(/"v":1,"seq":1,"prev":"[^"]*",/, "").replace('"issue":1', '"issue":"one"'),
    );
    expect(thrown(() => appendToJournal(null, [event]))).toMatchObject({ cause: { issues: [{}] } });
  });

  it("is quoted no longer than 80 characters", () => {
    const [line = ""] = linesOf(journalOf(aJournal()).text);
    const version = (v: unknown) => `${JSON.stringify({ ...JSON.parse(line), v })}\n`;
    expect(() => decodeEvents(version("x".repeat(99)))).toThrow(`has version "${"x".repeat(79)}, this`);
    expect(() => decodeEvents("7\n")).toThrow("has version none");
    expect(() => decodeEvents("null\n")).toThrow("has version none");
  });
});
