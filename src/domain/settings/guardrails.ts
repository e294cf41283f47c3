// Guardrails and gates, and whether a proposal keeps the guardrails. Pure; a secondary metric that is missing breaks its
// guardrail.

/** A bound on a secondary metric. A proposal that breaks one is rejected however good its metric is. */
export type Guardrail =
  | { readonly metric: string; readonly kind: "at-most" | "at-least"; readonly value: number }
  /** May differ from the baseline's value by at most this fraction (0.05 = 5 %), either way. */
  | { readonly metric: string; readonly kind: "tolerance"; readonly fraction: number };

/** A command that must exit 0 before anything is measured. */
export interface Gate {
  readonly name: string;
  readonly run: string;
}

type Secondary = Readonly<Record<string, number>>;

/**
 * One sentence for each guardrail that does not hold; empty when all hold.
 * @param baseline secondary metrics of the baseline, which tolerances are counted from
 */
export function brokenGuardrails(
  guardrails: readonly Guardrail[],
  baseline: Secondary,
  secondary: Secondary,
): string[] {
  return guardrails.flatMap((guardrail) => {
    const reason = broken(
      guardrail,
      reported(baseline, guardrail.metric),
      reported(secondary, guardrail.metric),
    );
    return reason === null ? [] : [`${guardrail.metric} ${reason}`];
  });
}

function broken(guardrail: Guardrail, from: number | null, value: number | null): string | null {
  if (value === null) return "was not reported";
  switch (guardrail.kind) {
    case "at-most":
      return value <= guardrail.value ? null : `is ${value}, allowed is at most ${guardrail.value}`;
    case "at-least":
      return value >= guardrail.value ? null : `is ${value}, allowed is at least ${guardrail.value}`;
    case "tolerance": {
      if (from === null) return "has no baseline to compare with";
      const within = Math.abs(value - from) <= Math.abs(from) * guardrail.fraction;
      return within
        ? null
        : `is ${value}, more than ${guardrail.fraction * 100} % away from the baseline's ${from}`;
    }
  }
}

function reported(metrics: Secondary, name: string): number | null {
  return new Map(Object.entries(metrics)).get(name) ?? null;
}
