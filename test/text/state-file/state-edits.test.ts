import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stateEdits } from "../../../src/text/state-file/state-edits.ts";
import { renderStateFile } from "../../../src/text/state-file/state-file.ts";
import { histories } from "../../support/plan/histories.ts";
import { aJournal } from "../../support/plan/journal.ts";

/** A state and its file; of its own for each test, because what was found for a state is remembered. */
function kept() {
  const { state } = aJournal().baseline(760).accepted(750);
  return { state, text: renderStateFile(null, state) };
}

describe(stateEdits, () => {
  it("finds nothing in a file as the app left it, whatever happened before", () => {
    fc.assert(
      fc.property(
        histories,
        (history) => stateEdits(renderStateFile(null, history.state), history.state).length === 0,
      ),
    );
  });

  it("finds nothing in what people write into their sections", () => {
    const { state, text } = kept();
    expect(stateEdits(text.replaceAll("*(none yet)*", "- It leaks."), state)).toEqual([]);
  });

  it("names the rows that say something else, and what they say", () => {
    const { state, text } = kept();
    const edited = text.replace("| Best Metric | 750 |", "| Best Metric | 1 |").replace(/^\| PR .*\n/m, "");
    expect(stateEdits(edited, state)).toEqual([
      { field: "Best Metric", said: "1" },
      { field: "PR", said: null },
    ]);
  });

  it("names a row that stands there more than once, whatever it says, and no row of people's own", () => {
    const { state, text } = kept();
    const paused = "| Paused | false |\n";
    expect(stateEdits(text.replace(paused, paused + paused), state)).toEqual([
      { field: "Paused", said: null },
    ]);
    expect(stateEdits(text.replace(paused, paused.repeat(3)), state)).toEqual([
      { field: "Paused", said: null },
    ]);
    expect(
      stateEdits(text.replace(paused, `| pAUSED | ${"x".repeat(101)} |\n| Mine | 1 |\n`), state),
    ).toEqual([{ field: "Paused", said: "x".repeat(100) }]);
    expect(stateEdits(text.replace(paused, `${paused}${"| Mine | 1 |\n".repeat(2)}`), state)).toEqual([]);
  });

  it("compares with the state that it is given", () => {
    const { state, text } = kept();
    expect(stateEdits(text, aJournal().baseline(760).state).map(({ field }) => field)).toContain(
      "Best Metric",
    );
    expect(stateEdits(text, state)).toEqual([]);
  });

  it("tells a missing table from a missing file", () => {
    const { state } = kept();
    expect(stateEdits("absent", state)).toEqual([{ field: "the whole file", said: null }]);
    expect(stateEdits("# Notes\n", state)).toEqual([{ field: "Machine State", said: null }]);
  });

  it("reads nothing out of a file that is far too long", () => {
    const { state, text } = kept();
    expect(stateEdits(`${text}\n${"x\n".repeat(150_000)}`, state)).toEqual([]);
  });
});
