// Standing orders: how they are taken, what takes them back, and what happens where there is no room.

import { describe, expect, it } from "vitest";
import type { NewEvent } from "../../../src/domain/journal/event.ts";
import { STEERING_KEPT } from "../../../src/domain/limits.ts";
import { handedOut, standing } from "../../../src/plan/facts/steering-in-force.ts";
import { commandHash } from "../../../src/text/command/command-hash.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { snapshotOf } from "../../../src/text/journal/snapshot.ts";
import { type JournalBuilder, MAINTAINER } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { HOUR, planned } from "../../support/plan/planned.ts";
import { said } from "../../support/plan/view-parts.ts";

const permissions = { maria: "maintain", writer: "write", helper: "triage" } as const;
const NEVER = "NEVER touch the lid.";
const eyes = { reactions: ["eyes"] } as const;

/** The events about steering that the next look adds. */
function heard(deviation: Deviation): readonly NewEvent[] {
  const { events } = planned({ permissions, ...deviation }, { after: HOUR });
  return events.filter(({ type }) => type.startsWith("steering."));
}

function ordered(journal: JournalBuilder, text: string, comment: number): JournalBuilder {
  return journal.event({
    ...{ type: "steering.received", comment, by: MAINTAINER, hash: sha256(text), text, standing: true },
  });
}

/** What stands, by number. */
function stands(
  journal: JournalBuilder,
  comments: Deviation["comments"] = [],
): readonly (readonly [number, string])[] {
  const { view } = anObservation({ journal, comments });
  return standing(view, journal.state).map(({ standing: number, text }) => [number, text]);
}

describe("a comment that reads like a rule", () => {
  it("stands, and is a directive of the next iteration like any other", () => {
    const { events } = planned({ permissions, comments: [said("writer", NEVER)] }, { after: HOUR });
    expect(events[0]).toMatchObject({
      type: "steering.received",
      comment: 5_000,
      text: NEVER,
      standing: true,
    });
    expect(events.at(-1)).toMatchObject({ type: "iteration.start", steering: [{ comment: 5_000 }] });
  });

  it("is told to the agent as an order, with its number", () => {
    const { actions } = planned({ permissions, comments: [said("writer", NEVER)] }, { after: HOUR });
    const [order] = actions.flatMap((action) => (action.type === "run.start" ? [action.request] : []));
    expect(order?.prompt).toContain("Order 1, comment 5000 (NEW), by:");
    expect(order?.briefing.steering).toMatchObject([{ comment: 5_000, standing: 1, new: true }]);
  });

  it("is no rule from somebody who may not steer", () => {
    expect(heard({ comments: [said("helper", NEVER), said("stranger", NEVER, { id: 5_001 })] })).toEqual([]);
  });

  it("stands behind any number of newer comments", () => {
    const journal = ordered(aKeptProgram(), NEVER, 100);
    const comments = [said("maria", NEVER, { id: 100, ...eyes })];
    for (let n = 0; n < 2 * STEERING_KEPT; n += 1) {
      const text = `${n} ${"x".repeat(3_000)}`;
      journal.steered(text, 6_000 + n);
      comments.push(said("maria", text, { id: 6_000 + n, ...eyes }));
    }
    const { view } = anObservation({ journal, comments });
    for (const state of [journal.state, snapshotOf(journal.state)]) {
      const given = handedOut(view, state);
      expect(given[0]).toMatchObject({ standing: 1, text: NEVER });
      expect([given.length, given.at(-1)?.comment]).toEqual([8, 6_099]);
    }
  });

  it("counts as long as its comment says the same and is shown", () => {
    const journal = ordered(aKeptProgram(), NEVER, 100);
    const shown = said("maria", NEVER, { id: 100 });
    expect(stands(journal, [shown])).toEqual([[1, NEVER]]);
    expect(stands(journal, [{ ...shown, minimised: true }])).toEqual([]);
    expect(stands(journal, [{ ...shown, body: "Touch the lid." }])).toEqual([]);
    expect(stands(journal)).toEqual([]);
  });

  it("keeps its number when its words change, and is one wish of many when they stop being a rule", () => {
    const journal = ordered(ordered(aKeptProgram(), NEVER, 100), "Always fold.", 101);
    const [edited] = heard({ journal, comments: [said("maria", "Never touch the base.", { id: 100 })] });
    expect(edited).toMatchObject({ comment: 100, standing: true });
    const after = journal.event({ ...edited, type: "steering.received" } as Parameters<
      JournalBuilder["event"]
    >[0]);
    expect(after.state.steering.map(({ standing: n }) => n)).toEqual([2, 1]);
    const [wish] = heard({ journal: after, comments: [said("maria", "Try a cube.", { id: 100 })] });
    expect(wish).toMatchObject({ comment: 100, text: "Try a cube." });
    expect(wish).not.toHaveProperty("standing");
  });

  it("is taken as one where an earlier version took it as a wish", () => {
    const journal = aKeptProgram().steered(NEVER, 100);
    const comments = [said("maria", NEVER, { id: 100, ...eyes })];
    expect(heard({ journal, comments })).toMatchObject([{ comment: 100, standing: true }]);
    expect(heard({ journal, comments, permissions: {} })).toEqual([]);
    expect(heard({ journal: ordered(aKeptProgram(), NEVER, 100), comments })).toEqual([]);
  });

  it("does not come back after it was forgotten, until it is edited", () => {
    const hash = sha256(NEVER);
    const journal = ordered(aKeptProgram(), NEVER, 100).event({
      ...{ type: "steering.forgotten", comment: 100, hash, by: MAINTAINER },
    });
    expect(journal.state.steering).toEqual([]);
    expect(heard({ journal, comments: [said("maria", NEVER, { id: 100, ...eyes })] })).toEqual([]);
    const edited = said("maria", `${NEVER} Really.`, { id: 100, ...eyes });
    const [again] = heard({ journal, comments: [edited] });
    expect(again).toMatchObject({ comment: 100, standing: true });
  });
});

/** Orders that leave no room, and their comments. */
function full() {
  const texts = ["a", "b", "c"].map((name) => `Never ${name}${"x".repeat(3_990)}`);
  const journal = texts.reduce((so_far, text, n) => ordered(so_far, text, 100 + n), aKeptProgram());
  return { journal, comments: texts.map((text, n) => said("maria", text, { id: 100 + n, ...eyes })) };
}

describe("where there is no room", () => {
  const LONG = `Always ${"y".repeat(3_900)}`;

  it("a comment is a wish of many, and pushes nothing out", () => {
    const { journal, comments } = full();
    const more = said("writer", LONG, { id: 200 });
    const [event] = heard({ journal, comments: [...comments, more] });
    expect(event).toMatchObject({ comment: 200, text: LONG });
    expect(event).not.toHaveProperty("standing");
    expect(stands(journal, comments)).toHaveLength(3);
  });

  it("a command is told so", () => {
    const { journal, comments } = full();
    const at = "2026-01-01T00:40:00Z";
    const more = said("maria", `/autoloop remember ${LONG}`, { id: 200, createdAt: at, updatedAt: at });
    const { events } = planned({ journal, permissions, comments: [...comments, more] });
    expect(events).toMatchObject([{ type: "command.received", outcome: "unusable" }]);
  });

  it("those make room whose comments are gone", () => {
    const { journal, comments } = full();
    const more = said("writer", LONG, { id: 200 });
    expect(heard({ journal, comments: [...comments.slice(1), more] })).toMatchObject([
      { type: "steering.forgotten", comment: 100, by: null },
      { type: "steering.received", comment: 200, standing: true },
    ]);
  });

  it("it stands as soon as there is", () => {
    const { journal, comments } = full();
    journal.steered(LONG, 200);
    const waiting = said("maria", LONG, { id: 200, ...eyes });
    expect(heard({ journal, comments: [...comments, waiting] })).toEqual([]);
    expect(heard({ journal, comments: [...comments.slice(1), waiting] }).at(-1)).toMatchObject({
      ...{ type: "steering.received", comment: 200, standing: true },
    });
  });
});

describe("an order that was given by command", () => {
  const body = "/autoloop remember Keep the lid.";
  const remembered = (issue?: number) =>
    aKeptProgram().event({
      ...{ type: "steering.received", comment: 100, by: MAINTAINER, hash: commandHash(body) },
      ...{ text: "Keep the lid.", standing: true, ...(issue === undefined ? {} : { issue }) },
    });

  it("counts as long as the command stands there", () => {
    const shown = said("maria", `${body}\n\nWhatever is below.`, { id: 100 });
    expect(stands(remembered(), [shown])).toEqual([[1, "Keep the lid."]]);
    expect(stands(remembered(), [{ ...shown, minimised: true }])).toEqual([]);
    expect(stands(remembered(), [{ ...shown, body: "/autoloop remember Keep it." }])).toEqual([]);
    expect(stands(remembered())).toEqual([]);
  });

  it("counts from elsewhere until it is taken back", () => {
    expect(stands(remembered(12))).toEqual([[1, "Keep the lid."]]);
  });
});
