// What holds of every plan, whatever the world: over generated histories with anything done to them.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryPath } from "../../src/domain/program/names.ts";
import type { Action } from "../../src/plan/action.ts";
import { type Plan, plan } from "../../src/plan/plan.ts";
import { parseTrailers } from "../../src/text/comments/commit-message.ts";
import { openJournal } from "../../src/text/journal/journal.ts";
import { POLICY } from "../support/loop/loop.ts";
import { anObservation } from "../support/plan/observation.ts";
import { lastEvent } from "../support/plan/planned.ts";
import { worlds } from "../support/plan/worlds.ts";

const seen = worlds.map(({ deviation, when }) => {
  const observation = anObservation(deviation);
  const now = lastEvent(observation) + when.after;
  const policy = { ...POLICY, ...when.policy };
  const { journal } = observation;
  if (journal === "absent" || "broken" in journal || journal.state === null) throw new Error("no journal");
  return { observation, now, policy, journal, state: journal.state };
});
type Seen = typeof seen extends fc.Arbitrary<infer T> ? T : never;

/** The plan without the names of the rules, which are a law of their own. */
function actionsOf(planned: Plan) {
  return { ...planned, actions: planned.actions.map(({ action }) => action) };
}

const holds = (law: (world: Seen, planned: ReturnType<typeof actionsOf>) => void) =>
  fc.assert(
    fc.property(seen, (world) => {
      const planned = plan(world.observation, world.now, world.policy);
      expect(planned.reads).toEqual([]);
      law(world, actionsOf(planned));
    }),
    { numRuns: 100 },
  );

/** Moves refs, begins runs or offers pull requests. */
const MOVES = /^(?:run\.start|branch\.|pull\.open)/;

describe(plan, () => {
  it("is the same for the same world, moment and policy", () => {
    holds(({ observation, now, policy }, planned) => {
      expect(actionsOf(plan(observation, now, policy))).toEqual(planned);
    });
  });

  it("begins nothing and moves nothing while the loop stands still", () => {
    holds(({ observation, state }, { actions }) => {
      const { status } = openedAfter(observation, actions) ?? state;
      if (status === "active") return;
      const moves = actions.map(({ type }) => type).filter((type) => MOVES.test(type));
      // A program may be completed before the pull request of what it kept is open.
      expect(moves.filter((type) => status !== "completed" || type !== "pull.open")).toEqual([]);
    });
  });

  it("stops at the moment that the issue is closed or its label is off", () => {
    holds(({ observation: { view } }, { actions }) => {
      const { issue } = view;
      const on = issue !== "absent" && issue.state === "open" && issue.labels.includes("autoloop-program");
      if (on) return;
      expect(actions.filter(({ type }) => /^(?:run\.start|branch\.)/.test(type))).toEqual([]);
    });
  });

  it("orders at most one run, for the journalled iteration, on nothing that was not kept", () => {
    holds(({ observation, state }, { actions }) => {
      const orders = actions.flatMap((action) => (action.type === "run.start" ? [action.request] : []));
      expect(orders.length).toBeLessThanOrEqual(1);
      const [order] = orders;
      if (order === undefined) return;
      const after = openedAfter(observation, actions) ?? state;
      expect(after.in_flight).toMatchObject({
        nonce: order.nonce,
        number: order.iteration,
        base: order.base,
      });
      expect(after.in_flight?.definition).toBe(after.definition?.hash);
      const { branch } = observation.view;
      const commits = branch === "absent" ? [] : branch.commits;
      const trailers = parseTrailers(commits.find(({ id }) => id === order.base)?.message ?? "");
      const made = after.recent.find(({ number }) => number === trailers?.iteration);
      expect(made === undefined || made.verdict === "accepted").toBe(true);
      expect(commits.some(({ message }) => parseTrailers(message)?.iteration === order.iteration)).toBe(
        false,
      );
    });
  });

  it("only ever adds to the journal, in one commit on what was seen", () => {
    holds(({ observation, journal }, { actions }) => {
      const commits = actions.flatMap((action) => (action.type === "memory.commit" ? [action] : []));
      expect(commits.length).toBeLessThanOrEqual(1);
      for (const { files, expectedHead } of commits) {
        expect(expectedHead).toBe(observation.view.memory.head);
        const path = memoryPath.segment(journal.program, journal.segment);
        const text = files.find((file) => file.path === path)?.text;
        if (typeof text !== "string") continue;
        expect(text.startsWith(journal.text)).toBe(true);
        expect(openJournal(journal.program, journal.segment, text).seq).toBeGreaterThan(journal.seq);
      }
    });
  });

  it("writes first, and never looks again at a moment that has passed", () => {
    holds(({ now }, { actions, wakeAt }) => {
      expect(actions.findIndex(({ type }) => type === "memory.commit")).toBeLessThanOrEqual(0);
      expect(wakeAt === null || wakeAt > now).toBe(true);
    });
  });

  it("leaves no active program without a next moment, unless it asks a person for something", () => {
    holds(({ observation, state }, { actions, again, wakeAt }) => {
      const { status } = openedAfter(observation, actions) ?? state;
      const { issue } = observation.view;
      // Nobody can be asked in a locked conversation; unlocking it calls the app.
      if (status !== "active" || (issue !== "absent" && issue.locked)) return;
      const asks = actions.some(
        (action) =>
          (action.type === "comment.post" || action.type === "comment.edit") &&
          (/^notice/.test(action.what) || action.body.includes("No iteration starts before this is mended")),
      );
      expect(again || wakeAt !== null || asks).toBe(true);
    });
  });

  it("says nothing twice: no two comments of one marker", () => {
    holds((_, { actions }) => {
      const first = actions.flatMap((action) =>
        action.type === "comment.post" ? [action.body.split("\n").slice(0, 1).join("")] : [],
      );
      expect(new Set(first).size).toBe(first.length);
    });
  });
});

/** The state that the plan writes; null where it writes none. */
function openedAfter({ name }: Seen["observation"], actions: readonly Action[]) {
  const files = actions.flatMap((action) => (action.type === "memory.commit" ? action.files : []));
  const file = files.find(({ path }) => path.startsWith(memoryPath.journalDirectory(name)));
  if (file?.text == null) return null;
  const number = Number(/(\d+)\.jsonl$/.exec(file.path)?.[1]);
  return openJournal(name, number, file.text).state;
}
