// Carries out actions, one after the other; what people are shown at one ending goes together. What fails keeps those back
// that follow from it and no others: what people must see hangs on the journal alone (`plan/strand.ts`). Decides nothing.
// Every action may be repeated: whoever observes next sees what was done and does not ask for it again.

import { AutoloopError, Conflict, Terminal } from "../../domain/errors.ts";
import type { ProgramKey, ProgramView } from "../../domain/repository/view.ts";
import { describe } from "../../plan/action.ts";
import type { Decision } from "../../plan/plan.ts";
import { strandOf } from "../../plan/strand.ts";
import type { Became } from "../../ports/forge/display.ts";
import type { Log } from "../../ports/log.ts";
import { rehearsable } from "../dry-run.ts";
import type { Sight } from "../read/program-look.ts";
import { type Applied, after, asksForPause, conflictOf, DONE, isLeft } from "./applied.ts";
import { type ApplyDeps, carryOut, type Told } from "./carry-out.ts";
import { confirmed, groups, showingOf } from "./showings.ts";

/** Told about every move of the memory branch that was our own. */
type OnMemory = (from: string, to: string) => void;

/**
 * @param sight absent: nothing is believed to be as it was seen, and no answer brings a look
 * @returns what was found out; `rehearsed`: it is a dry run, nothing is otherwise than before
 * @throws AutoloopError where nothing more can be done: the journal was not written, or the host asked for a pause
 */
export async function apply(
  deps: ApplyDeps,
  key: ProgramKey,
  decisions: readonly Decision[],
  log: Log,
  onMemory: OnMemory,
  sight?: Sight,
): Promise<Applied | "rehearsed"> {
  const run = new Run({ deps, key, log, onMemory, look: sight?.look }, sight?.view ?? null);
  for (const group of groups(decisions)) {
    const goesOn = group.length > 1 ? await run.together(group) : await run.alone(group);
    if (!goesOn) break;
  }
  return run.outcome();
}

interface Context {
  readonly deps: ApplyDeps;
  readonly key: ProgramKey;
  readonly log: Log;
  readonly onMemory: OnMemory;
  readonly look: Sight["look"] | undefined;
}

/** One plan, as far as it was carried out. */
class Run {
  readonly #context: Context;
  #applied: Applied = DONE;
  #state: "well" | "broken" | "rehearsed" = "well";
  /** What the host is known to show at this moment; null: something was sent since. */
  #fresh: ProgramView | null;

  constructor(context: Context, fresh: ProgramView | null) {
    this.#context = context;
    this.#fresh = fresh;
  }

  outcome(): Applied | "rehearsed" {
    return this.#state === "rehearsed" ? "rehearsed" : this.#applied;
  }

  /** @returns whether others may be carried out after it */
  async alone(group: readonly Decision[]): Promise<boolean> {
    for (const decision of group) {
      const strand = strandOf(decision.action);
      if (this.#state === "broken" && strand === "effect") continue;
      if (strand === "last" && isLeft(this.#applied)) continue;
      if (!(await this.#carryOut(decision))) return false;
    }
    return true;
  }

  /** What people are shown at once; each stands for itself. @returns as `alone` does */
  async together(group: readonly Decision[]): Promise<boolean> {
    const { deps, key, look } = this.#context;
    // Whoever believes nothing that was seen is brought no look.
    if (look === undefined) return this.alone(group);
    const sure = group.flatMap((decision) => {
      const showing = showingOf(decision.action, key.issue);
      return showing === null ? [] : [{ decision, showing: confirmed(showing, this.#fresh, key.issue) }];
    });
    const changed = sure.flatMap(({ decision, showing }) => (showing === "changed" ? [decision] : []));
    const sent = sure.flatMap(({ decision, showing }) =>
      showing === "changed" ? [] : [{ decision, showing }],
    );
    this.#fresh = null;
    const shown = await this.#rehearsable(
      deps.forge.show(
        look,
        sent.map(({ showing }) => showing),
      ),
      sent.map(({ decision }) => decision),
    );
    if (shown === "rehearsed") return true;
    for (const decision of changed)
      this.#failed(decision, new Conflict("somebody edited the comment meanwhile"));
    let pause: AutoloopError | null = null;
    for (const [index, { decision }] of sent.entries()) {
      const became: Became | undefined = shown.became[index];
      if (became !== undefined && "outcome" in became) this.#did(decision, became.outcome);
      else if (became !== undefined && asksForPause(became.failure)) pause ??= became.failure;
      else if (became !== undefined) this.#failed(decision, became.failure);
    }
    if (pause !== null) throw pause;
    const isAllDone = changed.length === 0 && sent.every((_, index) => isDone(shown.became[index]));
    this.#saw(isAllDone ? shown.view : null);
    return true;
  }

  async #carryOut(decision: Decision): Promise<boolean> {
    const { deps, key, onMemory, look } = this.#context;
    const { action } = decision;
    // What a run leaves behind is nothing that the host shows.
    if (action.type !== "run.dispose") this.#fresh = null;
    try {
      const done = await this.#rehearsable(carryOut(deps, key, action, look), [decision]);
      if (done === "rehearsed") return true;
      if (action.type === "memory.commit") onMemory(action.expectedHead, String(done.told));
      this.#did(decision, done.told);
      // To the host an order to the executor is no news, but it takes its time.
      if (action.type === "run.start") this.#applied = { ...this.#applied, isAged: true };
      else if (action.type !== "run.dispose") this.#saw(done.view);
      return true;
    } catch (error) {
      if (!(error instanceof AutoloopError) || asksForPause(error)) throw error;
      return this.#failed(decision, error);
    }
  }

  async #rehearsable<T>(write: Promise<T>, decisions: readonly Decision[]): Promise<T | "rehearsed"> {
    const { log } = this.#context;
    const [first, ...others] = decisions.map((decision) => ({ log, ...wordsOf(decision) }));
    if (first === undefined) return write;
    const outcome = await rehearsable(write, first);
    if (outcome !== "rehearsed") return outcome;
    for (const { what, log: _, ...fields } of others) log.info(`would ${what}`, fields);
    this.#state = "rehearsed";
    return outcome;
  }

  #did({ rule, action }: Decision, told: Told): void {
    const { found } = this.#applied;
    if (typeof told === "object")
      this.#applied = { ...this.#applied, found: { ...found, ...conflictOf(action, told) } };
    this.#context.log.info("did", { ...wordsOf({ rule, action }), outcome: logged(told) });
  }

  #saw(view: ProgramView | null): void {
    this.#fresh = view;
    this.#applied = { ...this.#applied, view, isAged: false };
  }

  /** @returns as `alone` does @throws the error of a journal that was not written, where it is to be tried again */
  #failed(decision: Decision, error: AutoloopError): boolean {
    const { log } = this.#context;
    const words = { ...wordsOf(decision), reason: error.message };
    this.#saw(null);
    // What only tidies up is left.
    if (decision.action.type === "comment.minimise") {
      log.info("left", words);
      return true;
    }
    this.#applied = after(this.#applied, decision.action, error);
    const said = error instanceof Terminal && error.said !== null ? { said: error.said } : {};
    log.warn(error instanceof Terminal ? "refused" : "not done", { ...words, ...said });
    const strand = strandOf(decision.action);
    if (strand === "memory" && this.#applied.failure !== null) throw error;
    if (strand === "effect") this.#state = "broken";
    return strand !== "memory";
  }
}

/** Nobody has to come back to it, as to a check that the host does not want now. */
function isDone(one: Became | undefined): boolean {
  return one !== undefined && "outcome" in one && one.outcome !== "not now" && one.outcome !== "not allowed";
}

function wordsOf({ rule, action }: Decision) {
  return { action: action.type, rule, what: describe(action) };
}

function logged(told: Told): string | number | null {
  return typeof told === "object" ? "conflict" : (told ?? null);
}
