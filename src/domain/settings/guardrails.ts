// Guardrails and gates, and whether a proposal keeps the guardrails. Pure; a secondary metric that is missing breaks its
// guardrail.

/** A bound on a secondary metric. A proposal that breaks one is rejected however good its metric is. */
export type Guardrail =
  | { readonly metric: string; readonly kind: "at-most" | "at-least"; readonly value: number }
  /** The bound lies this fraction of the baseline's value above it, or below it where the fraction is negative (0.05 = 5 %). */
  | {
      readonly metric: string;
      readonly kind: "at-most-change" | "at-least-change";
      readonly fraction: number;
    }
  /** May differ from the baseline's value by at most this fraction, either way: a gain too is refused. */
  | { readonly metric: string; readonly kind: "tolerance"; readonly fraction: number };

/**
 * A command that must pass before anything is measured: it exits with 0, or, where it is soft, prints a count that lies
 * within the bound, whatever it exits with.
 */
export interface Gate {
  readonly name: string;
  readonly run: string;
  readonly soft?: SoftBound;
}

/** The last count that passes; `baseline`: what the gate counted on the untouched branch. */
export interface SoftBound {
  readonly side: "at-most" | "at-least";
  readonly bound: number | "baseline";
}

/** The gates in the order in which they run: those that only pass or fail first, each kind as its author has it. */
export function inRunningOrder(gates: readonly Gate[]): readonly Gate[] {
  return [
    ...gates.filter(({ soft }) => soft === undefined),
    ...gates.filter(({ soft }) => soft !== undefined),
  ];
}

/**
 * The bound as a number; null where it is the baseline's count and there is none.
 * @param counts of the baseline's gates, by name
 */
export function softLimit({ bound }: SoftBound, name: string, counts: Secondary): number | null {
  return bound === "baseline" ? reported(counts, name) : bound;
}

/** Whether a count lies within the bound. A missing limit holds nothing back only on the baseline itself, which makes it. */
export function keepsSoftLimit({ side }: SoftBound, limit: number, count: number): boolean {
  return side === "at-most" ? count <= limit : count >= limit;
}

/** A gate that did not pass. Absent fields: it is a hard one, or printed no count. */
export interface FailedGate {
  readonly name: string;
  readonly count?: number;
  readonly limit?: number;
  readonly side?: SoftBound["side"];
}

/**
 * The gates that hold a change back, in their order: those whose command failed, and those whose count is beyond the
 * bound, whatever the runner made of it.
 * @param counts of the baseline's gates, by name
 * @param isBaseline what is judged is the baseline, which makes those counts
 */
export function failedGates(
  gates: readonly Gate[],
  results: readonly { readonly name: string; readonly passed: boolean; readonly count?: number }[],
  counts: Secondary,
  isBaseline: boolean,
): readonly FailedGate[] {
  const soft = new Map(gates.map((gate) => [gate.name, gate.soft]));
  return results.flatMap(({ name, passed, count }) => {
    const bound = soft.get(name);
    if (bound === undefined || count === undefined) return passed && bound === undefined ? [] : [{ name }];
    if (isBaseline && bound.bound === "baseline") return passed ? [] : [{ name, count }];
    const limit = softLimit(bound, name, counts);
    if (limit === null) return [{ name, count }];
    const holds = passed && keepsSoftLimit(bound, limit, count);
    return holds ? [] : [{ name, count, limit, side: bound.side }];
  });
}

type Secondary = Readonly<Record<string, number>>;

/** Why a guardrail does not hold. `value` is what the change has, in the metric's own units. */
export type BrokenGuardrail = { readonly metric: string } & (
  | { readonly code: "unreported" | "no-baseline" }
  /** `from`: the baseline's value, where the bound is counted from it. */
  | {
      readonly code: "above" | "below";
      readonly value: number;
      readonly bound: number;
      readonly from?: number;
    }
  /** `from` is the baseline's value, of which `fraction` is allowed either way. */
  | { readonly code: "drifted"; readonly value: number; readonly from: number; readonly fraction: number }
);

/**
 * Each guardrail that does not hold, in their order; empty when all hold.
 * @param baseline secondary metrics of the baseline, which tolerances are counted from
 * @param secondary secondary metrics of the change
 */
export function brokenGuardrails(
  guardrails: readonly Guardrail[],
  baseline: Secondary,
  secondary: Secondary,
): readonly BrokenGuardrail[] {
  return guardrails.flatMap((guardrail) => {
    const { metric } = guardrail;
    return broken(guardrail, reported(baseline, metric), reported(secondary, metric)) ?? [];
  });
}

/**
 * The value that a guardrail lets through at most, or at least, in the metric's own units.
 * @param from the baseline's value
 */
export function changeBound(fraction: number, from: number): number {
  return from + Math.abs(from) * fraction;
}

function broken(guardrail: Guardrail, from: number | null, value: number | null): BrokenGuardrail | null {
  const { metric } = guardrail;
  if (value === null) return { metric, code: "unreported" };
  switch (guardrail.kind) {
    case "at-most-change":
    case "at-least-change": {
      if (from === null) return { metric, code: "no-baseline" };
      const bound = changeBound(guardrail.fraction, from);
      const isUpper = guardrail.kind === "at-most-change";
      if (isUpper ? value <= bound : value >= bound) return null;
      return { metric, code: isUpper ? "above" : "below", value, bound, from };
    }
    case "at-most":
      return value <= guardrail.value ? null : { metric, code: "above", value, bound: guardrail.value };
    case "at-least":
      return value >= guardrail.value ? null : { metric, code: "below", value, bound: guardrail.value };
    case "tolerance": {
      const { fraction } = guardrail;
      if (from === null) return { metric, code: "no-baseline" };
      const within = Math.abs(value - from) <= Math.abs(from) * fraction;
      return within ? null : { metric, code: "drifted", value, from, fraction };
    }
  }
}

function reported(metrics: Secondary, name: string): number | null {
  return new Map(Object.entries(metrics)).get(name) ?? null;
}
