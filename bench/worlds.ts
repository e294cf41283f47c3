// Made-up but valid worlds for the benchmarks: a program that has run for any number of iterations.

import type { EventBody, NewEvent } from "../src/domain/journal/event.ts";
import type { Policy } from "../src/domain/policy.ts";
import type { Definition } from "../src/domain/program/program.ts";
import { githubLinks } from "../src/github/links.ts";
import { NOTHING_FOUND, type Observation } from "../src/plan/world.ts";
import { sha256 } from "../src/text/format/hash.ts";
import type { Journal } from "../src/text/journal/journal.ts";
import { READER } from "../src/text/program/program.ts";

export const POLICY: Policy = {
  executor: "local",
  isolation: "isolated",
  agent: "tuner",
  concurrency: 1,
  accountConcurrency: 8,
  dispatchesPerDay: null,
  ...{ budget: null, assumedUsd: null, assumedTokens: null },
  unapprovedEdits: "wait",
  iterationComments: 400,
  defaultSchedule: { kind: "interval", ms: 3_600_000 },
  minIntervalMs: 60_000,
  defaultTimeoutMs: 600_000,
  protectedPaths: [],
  unprotected: [],
  ci: "required",
  ciAttempts: 1,
  ciApps: null,
  ciSettleMs: 0,
  ciGraceMs: 600_000,
  ciTimeoutMs: 3_600_000,
  statusQuietMs: 60_000,
  links: githubLinks("https://github.com")({ owner: "octo", name: "carton" }),
};

/** The text of the program's issue. */
export const BODY = "the program's text";
const BASE = "b".repeat(40);
export const DEFINITION: Definition = {
  goal: "Use less cardboard.",
  targets: ["src/carton.mjs"],
  excluded: [],
  evaluation: "node evaluate.mjs",
  metric: "cardboard_cm2",
  direction: "lower",
  targetMetric: null,
  schedule: null,
  timeoutMinutes: null,
  minDelta: 0,
  maxIterations: null,
  repeat: 1,
  guardrails: [],
  gates: [],
  preset: null,
  agent: null,
  ci: null,
  simplicity: null,
  context: "",
};

/** Every event of a program that was adopted and ran its baseline and `iterations` more, every third one kept. */
export function eventsOf(iterations: number): readonly NewEvent[] {
  const begin = Date.parse("2026-01-01T00:00:00Z");
  let count = 0;
  const envelope = () => {
    count += 1;
    return { at: new Date(begin + count * 60_000).toISOString(), program: "carton", run_id: "run" };
  };
  const by = { login: "maintainer", id: null, permission: "maintain" as const };
  const events: NewEvent[] = [
    {
      ...envelope(),
      type: "program.adopted",
      name: "carton",
      issue: 1,
      source: { kind: "issue" },
      branch: "autoloop/carton",
    },
    {
      ...envelope(),
      type: "program.defined",
      hash: sha256(BODY),
      definition: DEFINITION,
      approved_by: by,
      epoch: 1,
      reader: READER,
    },
    {
      ...envelope(),
      type: "loop.start",
      preset: "default",
      objective: DEFINITION.goal,
      project_dir: "octo/carton",
      work_dir: "autoloop/carton",
      created_at: new Date(begin).toISOString(),
      backend: "tuner",
      trigger: "label",
      parent_run_id: "",
    },
  ];
  for (let iteration = 0; iteration <= iterations; iteration += 1) {
    events.push(...bodies(iteration).map((body): NewEvent => ({ ...envelope(), ...body })));
  }
  return events;
}

function bodies(iteration: number): readonly EventBody[] {
  const kept = iteration % 3 === 0;
  const metric = 1_000 - iteration / 10;
  return [
    {
      type: "iteration.start",
      iteration,
      kind: iteration === 0 ? "baseline" : "improve",
      attempt: 1,
      base: BASE,
      definition: sha256(BODY),
      executor: "local",
      place: "here",
      nonce: `nonce${iteration}`,
      deadline: "2030-01-01T00:00:00.000Z",
      steering: [],
    },
    {
      type: "iteration.report",
      iteration,
      measurement: { outcome: "measured", metric, secondary: {} },
      gates: [{ name: "test", passed: true, seconds: 1.5 }],
      paths: ["src/carton.mjs"],
      answer: {
        change: `Set \`WIDTH_CM\` to ${metric} in \`src/carton.mjs\``,
        hypothesis: "A cube needs the least.",
        lessons: ["Width matters more than depth while the carton is flat."],
        foreclosed: [],
        future: [],
        steered_by: [],
      },
      cost: { usd: 0.12, input_tokens: 10_000, output_tokens: 800 },
      seconds: 61.5,
    },
    kept
      ? { type: "iteration.accept", iteration, metric, reason: "Better than the best so far." }
      : { type: "iteration.reject", iteration, reason: "No better than the best so far." },
  ];
}

/** What the planner sees of such a program when it is due. */
export function anObservation(journal: Journal | null): Observation {
  const at = "2026-01-01T00:00:00Z";
  return {
    key: { account: "1", owner: "octo", name: "carton", issue: 1 },
    name: "carton",
    editor: "unread",
    former: "unread",
    checksAt: "unread",
    strangers: new Set(),
    legacy: "unread",
    olderResults: "unread",
    attempts: "unread",
    readiness: "unread",
    held: [],
    view: {
      self: "autoloop[bot]",
      issue: {
        number: 1,
        title: "Carton",
        body: BODY,
        state: "open",
        locked: false,
        labels: ["autoloop-program"],
        author: { login: "maintainer", type: "User" },
        edited: null,
        labelled: [{ login: "maintainer", at }],
        unlabelled: [],
        closed: [],
        reopened: [],
        reactions: ["eyes"],
        createdAt: at,
        updatedAt: at,
      },
      comments: [],
      defaultBranch: { name: "main", head: BASE },
      branch: "absent",
      pulls: [],
      checks: [],
      memory: { head: "c".repeat(40), files: [] },
      config: "absent",
      sources: [],
    },
    mentions: [],
    conversations: "unread",
    checkRunActions: [],
    journal: journal ?? "absent",
    stateFile: "absent",
    results: "absent",
    registry: "absent",
    elsewhere: [],
    program: { source: { kind: "issue" }, text: BODY },
    config: { problems: [] },
    requiredChecks: "unread",
    failures: "unread",
    run: { state: "absent" },
    people: "unread",
    base: "unread",
    found: NOTHING_FOUND,
    ids: { nonce: "n1", run: "r1" },
    workerId: "here",
  };
}
