import { describe, expect, it } from "vitest";
import { memoryPath } from "../../../src/domain/program/names.ts";
import { JournalReader, newestSegment } from "../../../src/reconcile/read/journal-reader.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { aJournal, journalOf } from "../../support/plan/journal.ts";

const whole = journalOf(aJournal().baseline(760).accepted(700).rejected(720)).text;

/** What the reader makes of a first segment with this text. */
function read(reader: JournalReader, text: string, name = "carton") {
  const path = memoryPath.segment(name, 1);
  return reader.read(name, [{ path, id: sha256(text) }], new Map([[path, text]]));
}

/** The first `count` lines. */
function lines(count: number): string {
  return whole.split("\n").slice(0, count).join("\n").concat("\n");
}

describe("a reader of journals", () => {
  it("opens a growing journal as if each version were its first", () => {
    const reader = new JournalReader();
    for (const count of [3, 4, 7, 7, 14]) {
      expect(read(reader, lines(count))).toEqual(read(new JournalReader(), lines(count)));
    }
  });

  it("hands out the same object for a version that it knows", () => {
    const reader = new JournalReader();
    expect(read(reader, lines(5))).toBe(read(reader, lines(5)));
  });

  it("reads a journal that was cut short or replaced as it stands", () => {
    const reader = new JournalReader();
    read(reader, whole);
    expect(read(reader, lines(4))).toMatchObject({ seq: 4, text: lines(4) });
    expect(read(reader, whole.replace('"metric":700', '"metric":1'))).toEqual({
      broken: expect.stringContaining("does not follow from the line before"),
    });
    expect(read(reader, whole)).toMatchObject({ seq: 14 });
  });

  it("says which line of an addition is broken, again and again, and goes on once it is mended", () => {
    const reader = new JournalReader();
    read(reader, lines(5));
    const broken = { broken: expect.stringContaining("line 6 is not JSON") };
    expect(read(reader, `${lines(5)}{\n`)).toEqual(broken);
    expect(read(reader, `${lines(5)}{\n`)).toEqual(broken);
    expect(read(reader, lines(6))).toMatchObject({ seq: 6 });
  });

  it("keeps journals of one name apart", () => {
    const reader = new JournalReader();
    const other = journalOf(aJournal().baseline(5)).text;
    read(reader, whole);
    expect(read(reader, other)).toMatchObject({ text: other });
    expect(read(reader, whole)).toMatchObject({ text: whole });
    expect(read(reader, whole, "tile")).toEqual({
      broken: expect.stringContaining("is of another program"),
    });
  });

  it("finds nothing where no segment is", () => {
    expect(new JournalReader().read("carton", [], new Map())).toBe("absent");
  });
});

const PATH = memoryPath.segment("carton", 1);
const { text } = journalOf(aJournal().baseline(760));
const files = (id: string) => [{ path: PATH, id }];

describe(JournalReader, () => {
  it("opens each version once, and knows it by its id alone", () => {
    const reader = new JournalReader();
    const opened = reader.read("carton", files("1"), new Map([[PATH, text]]));
    expect(opened).toMatchObject({ program: "carton", state: { baseline: 760 } });
    expect(reader.read("carton", files("1"), new Map([[PATH, "torn"]]))).toBe(opened);
    const torn = reader.read("carton", files("2"), new Map([[PATH, "torn"]]));
    expect(torn).toEqual({ broken: expect.stringContaining("is torn") });
  });

  it("forgets the version that was asked for the longest ago", () => {
    const reader = new JournalReader();
    const read = (id: string) => reader.read("carton", files(id), new Map([[PATH, id === "0" ? text : "x"]]));
    const first = read("0");
    for (let id = 1; id <= 255; id += 1) read(`${id}`);
    expect(read("0")).toBe(first);
    for (let id = 256; id <= 510; id += 1) read(`${id}`);
    expect(read("0")).toBe(first);
    for (let id = 511; id <= 766; id += 1) read(`${id}`);
    const again = read("0");
    expect(again).not.toBe(first);
    expect(again).toEqual(first);
  });

  it("finds none where the file is not listed, or was not read", () => {
    const reader = new JournalReader();
    expect(reader.read("carton", [], new Map([[PATH, text]]))).toBe("absent");
    expect(reader.read("carton", files("1"), new Map())).toBe("absent");
  });

  it("does not take a defect for a broken journal", () => {
    const number = JSON.parse("7");
    const texts = new Map<string, string>([[PATH, number]]);
    expect(() => new JournalReader().read("carton", files("1"), texts)).toThrow(TypeError);
  });
});

describe(newestSegment, () => {
  const segment = (number: number) => ({ path: memoryPath.segment("carton", number), id: `${number}` });

  it("is the one with the highest number, in whatever order they are listed", () => {
    for (const numbers of [
      [1, 2, 10],
      [10, 2, 1],
      [2, 10, 1],
    ])
      expect(newestSegment(numbers.map(segment), "carton")).toMatchObject({ number: 10, id: "10" });
  });

  it("is none of another program, or of another form of name", () => {
    const others = ["journal/other/000001.jsonl", "journal/carton/1.jsonl", "journal/carton/000002.txt"];
    expect(
      newestSegment(
        others.map((path) => ({ path, id: path })),
        "carton",
      ),
    ).toBeNull();
  });
});
