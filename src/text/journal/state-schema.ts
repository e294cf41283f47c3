// Schema of the folded state, as snapshots hold it. The order of its keys is the order on disk.

import { z } from "zod";
import { PERMISSIONS } from "../../domain/authority.ts";
import { ITERATION_KINDS, VERDICTS } from "../../domain/journal/iteration.ts";
import { CRASH_CAUSES } from "../../domain/journal/repair.ts";
import { LOOP_STATUSES, type ProgramState } from "../../domain/journal/state.ts";
import { CI_RESULTS, COMMAND_OUTCOMES, PAUSE_KINDS, TRIGGERS } from "../../domain/journal/terms.ts";
import {
  ATTEMPTS_KEPT,
  COMMANDS_KEPT,
  FORGOTTEN_KEPT,
  STANDING_KEPT,
  STEERING_CHARACTERS,
  STEERING_KEPT,
} from "../../domain/limits.ts";
import { MEASURED_PARTS } from "../../domain/program/program.ts";
import { SHELLS } from "../../domain/shell.ts";
import { definition } from "./definition-schema.ts";
import {
  answer,
  attempt,
  cost,
  count,
  finite,
  listOf,
  metrics,
  type Proof,
  reportFacts,
  type Same,
  sentence,
  textUpTo,
  word,
} from "./iteration-schema.ts";

/** ISO 8601 in UTC. */
export const time = z.iso.datetime();

export const actor = z.strictObject({
  login: word,
  id: count.nullable(),
  permission: z.literal(PERMISSIONS),
});

export const trigger = z.literal(TRIGGERS);

export const pauseKind = z.literal(PAUSE_KINDS);

export const source = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("issue") }),
  z.strictObject({ kind: z.literal("file"), path: sentence }),
]);

export const ciResult = z.literal(CI_RESULTS);
export const crashCause = z.literal(CRASH_CAUSES);
export const shell = z.literal(SHELLS);
export const iterationKind = z.literal(ITERATION_KINDS);
export const steeringText = textUpTo(STEERING_CHARACTERS);
const commentRef = { comment: count, hash: word, by: word, issue: count.exactOptional() };
export const steeringRefs = listOf(z.strictObject(commentRef));
export const commandOutcome = z.literal(COMMAND_OUTCOMES);
export const loopStatus = z.literal(LOOP_STATUSES);

const crashCauses = listOf(crashCause);

const inFlight = z.strictObject({
  number: count,
  kind: iterationKind,
  attempt: count,
  base: word,
  definition: word,
  executor: word,
  place: sentence,
  nonce: word,
  started_at: time,
  deadline: time,
  steering: steeringRefs,
  keeps: count.exactOptional(),
  confirm: count.exactOptional(),
  report: z.strictObject(reportFacts).nullable(),
  commit: word.nullable(),
  committed_at: time.nullable(),
  ci: ciResult.nullable(),
  repair: z
    .strictObject({
      origin: word,
      since: time,
      failures: count,
      signature: sentence,
      repeated: z.boolean(),
      summary: sentence,
      given_up: z.boolean(),
    })
    .exactOptional(),
  checks: listOf(sentence).exactOptional(),
  crashes: z
    .strictObject({
      causes: crashCauses,
      said: sentence,
      former: z.strictObject({ nonce: word, place: sentence, started_at: time }),
    })
    .exactOptional(),
  outage: z
    .strictObject({ since: time, tries: count, said: sentence, until: time.nullable() })
    .exactOptional(),
  budgeted: z.literal(true).exactOptional(),
});

const tally = { usd: finite, tokens: count, unpriced: count, uncounted: count };
export const spending = z.strictObject({
  since: time,
  total: z.strictObject(tally),
  day: z.strictObject({ date: word, ...tally }),
});

const iterationRecord = z.strictObject({
  number: count,
  kind: iterationKind,
  verdict: z.literal(VERDICTS),
  ended_at: time,
  reason: sentence,
  metric: finite.nullable(),
  best_before: finite.nullable(),
  commit: word.nullable(),
  run_id: word,
  steered_by: steeringRefs,
  answer: answer.nullable(),
  paths: listOf(sentence),
  cost,
  seconds: finite,
  confidence: z
    .strictObject({ pairs: count, better: count, base: finite, change: finite, noise: finite })
    .exactOptional(),
  secondary: reportFacts.secondary,
  output: reportFacts.output,
  workflow_run: reportFacts.workflow_run,
  surprise: finite.exactOptional(),
  refused: count.exactOptional(),
  broke: crashCauses.exactOptional(),
  checks: listOf(sentence).exactOptional(),
  revoked: z.strictObject({ check: sentence, head: word, at: time }).exactOptional(),
});

const iterationRange = z.strictObject({
  from: count,
  to: count,
  accepted: count,
  rejected: count,
  errors: count,
  metric_from: finite.nullable(),
  metric_to: finite.nullable(),
});

export const imported = z.strictObject({
  iterations: count,
  best: finite.nullable(),
  baseline: finite.nullable(),
  last_run: time.nullable(),
  recent_statuses: listOf(word),
  pull_request: count.nullable(),
});

export const programState = z.strictObject({
  name: word,
  issue: count,
  source,
  branch: word,
  adopted_at: time,
  plateau: count.exactOptional(),
  shell: shell.exactOptional(),
  status: loopStatus,
  definition: z
    .strictObject({ hash: word, parsed: definition, approved_by: actor, reader: count.exactOptional() })
    .nullable(),
  epoch: count,
  epoch_change: z
    .strictObject({
      parts: listOf(z.literal(MEASURED_PARTS)),
      by: actor,
      after: count.nullable(),
      baseline: finite.nullable(),
      best: finite.nullable(),
    })
    .nullable()
    .default(null),
  run: z.strictObject({ id: word, started_at: time, trigger }).nullable(),
  pause: z.strictObject({ kind: pauseKind, reason: sentence, by: actor.nullable(), at: time }).nullable(),
  ended: z.strictObject({ reason: sentence, at: time }).nullable(),
  in_flight: inFlight.nullable(),
  baseline: finite.nullable(),
  baseline_secondary: metrics,
  metric_key: word.exactOptional(),
  evaluations: listOf(finite).exactOptional(),
  gate_counts: metrics.exactOptional(),
  noise: finite.exactOptional(),
  best: z.strictObject({ metric: finite, iteration: count, commit: word.nullable() }).nullable(),
  last_iteration: count.nullable(),
  last_run_at: time.nullable(),
  spent: spending.exactOptional(),
  starts: listOf(time).default([]),
  counts: z.strictObject({ accepted: count, rejected: count, errors: count }),
  consecutive: z.strictObject({ rejected: count, errors: count }),
  recent_statuses: listOf(word),
  recent: listOf(iterationRecord),
  ranges: listOf(iterationRange),
  attempts: listOf(attempt, ATTEMPTS_KEPT).exactOptional(),
  plan: listOf(z.strictObject({ item: sentence, tried: count, kept: count, last: count })).exactOptional(),
  pull: z.strictObject({ number: count, state: z.literal(["open", "closed", "merged"]) }).nullable(),
  steering: listOf(
    z.strictObject({
      comment: count,
      by: word,
      hash: word,
      text: steeringText,
      at: time,
      given: z.boolean(),
      standing: count.exactOptional(),
      issue: count.exactOptional(),
    }),
    STEERING_KEPT + STANDING_KEPT,
  ),
  last_standing: count.exactOptional(),
  forgotten: listOf(z.strictObject({ comment: count, hash: word }), FORGOTTEN_KEPT).exactOptional(),
  overrides: listOf(z.strictObject({ key: word, value: sentence, by: word })),
  requested: z
    .strictObject({ by: word, at: time, instructions: steeringRefs, keeps: count.exactOptional() })
    .nullable(),
  commands: listOf(
    z.strictObject({ comment: count, hash: word, written_at: time, verb: word, outcome: commandOutcome }),
    COMMANDS_KEPT,
  ),
  commands_after: time.nullable(),
  asked: z.strictObject({ ...commentRef, verb: word, reason: sentence.nullable() }).nullable(),
  approved: z.strictObject({ hash: word, by: actor }).exactOptional(),
  branch_head: word.nullable(),
  branch_deleted: z.literal(true).exactOptional(),
  left_on_branch: listOf(word).exactOptional(),
  imported: imported.exactOptional(),
  put_back: z.strictObject({ by: word.nullable(), fields: listOf(sentence), at: time }).exactOptional(),
});

export type StateSchemaAgrees = Proof<Same<z.infer<typeof programState>, ProgramState>>;
