import { describe, expect, it } from "vitest";
import { Terminal } from "../../../src/domain/errors.ts";
import { parseRegistry, rowOf, withRow } from "../../../src/text/journal/registry.ts";
import { aJournal } from "../../support/journal.ts";

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
    expect(rowOf(state, 8.6e15).due_at).toBeNull();
    expect(rowOf(state, NOON).pull_request).toBeNull();
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
  });
});
