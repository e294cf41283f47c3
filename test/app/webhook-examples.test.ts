// Every payload that GitHub is known to send, and what is left of it when somebody cuts it up: an answer below 500, no
// defect in the log.

import { createRequire } from "node:module";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EVENTS } from "../../src/app/events.ts";
import { checkRunActionFromEvent } from "../../src/app/webhook/check-run-action-from-event.ts";
import { keyText, parseKey } from "../../src/app/webhook/keys.ts";
import { keysFromEvent } from "../../src/app/webhook/keys-from-event.ts";
import { closeServed, served } from "../support/loop/served.ts";

interface Definition {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}

const load = createRequire(import.meta.url);
const SETS = ["api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"];
const definitionsOf = (set: string): readonly Definition[] =>
  load(`@octokit/webhooks-examples/${set}/index.json`) as readonly Definition[];
const DEFINITIONS = SETS.flatMap(definitionsOf);
/** Each as it is, and as an app that is installed there gets it. */
const EXAMPLES = DEFINITIONS.flatMap(({ name, examples }) =>
  examples.flatMap((payload) => [
    { name, payload },
    { name, payload: { ...payload, installation: { id: 7, node_id: "x" } } },
  ]),
);

let world: Awaited<ReturnType<typeof served>>;
beforeAll(async () => {
  world = await served();
});
afterAll(closeServed);

describe("the door", () => {
  it.each([...new Set(DEFINITIONS.map(({ name }) => name))])("takes every example of %s", async (event) => {
    const bodies = EXAMPLES.filter(({ name }) => name === event).map(({ payload }) =>
      JSON.stringify(payload),
    );
    const answers = await Promise.all(bodies.map((body) => world.deliver(body, { "x-github-event": event })));
    expect(new Set(answers)).toEqual(new Set(bodies.length === 0 ? [] : [200]));
    expect(world.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("asks for looks, and for nothing but looks at what GitHub named", () => {
    expect(world.added.length).toBeGreaterThan(0);
    for (const key of world.added) {
      const parsed = parseKey(key);
      expect(parsed === null ? null : keyText(parsed)).toBe(key);
    }
  });

  it("takes an example of every event under the name of every other that is listened to", async () => {
    const bodies = definitionsOf("api.github.com")
      .flatMap(({ examples }) => examples.slice(0, 1))
      .map((payload) => JSON.stringify({ ...payload, installation: { id: 7 } }));
    for (const event of EVENTS) {
      const answers = await Promise.all(
        bodies.map((body) => world.deliver(body, { "x-github-event": event })),
      );
      expect(new Set(answers)).toEqual(new Set([200]));
    }
    expect(world.lines.filter(({ level }) => level === "error")).toEqual([]);
  });
});

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What somebody may put in the place of a part of a payload; undefined takes it away. */
const STRANGE = fc.constantFrom<Json | undefined>(
  ...[undefined, null, true, 0, -1, 1.5, 1e300, "", "autoloop/", "__proto__", "a".repeat(2_000), "\u0000"],
  ...[[], [null], {}, { id: null }, { name: [] }, { login: 7 }],
);

/** The value with whatever lies under a path of chance replaced. `turns` choose the way down. */
function mutated(value: Json, turns: readonly number[], strange: Json | undefined): Json | undefined {
  const [turn, ...rest] = turns;
  if (turn === undefined || value === null || typeof value !== "object") return strange;
  const entries = Object.entries(value);
  const chosen = entries[turn % Math.max(1, entries.length)];
  if (chosen === undefined) return strange;
  const made = entries.flatMap(([name, part]) => {
    const next = name === chosen[0] ? mutated(part, rest, strange) : part;
    return next === undefined ? [] : [[name, next] as const];
  });
  return Array.isArray(value) ? made.map(([, part]) => part) : Object.fromEntries(made);
}

const HEARD = EXAMPLES.filter(({ name }) => EVENTS.some((event) => event === name)) as readonly {
  readonly name: string;
  readonly payload: { readonly [name: string]: Json };
}[];

describe("reading a payload", () => {
  it("never fails, whatever is missing or of another kind, and names only keys that can be", () => {
    const cut = fc.tuple(fc.array(fc.nat(60), { minLength: 1, maxLength: 4 }), STRANGE);
    fc.assert(
      fc.property(
        fc.constantFrom(...HEARD),
        fc.constantFrom(...EVENTS),
        fc.boolean(),
        fc.array(cut, { minLength: 1, maxLength: 4 }),
        ({ name, payload }, other, swapped, cuts) => {
          const event = swapped ? other : name;
          const hostile = cuts.reduce<Json>(
            (whole, [turns, strange]) => mutated(whole, turns, strange) ?? null,
            payload,
          );
          for (const hint of keysFromEvent(event, hostile, "autoloop[bot]")) {
            expect(parseKey(keyText(hint))).not.toBeNull();
          }
          const pressed = checkRunActionFromEvent(event, "d1", hostile, 0);
          if (pressed !== null) expect(event).toBe("check_run");
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
