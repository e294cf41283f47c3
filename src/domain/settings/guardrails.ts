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

/** A command that must exit 0 before anything is measured. */
export interface Gate {
  readonly name: string;
  readonly run: string;
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
