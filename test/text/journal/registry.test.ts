import { describe, expect, it } from "vitest";
import { Terminal } from "../../../src/domain/errors.ts";
import { parseRegistry, readRegistry, rowOf, withRow } from "../../../src/text/journal/registry.ts";
import { aJournal, JournalBuilder } from "../../support/plan/journal.ts";

const NOON = Date.UTC(2026, 5, 1, 12);

describe("rowOf", () => {
  it("says what others need to know", () => {
    const { state } = aJournal().baseline(760).accepted(700).rejected(720).pull(5).begun();
    expect(rowOf(state, NOON)).toEqual({
      name: "carton",
      issue: 1,
      source: { kind: "issue" },
      status: "active",
      in_flight: 3,
      deadline: state.in_flight?.deadline,
      due_at: "2026-06-01T12:00:00.000Z",
      best: 700,
      baseline: 760,
      direction: "lower",
      iterations: 2,
      last_run: state.last_run_at,
      last_end: state.recent.at(-1)?.ended_at,
      branch: "autoloop/carton",
      pull_request: 5,
    });
  });

  it("stores 'at once' as the time of adoption, 'never' as null, and forgets closed pull requests", () => {
    const { state } = aJournal().baseline(760).pull(5, "merged");
    expect(rowOf(state, Number.NEGATIVE_INFINITY).due_at).toBe(state.adopted_at);
    expect(rowOf(state, null).due_at).toBeNull();
    expect(rowOf(state, 9e15).due_at).toBeNull();
    const end = Date.UTC(10_000, 0) - 1;
    expect([end, end + 1].map((time) => rowOf(state, time).due_at)).toEqual([
      "9999-12-31T23:59:59.999Z",
      null,
    ]);
    expect(rowOf(state, 8.6e15).due_at).toBeNull();
    expect(rowOf(state, NOON).pull_request).toBeNull();
  });
});

describe("rowOf a program that has not begun", () => {
  it("tells what its older edition measured, and nothing that is not known", () => {
    const imported = {
      ...{ iterations: 7, best: 5, baseline: 9, last_run: null, recent_statuses: [], pull_request: null },
    };
    const row = {
      ...{
        name: "carton",
        issue: 2,
        source: { kind: "issue" },
        status: "waiting",
        in_flight: null,
        deadline: null,
        due_at: null,
      },
      ...{ best: null, baseline: null, direction: null, iterations: 0, last_run: null, last_end: null },
      ...{ branch: "autoloop/carton", pull_request: null },
    };
    expect(rowOf(new JournalBuilder("carton").adopted(2).state, null)).toEqual(row);
    const { state } = new JournalBuilder("carton").adopted(2, imported);
    expect(rowOf(state, null)).toEqual({ ...row, best: 5, iterations: 7 });
  });
});

describe("withRow and parseRegistry", () => {
  it("keep one row a program, by name, and are each other's inverse", () => {
    let text = withRow(null, rowOf(aJournal("b").state, NOON));
    text = withRow(parseRegistry(text), rowOf(aJournal("c").state, null));
    text = withRow(parseRegistry(text), rowOf(aJournal("a").state, NOON));
    text = withRow(parseRegistry(text), rowOf(aJournal("b").baseline(3).state, NOON));
    const { programs } = parseRegistry(text);
    expect(programs.map(({ name, best }) => [name, best])).toEqual([
      ["a", null],
      ["b", 3],
      ["c", null],
    ]);
    expect(text.endsWith("]\n}\n")).toBe(true);
    const [, second] = programs;
    if (second) expect(withRow(parseRegistry(text), second)).toBe(text);
  });

  it("keep what a later version wrote beside it", () => {
    const later = JSON.parse(withRow(null, rowOf(aJournal("a").state, NOON)));
    later.mood = "good";
    later.programs[0].colour = "red";
    const text = withRow(parseRegistry(JSON.stringify(later)), rowOf(aJournal("b").state, NOON));
    const written = JSON.parse(text);
    expect(written.mood).toBe("good");
    expect(written.programs[0]).toEqual(later.programs[0]);
    expect(written.programs.map(({ name }: { name: string }) => name)).toEqual(["a", "b"]);
  });

  it.each([
    ["", "registry.json is not JSON. Delete it"],
    ["null", "not of the expected shape. Delete it"],
    ["[]", "not of the expected shape. Delete it"],
    ['{"v":2,"programs":[]}', "another version than 1. Update"],
    ['{"v":1}', "not of the expected shape at programs"],
    ['{"v":1,"programs":[{}]}', "not of the expected shape at programs.0"],
    ['{"v":1,"programs":[{"name":1}],"more":1}', "not of the expected shape at programs.0.name"],
  ])("refuse %j", (text, message) => {
    expect(() => parseRegistry(text)).toThrow(message);
    expect(() => parseRegistry(text)).toThrow(Terminal);
    expect(() => parseRegistry(text)).toThrow(expect.objectContaining({ cause: expect.any(Error) }));
    expect(readRegistry(text)).toBe("absent");
  });

  it("say where the shape is wrong", () => {
    const refusal = (value: object) => {
      try {
        return parseRegistry(JSON.stringify({ v: 1, programs: [], ...value }));
      } catch (error) {
        return error instanceof Terminal ? error.message : error;
      }
    };
    expect(refusal({ programs: {} })).toBe(
      "registry.json is not of the expected shape at programs. Delete it: it is made again from the journals.",
    );
    expect(
      refusal({ programs: [{ ...rowOf(aJournal().state, null), source: { kind: "file", path: 1 } }] }),
    ).toBe(
      "registry.json is not of the expected shape at programs.0.source.path. Delete it: it is made again from the journals.",
    );
  });

  it("read back what was written, and of two rows of a name the new one", () => {
    const rows = ["b", "a"].map((name) => rowOf(aJournal(name).state, NOON));
    const text = rows.reduce<string | null>(
      (before, row) => withRow(before === null ? null : parseRegistry(before), row),
      null,
    );
    expect(readRegistry(text ?? "")).toEqual({ v: 1, programs: rows.toReversed() });
  });
});
