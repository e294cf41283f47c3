import { describe, expect, it } from "vitest";
import type { CommentView } from "../../../src/domain/repository/view.ts";
import { type Draft, emptyDraft } from "../../../src/plan/draft.ts";
import type { Source } from "../../../src/plan/facts/command-sources.ts";
import { obey } from "../../../src/plan/people/command-effects.ts";
import type { World } from "../../../src/plan/world.ts";
import { parseCommand } from "../../../src/text/command/command.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { parseProgram } from "../../../src/text/program/program.ts";
import { POLICY, PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { JournalBuilder, MAINTAINER } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { lastEvent, planned, typesOf } from "../../support/plan/planned.ts";
import { ruled } from "../../support/plan/ruled.ts";
import { said } from "../../support/plan/view-parts.ts";

const NOW = "2026-01-01T00:40:00Z";
const permissions = { maria: "maintain", stranger: "none", writer: "write" } as const;

function maria(body: string, change: Partial<CommentView> = {}): CommentView {
  return said("maria", body, { createdAt: NOW, updatedAt: NOW, ...change });
}

/** The events of a look at commands of the maintainer. */
function eventsOf(comments: readonly CommentView[], change: Deviation = {}) {
  return planned({ permissions, comments, ...change }).events;
}

/** What the author of the only command was told. */
function told(comments: readonly CommentView[], change: Deviation = {}) {
  const events = eventsOf(comments, change).flatMap((event) =>
    event.type === "command.received" ? [{ outcome: event.outcome, reason: event.reason }] : [],
  );
  expect(events).toHaveLength(1);
  return events[0];
}

/** A program whose file says what it is. */
function fromFile(): JournalBuilder {
  const { definition } = parseProgram(PROGRAM_TEXT);
  if (definition === null) throw new Error("not runnable");
  return new JournalBuilder("carton")
    .event({
      ...{ type: "program.adopted", name: "carton", issue: 1, branch: "autoloop/carton" },
      source: { kind: "file", path: ".autoloop/programs/carton.md" },
    })
    .event({
      ...{ type: "program.defined", hash: sha256(PROGRAM_TEXT), definition },
      ...{ approved_by: MAINTAINER, epoch: 1 },
    })
    .started();
}

describe(obey, () => {
  it("does nothing where there is no program", () => {
    const seen = anObservation();
    const world: World = { seen, now: lastEvent(seen), policy: POLICY };
    const command = parseCommand("/autoloop stop");
    if (command === null) throw new Error("no command");
    const source = { comment: 1, hash: "h", writtenAt: NOW, people: ["maria"], from: "comment" } as const;
    const effect = obey(world, emptyDraft(null, 0), { ...source, command, text: "" }, MAINTAINER);
    expect(effect).toEqual({ outcome: "done", reason: null });
  });

  it("goes on without asking for a second iteration where one is asked for already", () => {
    const journal = aKeptProgram()
      .event({ type: "run.requested", by: MAINTAINER, comment: 7, hash: "h", instruction: false })
      .paused();
    const events = eventsOf([maria("/autoloop retry")], { journal });
    expect(typesOf(events)).toEqual(["command.received", "loop.resume", "iteration.start"]);
  });

  it("asks for an iteration and goes on, in this order, after a pause", () => {
    const events = eventsOf([maria("/autoloop retry")], { journal: aKeptProgram().paused() });
    expect(typesOf(events)).toEqual(["command.received", "loop.resume", "run.requested", "iteration.start"]);
  });

  it("sets what is set already only once", () => {
    const journal = aKeptProgram().event({
      ...{ type: "program.set", by: MAINTAINER },
      ...{ key: "target-metric", value: "700" },
    });
    expect(typesOf(eventsOf([maria("/autoloop set target-metric 700")], { journal }))).toEqual([
      "command.received",
    ]);
    expect(eventsOf([maria("/autoloop set target-metric 710")], { journal }).at(-1)).toMatchObject({
      ...{ type: "program.set", key: "target-metric", value: "710" },
    });
  });

  it("starts a run of its own each time that one look stops the loop and starts it again", () => {
    const comments = ["stop", "resume", "stop", "resume"].map((words, index) =>
      maria(`/autoloop ${words}`, { id: 6_000 + index }),
    );
    const starts = eventsOf(comments).filter(({ type }) => type === "loop.start");
    expect(starts.map(({ run_id }) => run_id)).toEqual(["fresh-run", "fresh-runx1"]);
  });
});

describe("an issue that a bot opened", () => {
  it("has no author who may do more than others", () => {
    const issue = { author: { login: "helper[bot]", type: "Bot" as const } };
    expect(told([maria("/autoloop pause")], { issue })).toEqual({ outcome: "done", reason: null });
    const stranger = said("stranger", "/autoloop pause", { createdAt: NOW, updatedAt: NOW });
    expect(eventsOf([stranger], { issue })).toEqual([]);
    const own = { author: { login: "stranger", type: "User" as const } };
    expect(told([stranger], { issue: own })).toEqual({ outcome: "done", reason: null });
  });
});

describe("approve", () => {
  const changed = PROGRAM_TEXT.replace("Use less cardboard.", "Use much less cardboard.");
  const edited = { login: "stranger", at: "2026-01-01T00:39:00Z" };
  const elsewhere = (comment: CommentView) => ({
    conversations: [{ issue: 9, comments: [comment] }],
    text: changed,
  });

  it("says nothing about a text that a file holds", () => {
    const change = { journal: fromFile(), text: changed };
    expect(told([maria("/autoloop approve")], change)).toEqual({ outcome: "done", reason: null });
  });

  it("waits for the end of the iteration in flight", () => {
    const change = { journal: aKeptProgram().begun(), text: changed, issue: { edited } };
    expect(told([maria("/autoloop approve")], change)).toEqual({ outcome: "queued", reason: null });
  });

  it("does not count for a text that was edited after it, or in the same second", () => {
    const change = { text: changed, issue: { edited: { ...edited, at: NOW } } };
    const late = { outcome: "unusable", reason: expect.stringMatching(/^The text was edited after/) };
    expect(told([maria("/autoloop approve")], change)).toEqual(late);
    const there = maria("/autoloop approve");
    expect(told([], { ...elsewhere(there), issue: { edited: { ...edited, at: NOW } } })).toEqual(late);
  });

  it("cannot help a text that cannot run", () => {
    const change = { text: "# Carton\n\nNothing else.\n", issue: { edited } };
    expect(told([maria("/autoloop approve")], change)).toEqual({
      outcome: "unusable",
      reason: expect.stringMatching(/^The text has problems/),
    });
  });

  it("is remembered with the text that it was about when it stands elsewhere", () => {
    const events = eventsOf([], { ...elsewhere(maria("/autoloop approve")), issue: { edited } });
    const approved = { type: "program.approved", comment: 5_000, issue: 9, hash: sha256(changed) };
    expect(events).toContainEqual(expect.objectContaining(approved));
  });
});

describe(`${obey.name}: one command`, () => {
  const changed = PROGRAM_TEXT.replace("Use less cardboard.", "Use much less cardboard.");
  /** What one command comes to, and the events that follow from it. */
  const effect = (
    words: string,
    deviation: Deviation = {},
    { issue, notices = [] }: { readonly issue?: number; readonly notices?: Draft["notices"] } = {},
  ) => {
    const { world, draft } = ruled(deviation);
    const command = parseCommand(`/autoloop ${words}`);
    if (command === null) throw new Error("no command");
    const source: Source = {
      ...{ comment: 70, hash: "h", writtenAt: NOW, text: "", command },
      ...(issue === undefined ? {} : { issue }),
      people: ["maria"],
      from: "comment",
    };
    const before = { ...draft, notices };
    const { outcome, reason, apply } = obey(world, before, source, MAINTAINER);
    const events = apply?.(before).events ?? [];
    return { outcome, reason, events: events.map(({ at, program, run_id, ...body }) => body) };
  };
  const by = MAINTAINER;

  it.each([
    ["pause", "No reason was given."],
    ["pause wait for Monday", "wait for Monday"],
  ])("`%s` pauses and keeps why", (words, reason) => {
    expect(effect(words)).toEqual({
      ...{ outcome: "done", reason: null },
      events: [{ type: "loop.pause", kind: "command", reason, by }],
    });
  });

  it.each([
    ["plateau", 1],
    ["command", 0],
    ["tampered", 0],
  ] as const)("pauses in the place of a %s pause: %d", (kind, count) => {
    const { outcome, events } = effect("pause", { journal: aKeptProgram().paused(kind) });
    expect([outcome, events.length]).toEqual(["done", count]);
  });

  it("asks for an iteration and says where it was asked for", () => {
    const asked = { type: "run.requested", by, comment: 70, hash: "h", instruction: false };
    const queued = { outcome: "queued", reason: null };
    expect(effect("run")).toEqual({ ...queued, events: [asked] });
    expect(effect("run", {}, { issue: 9 })).toEqual({ ...queued, events: [{ ...asked, issue: 9 }] });
  });

  it("compares a setting with what was set under the same key", () => {
    const set = (key: string, value: string) => ({ type: "program.set", key, value, by }) as const;
    const journal = aKeptProgram().event(set("target-metric", "700")).event(set("min-delta", "2"));
    expect(effect("set min-delta 2", { journal }).events).toEqual([]);
    expect(effect("set min-delta 700", { journal }).events).toEqual([set("min-delta", "700")]);
  });

  const done = { outcome: "done", reason: null, events: [] };
  const problems = {
    outcome: "unusable",
    reason: expect.stringMatching(/^The text has problems/),
    events: [],
  };
  const early = {
    outcome: "unusable",
    reason: expect.stringMatching(/^The text was edited after/),
    events: [],
  };
  const problem = { kind: "problems", problems: [] } as const;
  const approval = { kind: "approval" } as const;

  it.each<readonly [string, Deviation, Draft["notices"], unknown]>([
    ["of a text that runs", {}, [], done],
    ["of a text that a file holds", { journal: fromFile(), text: changed }, [], done],
    ["where the issue is gone", { issue: "absent" }, [], done],
    ["of a text that nobody defined yet", { journal: new JournalBuilder("carton").adopted() }, [], problems],
    ["of a text with problems", { text: changed }, [problem], problems],
    ["of a text that waits for approval", { text: changed }, [problem, approval], early],
  ])("answers an approval %s", (_, deviation, notices, expected) => {
    expect(effect("approve", deviation, { notices })).toEqual(expected);
  });

  it("takes an approval from elsewhere of a text that nobody ever edited", () => {
    const hash = sha256(changed);
    expect(effect("approve", { text: changed }, { issue: 9 })).toEqual({
      ...{ outcome: "done", reason: null },
      events: [{ type: "program.approved", hash, by, comment: 70, issue: 9 }],
    });
  });
});
