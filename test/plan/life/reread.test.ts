import { describe, expect, it } from "vitest";
import type { Definition } from "../../../src/domain/program/program.ts";
import type { CommentView } from "../../../src/domain/repository/view.ts";
import { reread } from "../../../src/plan/life/reread.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { parseProgram, READER } from "../../../src/text/program/program.ts";
import { PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { JournalBuilder, MAINTAINER } from "../../support/plan/journal.ts";
import { aKeptProgram, aProgramOfOld, type Deviation, programText } from "../../support/plan/observation.ts";
import { bodyOf, finished, HOUR, MINUTE, planned, typesOf } from "../../support/plan/planned.ts";
import { ruled } from "../../support/plan/ruled.ts";
import { said } from "../../support/plan/view-parts.ts";

const NO_DIRECTION = PROGRAM_TEXT.replace(" Lower is better.", "");
const WIDE = { targets: ["src/carton.mjs", "evaluate.mjs"] };
const HIGHER = { direction: "higher" } as const;
const EDITED = programText("target-metric: 600");

/** What a version of the first reader made of the text: what is read today, but for this. */
function read(change: Partial<Definition>, text = PROGRAM_TEXT): Definition {
  const { definition } = parseProgram(text, { legacy: true });
  if (definition === null) throw new Error("not runnable");
  return { ...definition, ...change };
}

/** It runs since before the upgrade, at 750 by then. */
function ran(change: Partial<Definition>, text = PROGRAM_TEXT): JournalBuilder {
  const [baseline, kept] = change.direction === "higher" ? [740, 750] : [760, 750];
  return aProgramOfOld(text, read(change, text)).baseline(baseline).accepted(kept).pull(2);
}

const stands = (change: Partial<Definition>) => ran(change).paused("definition", "Read otherwise.");

/** @param at minutes after midnight, where the pause of `stands` is at 14 */
const says = (body: string, at = 40, login = "maria"): { comments: readonly CommentView[] } => {
  const createdAt = `2026-01-01T00:${at}:00Z`;
  return { comments: [said(login, body, { createdAt, updatedAt: createdAt })] };
};

const decided = (deviation: Deviation, after = HOUR) => typesOf(planned(deviation, { after }).events);

describe(`${reread.name}: a definition of an older reader`, () => {
  it("that is read the same is written down along with what comes next, and alone it is no reason to write", () => {
    expect(planned({ journal: ran({}) }).says).toEqual([]);
    const [first, ...others] = planned({ journal: ran({}) }, { after: HOUR }).events;
    expect(first).toMatchObject({
      type: "program.defined",
      reader: READER,
      epoch: 1,
      approved_by: MAINTAINER,
    });
    expect(typesOf(others)).toEqual(["iteration.start"]);
  });

  it("that was wider is narrowed under the same hash at once, in the same epoch and without any word of anybody", () => {
    const journal = ran(WIDE);
    const { events, says: written } = planned({ journal });
    expect(events).toMatchObject([
      {
        ...{ type: "program.defined", hash: journal.state.definition?.hash, epoch: 1, reader: READER },
        ...{ approved_by: MAINTAINER, definition: { targets: ["src/carton.mjs"] } },
      },
    ]);
    expect(written.filter((line) => line.includes("notice"))).toEqual([]);
  });

  it.each<[string, Partial<Definition>, string, RegExp]>([
    ["had another direction", HIGHER, PROGRAM_TEXT, /: metric-direction\.$/],
    ["had another metric", { metric: null }, PROGRAM_TEXT, /: metric\.$/],
    ["allowed less", { targets: ["src/other.mjs"] }, PROGRAM_TEXT, /: Target\.$/],
    ["took a guess where the text says nothing", HIGHER, NO_DIRECTION, /guessed in its text: Evaluation\.$/],
  ])("that %s stands still before anything starts, and shows both", (_, change, text, why) => {
    const plan = planned({ journal: ran(change, text), text }, { after: HOUR });
    expect(plan.events).toMatchObject([
      { type: "loop.pause", kind: "definition", by: null, reason: expect.stringMatching(why) },
    ]);
    expect(bodyOf(plan, "notice (paused)")).toContain("| | as it ran | as it is read today |");
    expect(bodyOf(plan, "status comment")).toContain("Its text is read otherwise now");
  });

  it("of a program of the older edition keeps *higher*, as it had", () => {
    const imported = {
      iterations: 3,
      best: 1,
      baseline: 1,
      last_run: null,
      recent_statuses: [],
      pull_request: null,
    };
    const journal = aProgramOfOld(NO_DIRECTION, read(HIGHER, NO_DIRECTION), imported);
    expect(decided({ journal: journal.baseline(740), text: NO_DIRECTION })).toEqual([
      ...["program.defined", "iteration.start"],
    ]);
  });

  it("of a later reader is left to it", () => {
    const { hash = "", parsed = read({}) } = ran(HIGHER).state.definition ?? {};
    const journal = ran({}).event({
      ...{ type: "program.defined", hash, definition: parsed, approved_by: MAINTAINER, epoch: 2 },
      reader: READER + 1,
    });
    expect(decided({ journal })).toEqual(["iteration.start"]);
  });

  it("is nothing to a program that is not adopted", () => {
    const { world, draft } = ruled({ journal: "absent" });
    expect(reread(world, draft)).toBe(draft);
  });
});

/** A proposal that was inside of what the older reading let change. */
const files = [
  { path: "src/carton.mjs", mode: "100644", contents: "Zm9v" },
  { path: "evaluate.mjs", mode: "100644", contents: "Zm9v" },
] as const;

describe(`${reread.name}: an iteration that the older reading began`, () => {
  it("is judged by the narrower one", () => {
    const journal = ran(WIDE).begun();
    const { events } = planned({ journal, run: finished(700, { files }) });
    expect(typesOf(events)).toEqual(["program.defined", "iteration.report", "iteration.error"]);
    expect(events.at(-1)).toMatchObject({ reason: expect.stringContaining("evaluate.mjs") });
    const inside = planned({ journal, run: finished(700) });
    expect(inside.says.some((line) => line.startsWith("commit iteration"))).toBe(
      planned({ journal: aKeptProgram().begun(), run: finished(700) }).says.some((line) =>
        line.startsWith("commit iteration"),
      ),
    );
  });

  it("is judged by the narrower one also where its commit is on the branch already", () => {
    const journal = ran(WIDE).begun();
    const { events } = planned(
      { journal, committed: true, run: finished(700, { files }) },
      { after: HOUR, policy: { ci: "none" } },
    );
    expect(typesOf(events)).toContain("iteration.error");
    expect(typesOf(events)).not.toContain("iteration.accept");
  });

  it.each([
    ["goes on", {}],
    ["came back with something better", { run: finished(800) }],
    ["has its commit on the branch", { committed: true, run: finished(800) }],
  ])("ends uncounted where somebody has to look, if it %s", (_, deviation) => {
    const { events } = planned({ journal: ran(HIGHER).begun(), ...deviation });
    expect(events.filter(({ type }) => type !== "branch.sync")).toMatchObject([
      { type: "iteration.error", reason: "Stopped before it ended. Its text is read otherwise now." },
      { type: "loop.pause", kind: "definition" },
    ]);
  });

  it.each(["command", "ci-timeout"] as const)(
    "ends uncounted also in a program that stands still for another reason (%s), which stays",
    (kind) => {
      const journal = ran(HIGHER).begun().paused(kind);
      const types = decided({ journal, committed: true, run: finished(800) }, MINUTE);
      // Where the branch is now is noted along: its commit is taken back when the loop goes on.
      expect(types).toEqual(["iteration.error", "branch.sync"]);
    },
  );

  it("ends uncounted where the text it was begun with is not there to be read again, and the new one follows", () => {
    const by = (login: string) => ({
      issue: { body: EDITED, edited: { login, at: "2026-01-01T00:30:00Z" } },
      text: EDITED,
    });
    const { events, again } = planned({ journal: ran({}).begun(), ...by("maria") });
    expect([typesOf(events), again]).toEqual([["iteration.error"], true]);
    const next = planned({ journal: ran({}).failed(), ...by("maria") });
    expect(next.events).toMatchObject([{ type: "program.defined", reader: READER }]);
  });
});

describe(`${reread.name}: a run on GitHub Actions that the older reading ordered`, () => {
  const policy = { executor: "actions" } as const;
  const flying = (change: Partial<Definition>) => ran(change).begun("improve", "actions");

  it("that GitHub never heard of is ordered by the narrower reading, and its request says so", () => {
    const { actions } = planned({ journal: flying(WIDE), run: { state: "absent" } }, { policy });
    const order = actions.flatMap((action) => (action.type === "run.start" ? [action.request] : []));
    expect(order).toMatchObject([{ nonce: "nonce-2-1", definition: { targets: ["src/carton.mjs"] } }]);
    const files = actions.flatMap((action) => (action.type === "memory.commit" ? action.files : []));
    const request = files.find(({ path }) => path === "requests/carton.json")?.text ?? "{}";
    expect(JSON.parse(request)).toMatchObject({ definition: { targets: ["src/carton.mjs"] } });
  });

  it("goes on where the reading is narrower, and what it brings is judged by that", () => {
    const going = planned({ journal: flying(WIDE) }, { policy });
    expect(going.actions.filter(({ type }) => type.startsWith("run."))).toEqual([]);
    const back = planned({ journal: flying(WIDE), run: finished(700, { files }) }, { policy });
    expect(typesOf(back.events)).toEqual(["program.defined", "iteration.report", "iteration.error"]);
  });

  it("ends uncounted where a runner that reads otherwise refuses it", () => {
    const loss = { code: "run-failed", job: "propose", step: "run" } as const;
    const { events } = planned({ journal: flying(WIDE), run: { state: "lost", loss } }, { policy });
    expect(typesOf(events)).toEqual(["program.defined", "iteration.error"]);
  });

  it("is cancelled where somebody has to look", () => {
    const { actions } = planned({ journal: flying(HIGHER) }, { policy });
    expect(actions.filter(({ type }) => type.startsWith("run."))).toMatchObject([
      { type: "run.dispose", nonce: "nonce-2-1" },
    ]);
  });
});

describe(`${reread.name}: a text that nobody approved, where the approved one would go on`, () => {
  const change = {
    issue: { body: EDITED, edited: { login: "stranger", at: "2026-01-01T00:30:00Z" } },
    text: EDITED,
  };
  const policy = { unapprovedEdits: "continue" } as const;

  it("keeps what an older reader made of the approved one from going on unread", () => {
    const plan = planned({ journal: ran({}), ...change }, { after: HOUR, policy });
    expect(plan.events).toEqual([]);
    expect(bodyOf(plan, "notice (approval)")).toContain("No iteration starts before somebody does");
  });

  it("lets one of today's reader go on", () => {
    const plan = planned({ journal: aKeptProgram(), ...change }, { after: HOUR, policy });
    expect(typesOf(plan.events)).toEqual(["iteration.start"]);
  });
});

describe(`${reread.name}: a program that stands still because its text is read otherwise`, () => {
  it.each(["resume", "approve"])("goes on by today's reading after /autoloop %s, measured anew", (verb) => {
    const { events } = planned({ journal: stands(HIGHER), ...says(`/autoloop ${verb}`) }, { after: HOUR });
    expect(events).toMatchObject([
      { type: "command.received", verb, outcome: "done" },
      {
        ...{ type: "program.defined", epoch: 2, reader: READER, approved_by: { login: "maria" } },
        definition: { direction: "lower" },
      },
      { type: "loop.resume", by: { login: "maria" } },
      { type: "iteration.start", kind: "baseline" },
    ]);
  });

  it("goes on in its epoch where nothing that is measured differs", () => {
    const journal = stands({ gates: [{ name: "lint", run: "true" }] });
    const { events } = planned({ journal, ...says("/autoloop approve") });
    expect(events[1]).toMatchObject({ type: "program.defined", epoch: 1, definition: { gates: [] } });
  });

  it("goes on by today's reading where somebody says so in the state file", () => {
    const edit = {
      stateFile: (before: string) => before.replace(/\| Paused \| true \|/, "| Paused | false |"),
      editor: { login: "maria" },
    };
    const { events } = planned({ journal: stands(HIGHER), ...edit });
    expect(typesOf(events).slice(0, 3)).toEqual(["state.edited", "program.defined", "loop.resume"]);
  });

  it.each(["resume", "approve"])(
    "is not moved by /autoloop %s of before both readings were shown",
    (verb) => {
      const { events } = planned(
        { journal: stands(HIGHER), ...says(`/autoloop ${verb}`, 10) },
        { after: HOUR },
      );
      expect(events).toMatchObject([
        { outcome: "unusable", reason: expect.stringContaining("before the two readings") },
      ]);
    },
  );

  it.each(["resume", "approve"])("is not moved by /autoloop %s where today's reading cannot run", (verb) => {
    const journal = ran(HIGHER, NO_DIRECTION).paused("definition");
    const { events } = planned(
      { journal, text: NO_DIRECTION, ...says(`/autoloop ${verb}`) },
      { after: HOUR },
    );
    expect(events).toMatchObject([{ outcome: "unusable", reason: expect.stringContaining("problems") }]);
  });

  it("is not moved by people who may not", () => {
    const permissions = { maria: "maintain", ann: "triage" } as const;
    const word = says("/autoloop approve", 40, "ann");
    const { events } = planned({ journal: stands(HIGHER), permissions, ...word }, { after: HOUR });
    expect(events).toMatchObject([{ type: "command.received", outcome: "refused" }]);
  });

  it("goes on by itself with an edit that somebody with write access makes", () => {
    const edited = { body: EDITED, edited: { login: "maria", at: "2026-01-01T00:30:00Z" } };
    const { events } = planned({ journal: stands(HIGHER), issue: edited, text: EDITED }, { after: HOUR });
    expect(events).toMatchObject([
      { type: "program.defined", epoch: 2, reader: READER },
      { type: "loop.resume", by: null },
      { type: "iteration.start", kind: "baseline" },
    ]);
  });

  it("waits on where a stranger edits the text, whatever is said to the older one", () => {
    const edited = { body: EDITED, edited: { login: "stranger", at: "2026-01-01T00:50:00Z" } };
    const world = { journal: stands(HIGHER), issue: edited, text: EDITED };
    expect(decided(world)).toEqual([]);
    const plan = planned({ ...world, ...says("/autoloop approve") }, { after: HOUR });
    expect(plan.events).toMatchObject([{ verb: "approve", outcome: "unusable" }]);
    expect(plan.says.join("\n")).not.toContain("notice (paused)");
    const resumed = planned({ ...world, ...says("/autoloop resume") }, { after: HOUR });
    expect(typesOf(resumed.events)).toEqual(["command.received", "loop.resume"]);
  });

  it("is asked again after any other pause, whoever ended that", () => {
    const paused = ran(HIGHER).paused("plateau");
    expect(decided({ journal: paused })).toEqual([]);
    const { events } = planned({ journal: paused, ...says("/autoloop resume") }, { after: HOUR });
    expect(typesOf(events)).toEqual(["command.received", "loop.resume", "loop.pause"]);
  });

  it("is asked again after the label was put on anew", () => {
    const labelled = [{ login: "maria", at: "2026-01-01T00:40:00Z" }];
    const { events } = planned({ journal: stands(HIGHER), issue: { labelled } }, { after: HOUR });
    expect(typesOf(events)).toEqual(["loop.start", "loop.pause"]);
  });

  it.each<[string, Deviation, readonly string[]]>([
    ["is approved", says("/autoloop approve"), ["command.received", "program.defined", "loop.resume"]],
    ["is changed", { text: EDITED }, ["program.defined", "loop.resume"]],
  ])("goes on also where it is a file, when today's reading %s", (_, deviation, types) => {
    const journal = new JournalBuilder("carton")
      .event({
        ...{ type: "program.adopted", name: "carton", issue: 1, branch: "autoloop/carton" },
        source: { kind: "file", path: ".autoloop/programs/carton.md" },
      })
      .event({
        ...{ type: "program.defined", hash: sha256(PROGRAM_TEXT), definition: read(HIGHER) },
        ...{ approved_by: MAINTAINER, epoch: 1 },
      })
      .started()
      .paused("definition");
    expect(
      typesOf(planned({ journal, text: PROGRAM_TEXT, ...deviation }).events).slice(0, types.length),
    ).toEqual(types);
  });
});
