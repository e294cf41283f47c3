import { describe, expect, it } from "vitest";
import { askedForStateEdits, stateEdits } from "../../src/plan/state-edits.ts";
import type { JournalBuilder } from "../support/journal.ts";
import { aKeptProgram, type Deviation } from "../support/observation.ts";
import { planned, typesOf } from "../support/planned.ts";
import { SELF } from "../support/view-parts.ts";

const permissions = { maria: "maintain", writer: "write", helper: "triage", reader: "read" } as const;

const row = (field: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^\\| ${field} \\|.*$`, "m"), `| ${field} | ${value} |`);
const paused = row("Paused", "true");
const goesOn = row("Paused", "false");
const completed = row("Completed", "true");

/** Events that an edit of the state file leads to. */
function edited(login: string | null, stateFile: (text: string) => string, change: Deviation = {}) {
  return planned({ permissions, stateFile, editor: { login }, ...change }).events;
}

describe(stateEdits, () => {
  it("pauses for somebody who may stop, with the reason that stands in the file", () => {
    const events = edited("helper", (text) => row("Pause Reason", "the release")(paused(text)));
    expect(events).toMatchObject([
      {
        type: "state.edited",
        by: { login: "helper", permission: "triage" },
        fields: ["Paused", "Pause Reason"],
        put_back: [],
      },
      {
        type: "loop.pause",
        kind: "state-edited",
        reason: "Changed in the state file by helper: the release",
        by: { login: "helper" },
      },
    ]);
  });

  /** Who may do what in the table: to stop is cheap, to go on needs a right. */
  const MAY: readonly (readonly [
    string,
    (text: string) => string,
    () => JournalBuilder,
    readonly string[],
  ])[] = [
    ["loop.pause", paused, aKeptProgram, ["helper", "writer", "maria"]],
    ["loop.complete", completed, aKeptProgram, ["helper", "writer", "maria"]],
    ["loop.resume", goesOn, () => aKeptProgram().paused("plateau"), ["writer", "maria"]],
    ["loop.resume", goesOn, () => aKeptProgram().paused("tampered"), ["maria"]],
  ];
  const CELLS = MAY.flatMap(([type, change, journal, may]) =>
    ["nobody", "reader", "helper", "writer", "maria", null].map((login) => ({
      ...{ type, change, journal: journal(), login, may: may.some((one) => one === login) },
    })),
  );

  it.each(CELLS)("$type by $login, of a program that is $journal.state.pause.kind: $may", (cell) => {
    const events = edited(cell.login, cell.change, { journal: cell.journal });
    const wish = typesOf(events).filter((type) => type !== "state.edited");
    expect(wish).toEqual(cell.may ? [cell.type] : []);
    expect(events[0]).toMatchObject({ type: "state.edited", put_back: { length: cell.may ? 0 : 1 } });
  });

  it.each([
    ["Best Metric", "1"],
    ["Iteration Count", "many"],
    ["Target Metric", "3"],
    ["Branch", "`main`"],
    ["Issue", "#99"],
    ["Recent Statuses", "rejected"],
  ])("puts %s back, whoever changed it, and says so in one notice", (field, value) => {
    const plan = planned({ permissions, stateFile: row(field, value), editor: { login: "maria" } });
    expect(plan.events).toMatchObject([{ type: "state.edited", fields: [field], put_back: [field] }]);
    expect(plan.says).toContainEqual(expect.stringContaining("post the notice (put-back)"));
  });

  it("obeys what it may and puts back the rest of one edit", () => {
    const events = edited("writer", (text) => row("Best Metric", "1")(paused(text)));
    expect(events).toMatchObject([
      {
        type: "state.edited",
        fields: expect.arrayContaining(["Paused", "Best Metric"]),
        put_back: ["Best Metric"],
      },
      { type: "loop.pause" },
    ]);
  });

  it("makes a missing row, table or file again without a notice", () => {
    const gone = [
      (text: string) => text.replace(/^\| Paused .*\n/m, ""),
      (text: string) => text.replace(/^\|.*\n/gm, ""),
    ];
    for (const stateFile of gone) {
      const plan = planned({ permissions, stateFile, editor: { login: "reader" } });
      expect(plan.events).toMatchObject([{ type: "state.edited", put_back: [] }]);
      expect(plan.says.filter((line) => line.includes("put-back"))).toEqual([]);
    }
    const { events } = planned({ permissions, memoryFiles: "absent", editor: { login: "reader" } });
    expect(events).toMatchObject([{ fields: ["the whole file"], put_back: [] }]);
  });

  it("changes the reason of a pause and keeps its kind", () => {
    const journal = aKeptProgram().paused("plateau");
    const events = edited("writer", row("Pause Reason", "a holiday"), { journal });
    expect(events[1]).toMatchObject({
      type: "loop.pause",
      kind: "plateau",
      reason: expect.stringContaining("a holiday"),
    });
  });

  it("ends the iteration in flight of a program that is declared complete", () => {
    const events = edited("writer", completed, { journal: aKeptProgram().begun() });
    expect(typesOf(events).slice(0, 3)).toEqual(["state.edited", "iteration.error", "loop.complete"]);
  });

  it("hears nobody where the file is as it has to be, nor the app itself", () => {
    expect(edited("maria", (text) => text)).toEqual([]);
    for (const self of [SELF, SELF.replace("[bot]", "")]) expect(edited(self, paused)).toEqual([]);
  });

  it("is asked for nothing where people wrote into their own sections", () => {
    expect(
      edited("reader", (text) =>
        text.replace("## 📚 Lessons Learned\n", "## 📚 Lessons Learned\n\n- Mine.\n"),
      ),
    ).toEqual([]);
  });
});

describe(askedForStateEdits, () => {
  it("wants the role of the editor, if there is one", () => {
    expect(askedForStateEdits({ login: "writer" })).toEqual(["writer"]);
    expect(askedForStateEdits({ login: null })).toEqual([]);
    expect(askedForStateEdits(null)).toEqual([]);
  });
});
