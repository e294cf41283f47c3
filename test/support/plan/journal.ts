// Small valid journals for tests. Every step is folded at once, so a history that could not have happened
// throws where it is built, not somewhere in an assertion.

import type { EventBody, NewEvent } from "../../../src/domain/journal/event.ts";
import { fold } from "../../../src/domain/journal/fold.ts";
import type { Measurement, ReportFacts } from "../../../src/domain/journal/iteration.ts";
import type { Imported, ProgramState } from "../../../src/domain/journal/state.ts";
import type { Actor, PauseKind } from "../../../src/domain/journal/terms.ts";
import { isImprovement } from "../../../src/domain/program/metric.ts";
import { canonicalBranch } from "../../../src/domain/program/names.ts";
import type { Definition } from "../../../src/domain/program/program.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { appendToJournal, type Journal, type Segment } from "../../../src/text/journal/journal.ts";
import { READER } from "../../../src/text/program/program.ts";

/** Someone who may steer, start and stop. */
export const MAINTAINER: Actor = { login: "maria", id: 7, permission: "maintain" };

/** The definition of the demo's program, lower is better; whatever a test cares about is overridden. */
export function aDefinition(overrides: Partial<Definition> = {}): Definition {
  return {
    goal: "Use less cardboard for a carton of one litre.",
    targets: ["src/carton.mjs"],
    excluded: [],
    evaluation: "node measure.mjs",
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
    ...overrides,
  };
}

/** What a report says unless a test says otherwise: measured, nothing else worth mentioning. */
export function someFacts(metric: number, overrides: Partial<ReportFacts> = {}): ReportFacts {
  return {
    measurement: { outcome: "measured", metric, secondary: {} },
    gates: [],
    paths: ["src/carton.mjs"],
    answer: {
      change: "Make the carton a little deeper.",
      hypothesis: "A cube needs least.",
      lessons: [],
      foreclosed: [],
      future: [],
      steered_by: [],
    },
    cost: { usd: null, input_tokens: null, output_tokens: null },
    seconds: 12.5,
    ...overrides,
  };
}

/** A journal that is adopted, defined and started: ready for its baseline. */
export function aJournal(program = "carton", definition: Partial<Definition> = {}): JournalBuilder {
  return new JournalBuilder(program).adopted().defined(definition).started();
}

/** Writes the events one by one, as the app would over time. */
export function journalOf(history: JournalBuilder | readonly NewEvent[], segmentBytes?: number): Journal {
  return written(history, segmentBytes).journal;
}

/** All segments of that journal, and the journal at its end. */
export function written(
  history: JournalBuilder | readonly NewEvent[],
  segmentBytes?: number,
): { journal: Journal; segments: readonly Segment[] } {
  const texts = new Map<number, string>();
  let journal: Journal | null = null;
  for (const event of history instanceof JournalBuilder ? history.events : history) {
    const full = segmentBytes === undefined ? undefined : () => segmentBytes;
    const appended = appendToJournal(journal, [event], full);
    for (const { number, text } of appended.segments) texts.set(number, text);
    journal = appended.journal;
  }
  if (journal === null) throw new Error("a journal of no events");
  return { journal, segments: Array.from(texts, ([number, text]) => ({ number, text })) };
}

/** Adds one step after the other, a minute apart. Each method returns the builder. */
export class JournalBuilder {
  readonly events: NewEvent[] = [];
  #state: ProgramState | null = null;
  #now = Date.UTC(2026, 0, 1);
  #run = 0;

  constructor(readonly program: string) {}

  /** The fold so far. Throws before adoption. */
  get state(): ProgramState {
    if (this.#state === null) throw new Error("not adopted yet");
    return this.#state;
  }

  /** Any event, at the next minute. */
  event(body: EventBody): this {
    this.#now += 60_000;
    const run_id = this.#run === 0 ? "" : `run-${this.#run}`;
    const event: NewEvent = { at: this.#time(), program: this.program, run_id, ...body };
    this.#state = fold(this.#state, [event]);
    this.events.push(event);
    return this;
  }

  /**
   * @param imported what an older edition's state file said
   * @param plateau as adoptions of this version have it; absent: as before
   */
  adopted(issue = 1, imported?: Imported, plateau?: number): this {
    const branch = canonicalBranch(this.program);
    return this.event({
      type: "program.adopted",
      name: this.program,
      issue,
      source: { kind: "issue" },
      branch,
      ...(imported === undefined ? {} : { imported }),
      ...(plateau === undefined ? {} : { plateau }),
    });
  }

  defined(overrides: Partial<Definition> = {}, epoch = 1): this {
    const definition = aDefinition(overrides);
    const hash = sha256(JSON.stringify(definition));
    return this.event({
      ...{ type: "program.defined", hash, definition, approved_by: MAINTAINER, epoch, reader: READER },
    });
  }

  started(): this {
    this.#run += 1;
    return this.event({
      type: "loop.start",
      preset: "",
      objective: this.state.definition?.parsed.goal ?? "",
      project_dir: ".",
      work_dir: ".",
      created_at: this.#time(),
      backend: "tuner",
      trigger: "label",
      parent_run_id: "",
    });
  }

  /**
   * Starts the next iteration, or with `fix` a further attempt of the one in flight.
   * @param confirm pairs in which it is confirmed
   */
  begun(kind: "baseline" | "improve" | "fix" = "improve", executor = "local", confirm?: number): this {
    const flight = this.state.in_flight;
    const iteration = flight?.number ?? (this.state.last_iteration ?? -1) + 1;
    const attempt = (flight?.attempt ?? 0) + 1;
    return this.event({
      type: "iteration.start",
      iteration,
      kind,
      attempt,
      base: this.state.branch_head ?? someSha(0),
      definition: this.state.definition?.hash ?? "",
      executor,
      place: executor === "local" ? "here" : executor,
      nonce: `nonce-${iteration}-${attempt}`,
      deadline: new Date(this.#now + 3_600_000).toISOString(),
      steering: this.state.steering
        .filter(({ given }) => !given)
        .map(({ comment, hash, by }) => ({ comment, hash, by })),
      ...(confirm === undefined ? {} : { confirm }),
    });
  }

  reported(metric: number, overrides: Partial<ReportFacts> = {}): this {
    return this.event({
      type: "iteration.report",
      iteration: this.#number(),
      ...someFacts(metric, overrides),
    });
  }

  committed(commit = someSha(this.#number())): this {
    return this.event({ type: "iteration.commit", iteration: this.#number(), commit });
  }

  /** Iteration with kind `baseline` that measured `metric`. */
  baseline(metric: number, facts: Partial<ReportFacts> = {}): this {
    const reason = "the baseline was measured";
    this.begun("baseline").reported(metric, { answer: null, paths: [], ...facts });
    return this.event({ type: "iteration.accept", iteration: this.#number(), metric, reason });
  }

  /** A whole kept iteration. Refuses a metric that is no improvement. */
  accepted(metric: number, facts: Partial<ReportFacts> = {}): this {
    const { best, definition } = this.state;
    if (best === null || definition === null) throw new Error("an improvement needs a baseline before it");
    if (!isImprovement(definition.parsed.direction, definition.parsed.minDelta, best.metric, metric)) {
      throw new Error(`${metric} does not improve ${best.metric}`);
    }
    const iteration = this.begun().reported(metric, facts).committed().#number();
    this.event({
      type: "ci.result",
      iteration,
      head: someSha(iteration),
      result: "success",
      failing: [],
      signature: null,
    });
    return this.event({ type: "iteration.accept", iteration, metric, reason: "better, and CI is green" });
  }

  /** A whole discarded iteration. */
  rejected(metric: number, reason = "no improvement", facts: Partial<ReportFacts> = {}): this {
    const iteration = this.begun().reported(metric, facts).#number();
    return this.event({ type: "iteration.reject", iteration, reason });
  }

  /** A whole iteration that broke; with `measurement`, after it had reported. */
  failed(reason = "the agent stopped without a report", measurement?: Measurement): this {
    this.begun();
    if (measurement) this.reported(0, { measurement });
    return this.event({ type: "iteration.error", iteration: this.#number(), reason });
  }

  paused(kind: PauseKind = "command", reason = "wait for the release"): this {
    return this.event({ type: "loop.pause", kind, reason, by: kind === "command" ? MAINTAINER : null });
  }

  resumed(): this {
    return this.event({ type: "loop.resume", reason: "go on", by: MAINTAINER });
  }

  steered(text: string, comment = 1000 + this.state.steering.length): this {
    return this.event({ type: "steering.received", comment, by: MAINTAINER, hash: sha256(text), text });
  }

  pull(number: number, what: "opened" | "closed" | "merged" = "opened"): this {
    return this.event({ type: `pull.${what}`, number });
  }

  #time(): string {
    return new Date(this.#now).toISOString();
  }

  #number(): number {
    if (this.state.in_flight === null) throw new Error("no iteration is in flight");
    return this.state.in_flight.number;
  }
}

/** A commit id that looks like one. */
export function someSha(number: number): string {
  return sha256(`commit ${number}`).slice(0, 40);
}
