import { describe, expect, it } from "vitest";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { askedForStateEdits, editorRead, stateEdits } from "../../../src/plan/people/state-edits.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { JournalBuilder } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { lastEvent, planned, typesOf } from "../../support/plan/planned.ts";
import { SELF } from "../../support/plan/view-parts.ts";

const permissions = { maria: "maintain", writer: "write", helper: "triage", reader: "read" } as const;

const row = (field: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^\\| ${field} \\|.*$`, "m"), `| ${field} | ${value} |`);
const paused = row("Paused", "true");
const goesOn = row("Paused", "false");
const completed = row("Completed", "true");

const draftOf = (journal: JournalBuilder) => emptyDraft(journal.state, journal.events.length);

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

  /** Several rows at once, in the words of the file. */
  const rows = (values: Readonly<Record<string, string>>) => (text: string) =>
    Object.entries(values).reduce((so_far, [field, value]) => row(field, value)(so_far), text);
  const twice = (text: string) => text.replace(/^(\| Paused \| false.*\n)/m, "| Paused | true |\n$1");
  const waiting = () => new JournalBuilder("carton").adopted();
  const stopped = (history = aKeptProgram()) =>
    history.event({ type: "loop.stop", reason: "The issue was closed.", by: null });
  const onHold = () => aKeptProgram().paused("plateau", "No progress.");
  const locked = () => stopped(aKeptProgram().paused("tampered"));
  const ended = () => aKeptProgram().event({ type: "loop.complete", reason: "Done." });
  const PAUSE = { type: "loop.pause", kind: "state-edited", reason: "Changed in the state file by maria." };
  const COMPLETE = { type: "loop.complete", reason: "Changed in the state file by maria." };

  it.each<[string, () => JournalBuilder, (text: string) => string, readonly string[], object | null]>([
    ["pauses one that waits for its text", waiting, rows({ Paused: "true" }), [], PAUSE],
    ["pauses whatever the case of the word", aKeptProgram, rows({ Paused: "TRUE" }), [], PAUSE],
    ["pauses no stopped one", stopped, rows({ Paused: "true" }), ["Paused"], null],
    [
      "pauses no stopped one that was tampered with",
      locked,
      rows({ Paused: "true", "Pause Reason": "Mine." }),
      ["Paused", "Pause Reason"],
      null,
    ],
    ["lets no stopped one go on that was tampered with", locked, rows({ Paused: "False" }), [], null],
    ["does not guess", aKeptProgram, rows({ Paused: "maybe" }), ["Paused"], null],
    ["does not guess that one may go on", onHold, rows({ Paused: "maybe" }), ["Paused"], null],
    [
      "does not guess beside a new reason",
      onHold,
      rows({ Paused: "maybe", "Pause Reason": "Mine." }),
      ["Paused", "Pause Reason"],
      null,
    ],
    ["pauses for no row that is there twice", aKeptProgram, twice, [], null],
    [
      "takes another spelling for no news",
      aKeptProgram,
      rows({ Paused: "False", Completed: "FALSE" }),
      [],
      null,
    ],
    ["takes another spelling of a pause for no news", onHold, rows({ Paused: "True" }), [], null],
    ["takes another spelling of the end for no news", ended, rows({ Completed: "True" }), [], null],
    ["completes a paused one", onHold, rows({ Completed: "true" }), [], COMPLETE],
    ["completes one that waits for its text", waiting, rows({ Completed: "true" }), [], COMPLETE],
    ["completes no stopped one", stopped, rows({ Completed: "true" }), ["Completed"], null],
    ["does not guess that one is complete", aKeptProgram, rows({ Completed: "yes" }), ["Completed"], null],
    [
      "completes with its reason",
      aKeptProgram,
      rows({ Completed: "true", "Completed Reason": "Enough." }),
      [],
      { type: "loop.complete", reason: "Changed in the state file by maria: Enough." },
    ],
    [
      "goes on, and has no use for the reason beside it",
      onHold,
      rows({ Paused: "false", "Pause Reason": "Mine." }),
      [],
      { type: "loop.resume", reason: "Changed in the state file by maria." },
    ],
    [
      "takes another reason of a pause",
      onHold,
      rows({ "Pause Reason": "Mine." }),
      [],
      { type: "loop.pause", kind: "plateau", reason: "Changed in the state file by maria: Mine." },
    ],
    ["takes no reason away", onHold, rows({ "Pause Reason": "—" }), ["Pause Reason"], null],
    [
      "puts the reason of no pause back",
      aKeptProgram,
      rows({ "Pause Reason": "Mine." }),
      ["Pause Reason"],
      null,
    ],
  ])("%s", (_, history, stateFile, put_back, wish) => {
    const journal = history();
    const seen = anObservation({ permissions, journal, stateFile, editor: { login: "maria" } });
    const { events } = stateEdits({ seen, now: lastEvent(seen), policy: POLICY }, draftOf(journal));
    const told = { type: "state.edited", by: { login: "maria", permission: "maintain" }, put_back };
    expect(events).toMatchObject(wish === null ? [told] : [told, wish]);
  });

  it("hears only the rows that were changed, whatever the same look changes besides", () => {
    const journal = onHold();
    const seen = anObservation({
      ...{ permissions, journal, stateFile: row("Best Metric", "1"), editor: { login: "maria" } },
    });
    const goneOn = draftOf(onHold().resumed());
    expect(stateEdits({ seen, now: lastEvent(seen), policy: POLICY }, goneOn).events).toMatchObject([
      { type: "state.edited", fields: ["Best Metric"], put_back: ["Best Metric"] },
    ]);
  });

  it("lets the iteration in flight of a program that it pauses end", () => {
    const events = edited("writer", paused, { journal: aKeptProgram().begun() });
    expect(typesOf(events)).toEqual(["state.edited", "loop.pause"]);
  });

  it("reads no file of an older edition, which has no journal yet", () => {
    const deviation = { permissions, stateFile: () => "# Carton\n", editor: { login: "maria" } };
    const legacy = { pulls: [], issues: [] };
    expect(typesOf(planned({ journal: "absent", legacy, ...deviation }).events)).not.toContain(
      "state.edited",
    );
    const broken = planned({ journal: { broken: "no line of it can be read" }, ...deviation });
    expect(broken.events).toEqual([]);
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
    expect(askedForStateEdits({ value: "writer" })).toEqual(["writer"]);
    expect(askedForStateEdits({ value: null })).toEqual([]);
    expect(askedForStateEdits("unread")).toEqual([]);
  });
});

describe(editorRead, () => {
  const asks = (change: Deviation) => {
    const seen = anObservation({ stateFile: row("Paused", "true"), ...change });
    const editor = change.editor === undefined ? "unread" : seen.editor;
    return editorRead({ seen: { ...seen, editor }, policy: POLICY });
  };

  it("wants to know who wrote a state file that differs from what the journal says", () => {
    expect(asks({})).toEqual({ type: "lastEditor", path: "carton.md" });
  });

  it.each<[string, Deviation]>([
    ["it is as the journal has it", { stateFile: (file) => file }],
    ["it was asked before", { editor: { login: null } }],
    ["the journal cannot be read", { journal: { broken: "torn" } }],
  ])("asks nobody where %s", (_, change) => {
    expect(asks(change)).toBeNull();
  });
});
