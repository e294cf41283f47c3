// Schema of one journal line: the envelope and the closed union of events. The order of the keys here is their
// order on disk. A type or a version that is not here is refused, never guessed.

import { z } from "zod";
import type { JournalEvent } from "../../domain/journal/event.ts";
import { definition } from "./definition-schema.ts";
import {
  count,
  finite,
  listOf,
  type Proof,
  reportFacts,
  type Same,
  sentence,
  word,
} from "./iteration-schema.ts";
import {
  actor,
  ciResult,
  commandOutcome,
  crashCause,
  imported,
  iterationKind,
  pauseKind,
  programState,
  shell,
  source,
  steeringRefs,
  steeringText,
  time,
  trigger,
} from "./state-schema.ts";

/** The version that this codec reads and writes. */
export const JOURNAL_VERSION = 1;

const line = <const Type extends string, Body extends z.ZodRawShape>(types: Type[], body: Body) =>
  z.strictObject({
    v: z.literal(JOURNAL_VERSION),
    seq: z.int().positive(),
    prev: z.string().regex(/^[0-9a-f]{64}$/),
    at: time,
    program: word.min(1),
    type: z.literal(types),
    run_id: word,
    ...body,
  });

const by = actor.nullable();
const ended = { iteration: count, reason: sentence };

export const journalEvent = z.discriminatedUnion("type", [
  line(["program.adopted"], {
    name: word,
    issue: count,
    source,
    branch: word,
    imported: imported.exactOptional(),
    plateau: count.exactOptional(),
    shell: shell.exactOptional(),
  }),
  line(["program.defined"], {
    hash: word,
    definition,
    approved_by: actor,
    epoch: count,
    reader: count.exactOptional(),
  }),
  line(["loop.start"], {
    preset: word,
    objective: sentence,
    project_dir: sentence,
    work_dir: sentence,
    created_at: time,
    backend: sentence,
    trigger,
    by: actor.exactOptional(),
    parent_run_id: word,
  }),
  line(["loop.pause"], { kind: pauseKind, reason: sentence, by }),
  line(["loop.resume", "loop.stop"], { reason: sentence, by }),
  line(["loop.complete"], { reason: sentence }),
  line(["steering.received"], {
    comment: count,
    by: actor,
    hash: word,
    text: steeringText,
    standing: z.literal(true).exactOptional(),
    issue: count.exactOptional(),
  }),
  line(["steering.forgotten"], { comment: count, hash: word, by }),
  line(["command.received"], {
    comment: count,
    issue: count.exactOptional(),
    by: actor,
    hash: word,
    written_at: time,
    text: steeringText,
    verb: word,
    outcome: commandOutcome,
    reason: sentence.nullable(),
  }),
  line(["program.set"], { key: word, value: sentence.nullable(), by: actor }),
  line(["run.requested"], {
    by: actor,
    comment: count,
    issue: count.exactOptional(),
    hash: word,
    instruction: z.boolean(),
    keeps: count.exactOptional(),
  }),
  line(["program.approved"], { hash: word, by: actor, comment: count, issue: count }),
  line(["iteration.start"], {
    iteration: count,
    kind: iterationKind,
    attempt: count,
    base: word,
    definition: word,
    executor: word,
    place: sentence,
    nonce: word,
    deadline: time,
    steering: steeringRefs,
    keeps: count.exactOptional(),
    budgeted: z.literal(true).exactOptional(),
    confirm: count.exactOptional(),
    crash: z.strictObject({ cause: crashCause, said: sentence }).exactOptional(),
  }),
  line(["iteration.wait"], { iteration: count, said: sentence, until: time }),
  line(["iteration.report"], { iteration: count, ...reportFacts }),
  line(["iteration.commit"], { iteration: count, commit: word }),
  line(["ci.result"], {
    iteration: count,
    head: word,
    result: ciResult,
    failing: listOf(sentence),
    signature: sentence.nullable(),
    summary: sentence.exactOptional(),
    checks: listOf(sentence).exactOptional(),
  }),
  line(["iteration.accept"], {
    ...{ iteration: count, metric: finite, reason: sentence },
    surprise: finite.exactOptional(),
  }),
  line(["iteration.reject"], { ...ended, surprise: finite.exactOptional() }),
  line(["iteration.error"], { ...ended, uncounted: z.literal(true).exactOptional() }),
  line(["iteration.revoke"], { iteration: count, head: word, check: sentence }),
  line(["branch.sync"], {
    how: z.literal([
      ...(["created", "fast-forward", "merge", "restart", "revert", "pushed", "deleted", "gone"] as const),
    ]),
    head: word,
    left: listOf(word).exactOptional(),
  }),
  line(["pull.opened", "pull.closed", "pull.merged"], { number: count }),
  line(["state.edited"], { by, fields: listOf(sentence), put_back: listOf(sentence) }),
  line(["snapshot"], { state: programState }),
]);

export type JournalSchemaAgrees = Proof<Same<z.infer<typeof journalEvent>, JournalEvent>>;
