// Counts what an agent has used while it works, so that a run of which nothing else comes back has a cost all the same.
// Reads only what the agent's row reads at its end too; takes a small part of the processor, and never fails a run.

import type { Cost } from "../../domain/journal/iteration.ts";
import type { AgentRow } from "../../text/agents/agent-row.ts";
import { isKnown, UNKNOWN_COST } from "../../text/agents/usage.ts";
import type { Onlooker } from "../process/child.ts";
import { type After, realAfter } from "../process/silence.ts";

/** The shortest time from something that was printed to the count, and from one count to the next, milliseconds. */
const PAUSE_MS = 2_000;
/** Between two counts as many times as long as the last one took: a long session is long to read. */
const PAUSES = 20;

export class CostSoFar implements Onlooker {
  readonly #agent: Pick<AgentRow, "cost">;
  readonly #records: () => Promise<string>;
  readonly #tell: (cost: Cost) => Promise<void>;
  readonly #after: After;
  #printed: () => string = () => "";
  #told = UNKNOWN_COST;
  #pauseMs = PAUSE_MS;
  #cancel: (() => void) | null = null;
  #counting = Promise.resolve();
  readonly #over = new AbortController();

  /**
   * @param records what the agent has written down of its session
   * @param tell told each count that differs from the one before
   */
  constructor(
    agent: Pick<AgentRow, "cost">,
    records: () => Promise<string>,
    tell: (cost: Cost) => Promise<void>,
    after: After = realAfter,
  ) {
    this.#agent = agent;
    this.#records = records;
    this.#tell = tell;
    this.#after = after;
  }

  begin(_stop: unknown, printed: () => string): void {
    this.#printed = printed;
  }

  /** An agent that has used something says something. */
  heard(): void {
    if (this.#over.signal.aborted) return;
    this.#cancel ??= this.#after(this.#pauseMs, () => {
      this.#cancel = null;
      this.#counting = this.#counting.then(() => this.#count());
    });
  }

  end(): void {
    this.#over.abort();
    this.#cancel?.();
  }

  /** The agent has ended: what it cost in the end is the last to be told. */
  async settle(cost: Cost): Promise<void> {
    await this.#counting;
    await this.#say(cost);
  }

  async #count(): Promise<void> {
    const began = performance.now();
    try {
      const records = await this.#records();
      if (this.#over.signal.aborted) return;
      await this.#say(this.#agent.cost({ stdout: this.#printed(), stderr: "", records }));
    } catch {
      // What cannot be counted is counted with the next piece, or at the end.
    }
    this.#pauseMs = Math.max(PAUSE_MS, (performance.now() - began) * PAUSES);
  }

  /** What was known stays known, and a disk that is full costs the count, not the run. */
  async #say(cost: Cost): Promise<void> {
    if (!isKnown(cost) || JSON.stringify(cost) === JSON.stringify(this.#told)) return;
    this.#told = cost;
    await this.#tell(cost).catch(() => undefined);
  }
}
