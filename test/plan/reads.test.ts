// What a plan asks to be read before it decides.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plan, ROUNDS_OF_READS } from "../../src/plan/plan.ts";
import type { Read } from "../../src/plan/read.ts";
import type { Observation } from "../../src/plan/world.ts";
import { POLICY } from "../support/loop/loop.ts";
import { aKeptProgram, anObservation, type Deviation } from "../support/plan/observation.ts";
import { finished, lastEvent } from "../support/plan/planned.ts";
import { aCheck, said } from "../support/plan/view-parts.ts";
import { worlds } from "../support/plan/worlds.ts";

/** Where the answer to each question stands in an observation. */
const FACT: Readonly<Record<Read["type"], keyof typeof UNREAD>> = {
  legacy: "legacy",
  lastEditor: "editor",
  conversations: "conversations",
  requiredChecks: "requiredChecks",
  checks: "checksAt",
  readiness: "readiness",
  failures: "failures",
  baseFiles: "base",
  people: "people",
  formerRun: "former",
  olderResults: "olderResults",
};

const UNREAD = {
  ...{ conversations: "unread", editor: "unread", legacy: "unread", readiness: "unread" },
  ...{ requiredChecks: "unread", checksAt: "unread", failures: "unread", base: "unread", people: "unread" },
  olderResults: "unread",
  former: "unread",
} as Pick<Observation, "conversations" | "editor" | "legacy" | "readiness" | "olderResults" | "former"> &
  Pick<Observation, "requiredChecks" | "checksAt" | "failures" | "base" | "people">;

/** Plans as the loop does, with what the world holds for an answer. Returns what was asked, round by round. */
function asked(whole: Observation, policy = POLICY): readonly (readonly Read[])[] {
  const rounds: (readonly Read[])[] = [];
  let seen: Observation = { ...whole, ...UNREAD };
  for (let round = 0; round <= ROUNDS_OF_READS; round += 1) {
    const { reads } = plan(seen, lastEvent(whole) + 1_000, policy);
    if (reads.length === 0) return rounds;
    rounds.push(reads);
    const facts = reads.map(({ type }) => FACT[type]);
    seen = { ...seen, ...Object.fromEntries(facts.map((fact) => [fact, whole[fact]])) };
  }
  throw new Error("it asks without end");
}

const typesIn = (deviation: Deviation) =>
  asked(anObservation(deviation)).map((reads) => reads.map(({ type }) => type));

describe("what a plan has to read", () => {
  it("is nothing where nothing happened", () => {
    expect(asked(anObservation())).toEqual([]);
  });

  it("comes before everything else: nothing is decided while something is unread", () => {
    const seen = { ...anObservation({ journal: "absent" }), ...UNREAD };
    expect(plan(seen, lastEvent(seen), POLICY)).toEqual({
      reads: [{ type: "people", logins: ["maria"] }],
      ...{ actions: [], events: [], again: false, wakeAt: null, nudge: [], mentions: [], progress: null },
    });
  });

  it("is what failing checks say only once it is known which are required, with the files to judge", () => {
    const journal = aKeptProgram().begun();
    const checks = [aCheck("failure", { name: "lint" })];
    expect(typesIn({ journal, committed: true, checks, run: finished(740) })).toEqual([
      ["requiredChecks"],
      ["failures", "baseFiles"],
    ]);
  });

  it("is who stands behind words only once all that was said is there", () => {
    const mentions = [{ comment: 50, issue: 9, name: null, updatedAt: "2026-01-01T01:00:00Z" }];
    const comment = said("writer", "/autoloop doctor", { id: 50, createdAt: "2026-01-02T00:00:00Z" });
    const conversations = [{ issue: 9, comments: [comment] }];
    expect(asked(anObservation({ mentions, conversations }))).toEqual([
      [{ type: "conversations", issues: [9] }],
      [{ type: "people", logins: ["writer"] }],
    ]);
  });

  it("is asked for in at most as many rounds as there are stages, each thing once, in any world", () => {
    fc.assert(
      fc.property(worlds, ({ deviation, when }) => {
        const policy = { ...POLICY, ...when.policy };
        const types = asked(anObservation(deviation), policy)
          .flat()
          .map(({ type }) => type);
        expect(new Set(types).size).toBe(types.length);
      }),
      { numRuns: 100 },
    );
  });
});
