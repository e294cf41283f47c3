// Which fault of the catalogue met a program in which state. Counts, and says what was not reached.

import { FAULTS } from "./catalogue.ts";
import { LIFECYCLE, type Lifecycle } from "./lifecycle.ts";

export class Coverage {
  /** Times, by `fault state`. */
  readonly counts = new Map<string, number>();

  add(fault: string, state: Lifecycle, times = 1): void {
    const pair = `${fault} ${state}`;
    this.counts.set(pair, (this.counts.get(pair) ?? 0) + times);
  }

  merge(counts: Iterable<readonly [pair: string, times: number]>): void {
    for (const [pair, times] of counts) this.counts.set(pair, (this.counts.get(pair) ?? 0) + times);
  }

  /** Pairs that can be and were not, in the order of the catalogue. */
  missing(): readonly string[] {
    return wanted().filter((pair) => !this.counts.has(pair));
  }

  /** A line for each fault: how often it met each state. */
  table(): string {
    const rows = FAULTS.map(({ id, says, states, elsewhere, looksLike }) => {
      const row = (cells: readonly string[]) => `| ${id} | ${says} | ${cells.join(" | ")} | ${elsewhere} |`;
      if (states.length === 0)
        return row(LIFECYCLE.map(() => (looksLike === undefined ? "" : `as ${looksLike}`)));
      const cells = LIFECYCLE.map((state) => {
        const times = this.counts.get(`${id} ${state}`);
        return times !== undefined ? String(times) : states.includes(state) ? "**0**" : "–";
      });
      return row(cells);
    });
    return [
      `| fault | what | ${LIFECYCLE.join(" | ")} | also tested by |`,
      `| --- | --- | ${LIFECYCLE.map(() => "---:").join(" | ")} | --- |`,
      ...rows,
    ].join("\n");
  }
}

function wanted(): readonly string[] {
  return FAULTS.flatMap(({ id, states }) => states.map((state) => `${id} ${state}`));
}
