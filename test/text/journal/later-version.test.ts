import { describe, expect, it } from "vitest";
import { Outdated, Terminal } from "../../../src/domain/errors.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { appendToJournal, openJournal } from "../../../src/text/journal/journal.ts";
import { readSegment } from "../../../src/text/journal/journal-segment.ts";
import { aJournal, journalOf } from "../../support/plan/journal.ts";

const PAUSE = { at: "2026-01-03T00:00:00Z", program: "carton", run_id: "", type: "loop.pause" } as const;

/** Seven lines and more; the fifth is a report. */
const carton = () => journalOf(aJournal().baseline(760).accepted(700));

/** Lines changed in place and chained anew, as another version would have written them. */
function rewritten(text: string, change: (event: Record<string, unknown>, index: number) => object): string {
  let prev = "0".repeat(64);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line, index) => {
      const other = JSON.stringify(change({ ...JSON.parse(line), prev }, index));
      prev = sha256(other);
      return `${other}\n`;
    })
    .join("");
}

const fifth = (change: object) =>
  rewritten(carton().text, (event, index) => (index === 4 ? { ...event, ...change } : event));

function failure(text: string, segment = 1): unknown {
  try {
    return openJournal("carton", segment, text);
  } catch (error) {
    return error;
  }
}

describe(readSegment, () => {
  it.each([
    ["a later version", { v: 2 }, "has version 2, this Autoloop reads version 1."],
    [
      "an unknown type",
      { type: "loop.dance" },
      'has an event type that this Autoloop does not know, "loop.dance".',
    ],
    [
      "an unknown key",
      { mood: 1 },
      'has something in its "iteration.report" event that this Autoloop does not know (at "mood").',
    ],
    [
      "an unknown key within",
      { cost: { usd: null, input_tokens: null, output_tokens: null, water: 1 } },
      'has something in its "iteration.report" event that this Autoloop does not know (at "cost.water").',
    ],
    [
      "an unknown word of a list",
      { measurement: { outcome: "felt" } },
      'has something in its "iteration.report" event that this Autoloop does not know (at "measurement.outcome").',
    ],
  ])("leaves a line with %s to the version that wrote it, and says to update", (_, change, what) => {
    const error = failure(fifth(change));
    expect(error).toBeInstanceOf(Outdated);
    expect(error).toMatchObject({
      message: `Journal of carton, segment 1: line 5 ${what} Update this installation.`,
      cause: expect.any(Outdated),
    });
  });

  it.each([
    ["no version at all", { v: "2" }],
    ["half a version", { v: 1.5 }],
    ["an earlier version", { v: 0 }],
    ["no type", { type: 7 }],
    ["no word where one belongs", { measurement: { outcome: 7 } }],
    ["no number where one belongs", { iteration: "x" }],
    ["something new beside something wrong", { mood: 1, iteration: "x" }],
  ])("takes a line with %s for damage", (_, change) => {
    const error = failure(fifth(change));
    expect(error).toBeInstanceOf(Terminal);
    expect(error).toMatchObject({ message: expect.stringMatching(/line 5 .*Restore the file/) });
  });

  it.each([
    ["was changed by hand", (lines: readonly string[]) => lines.join("\n"), 6],
    ["lost the one after it", (lines: readonly string[]) => lines.toSpliced(5, 1).join("\n"), 6],
    ["is followed by none", (lines: readonly string[]) => lines.with(6, "{").join("\n"), 7],
    ["is in the wrong place", (lines: readonly string[]) => lines.toSpliced(3, 1).join("\n"), 4],
  ])("takes no line for a later version's that %s", (how, damage, line) => {
    const whole = how.startsWith("was changed")
      ? carton().text.replace('"iteration.report"', '"loop.dance"')
      : fifth({ type: "loop.dance" });
    const error = failure(damage(whole.split("\n")));
    expect(error).toBeInstanceOf(Terminal);
    expect(error).toMatchObject({ message: expect.stringContaining(`line ${line} `) });
  });

  it("asks nothing of what follows a line whose envelope is that of a later version", () => {
    const text = rewritten(carton().text, (event, index) =>
      index < 4 ? event : { v: index === 4 ? 1 : 2, type: "loop.dance", seq: index + 1, prev: event.prev },
    );
    expect(failure(text)).toBeInstanceOf(Outdated);
  });

  it("believes the first line of a later segment about its place, also when a later version wrote it", () => {
    const sealed = appendToJournal(
      carton(),
      [{ ...PAUSE, kind: "command", reason: "", by: null }],
      () => 10,
    ).journal;
    const newer = rewritten(sealed.text, (event, index) => (index === 0 ? { ...event, mood: 1 } : event));
    expect(failure(newer, 2)).toBeInstanceOf(Outdated);
  });
});
