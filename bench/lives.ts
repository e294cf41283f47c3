// Made-up but valid lives of a program, write by write as the app makes them: one when an iteration starts, one when it
// ends. How much agents and people say is the caller's.

import type { EventBody, NewEvent } from "../src/domain/journal/event.ts";
import { sha256 } from "../src/text/format/hash.ts";
import { BODY, DEFINITION } from "./worlds.ts";

export interface Life {
  /** Characters of what the agent writes of its change, of why, and of each of its notes. */
  readonly change: number;
  readonly hypothesis: number;
  readonly note: number;
  /** Notes of each of the three kinds in one answer. */
  readonly notes: number;
  /** Comments of people before the first iteration, and characters of each. */
  readonly comments: number;
  readonly comment: number;
}

/** What agents usually say. */
export const SHORT: Life = { change: 90, hypothesis: 120, note: 80, notes: 1, comments: 0, comment: 0 };
/** The most that is taken of an answer (31.5 KB), and of comments. */
export const LONG: Life = {
  ...{ change: 500, hypothesis: 1_000, note: 1_000, notes: 10, comments: 50, comment: 4_000 },
};

const BEGIN = Date.parse("2026-01-01T00:00:00Z");
const MINUTE = 60_000;
const RUN = "0b4ccf0e-7d7e-4c34-9d6b-0f9b7a1f6f10";
const MAINTAINER = { login: "maintainer", id: 583231, permission: "maintain" } as const;

/** The events of each write, from adoption on; every third iteration is kept. */
export function* writes(life: Life, iterations: number): Generator<readonly NewEvent[]> {
  let minutes = 0;
  const write = (bodies: readonly EventBody[]) =>
    bodies.map((body): NewEvent => {
      minutes += 10;
      return {
        at: new Date(BEGIN + minutes * MINUTE).toISOString(),
        program: "carton",
        run_id: RUN,
        ...body,
      };
    });
  yield write(opening(life));
  for (let iteration = 0; iteration <= iterations; iteration += 1) {
    yield write([started(iteration)]);
    yield write(ended(life, iteration));
  }
}

function opening(life: Life): readonly EventBody[] {
  return [
    {
      ...{ type: "program.adopted", name: "carton", issue: 1, source: { kind: "issue" } },
      branch: "autoloop/carton",
    },
    {
      ...{ type: "program.defined", hash: sha256(BODY), definition: DEFINITION, approved_by: MAINTAINER },
      epoch: 1,
    },
    {
      ...{ type: "loop.start", preset: "default", objective: DEFINITION.goal, project_dir: "octo/carton" },
      ...{ work_dir: "autoloop/carton", created_at: new Date(BEGIN).toISOString(), backend: "claude" },
      ...{ trigger: "label", parent_run_id: "" },
    },
    ...Array.from({ length: life.comments }, (_, index): EventBody => {
      const text = words(life.comment, index);
      return {
        type: "steering.received",
        comment: 3_000_000_000 + index,
        by: MAINTAINER,
        hash: sha256(text),
        text,
      };
    }),
  ];
}

function started(iteration: number): EventBody {
  return {
    ...{ type: "iteration.start", iteration, kind: iteration === 0 ? "baseline" : "improve", attempt: 1 },
    ...{ base: commitOf(iteration - 1), definition: sha256(BODY), executor: "local", place: "runner-1" },
    ...{
      nonce: sha256(`nonce ${iteration}`).slice(0, 36),
      deadline: "2040-01-01T00:00:00.000Z",
      steering: [],
    },
  };
}

function ended(life: Life, iteration: number): readonly EventBody[] {
  const isKept = iteration % 3 === 0;
  const metric = 100_000 - iteration;
  const kinds = (kind: string) =>
    Array.from({ length: life.notes }, (_, index) => words(life.note, `${kind} ${iteration} ${index}`));
  const report: EventBody = {
    ...{ type: "iteration.report", iteration, paths: ["src/carton.mjs"], seconds: 61.5 },
    measurement: { outcome: "measured", metric, secondary: {} },
    gates: [{ name: "test", passed: true, seconds: 1.5 }],
    answer: {
      change: words(life.change, iteration),
      hypothesis: words(life.hypothesis, `why ${iteration}`),
      ...{ lessons: kinds("lesson"), foreclosed: kinds("not"), future: kinds("next"), steered_by: [] },
    },
    cost: { usd: 0.12, input_tokens: 10_000, output_tokens: 800 },
  };
  if (!isKept)
    return [report, { type: "iteration.reject", iteration, reason: "Worse than the best so far." }];
  const head = commitOf(iteration);
  return [
    report,
    { type: "iteration.commit", iteration, commit: head },
    {
      ...{ type: "ci.result", iteration, head, result: "success", failing: [], signature: null },
      checks: ["build", "test"],
    },
    {
      type: "iteration.accept",
      iteration,
      metric,
      reason: "Better than the best so far. CI is green (2 checks).",
    },
  ];
}

function commitOf(iteration: number): string {
  return sha256(`commit ${iteration}`).slice(0, 40);
}

/** Words that say something else each time. */
function words(characters: number, seed: string | number): string {
  return `${seed}: set the width to another value and look at the depth again; `
    .repeat(Math.ceil(characters / 60))
    .slice(0, characters);
}
