// Grammar of guardrails and gates in frontmatter. Reads values that YAML already turned into data; what they
// mean for a proposal is `domain/settings/guardrails.ts`.

import type { Gate, Guardrail } from "../../domain/settings/guardrails.ts";
import { METRIC_NAME } from "./metric-name.ts";

export const GUARDRAILS_ALLOWED =
  'a map of at most 20 metric names, each with a bound (`"<= 120"`, `">= 3"`) or one counted from the baseline (`"<= +5%"`, `">= -2%"`)';

export const GATES_ALLOWED =
  'at most 20 commands, as a list (`- npm test`) or as a map of name and command (`lint: npm run lint`); in front of a command that prints a count `soft <= 12:` or `soft <= baseline:` (`lint: "soft <= baseline: npm run -s count-warnings"`)';

/** Guardrails, and gates. */
export const MOST_RULES = 20;
/** Of one gate. */
export const GATE_CHARACTERS = 1_000;
const BOUND = /^(<=|>=)\s*([+-]?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?)$/i;
const CHANGE = /^(<=|>=)\s*([+-]\d{1,9}(?:\.\d{1,9})?)\s*%$/;
const SOFT = /^soft\s*(<=|>=)\s*(baseline|[+-]?\d{1,15}(?:\.\d{1,15})?)\s*:\s*(\S[\s\S]*)$/i;
/** What is meant to be soft, or to be a bound. A command of that name is not known. */
const MEANT_SOFT =
  /^\W*soft(?![\w./-])|^[\w(),-]{0,20}:?\s*(?:[<>]=?|[≤≥])\s*(?:baseline\b|[+-]?\d[\d.]*\s*%?\s*:\s)/i;
const TOLERANCE = /^(\d{1,9}(?:\.\d{1,9})?)\s*%$/;

/** Null where anything in the map is not a guardrail. */
export function parseGuardrails(value: unknown): readonly Guardrail[] | null {
  if (!(value instanceof Map) || value.size > MOST_RULES) return null;
  const guardrails: Guardrail[] = [];
  for (const [metric, rule] of value) {
    const guardrail = typeof metric === "string" && typeof rule === "string" ? parseRule(metric, rule) : null;
    if (guardrail === null) return null;
    guardrails.push(guardrail);
  }
  return guardrails;
}

function parseRule(metric: string, rule: string): Guardrail | null {
  if (!METRIC_NAME.test(metric)) return null;
  const [, operator, bound] = BOUND.exec(rule.trim()) ?? [];
  if (bound !== undefined) {
    // The journal's JSON knows no -0.
    const value = Number(bound) + 0;
    if (!Number.isFinite(value)) return null;
    return { metric, kind: operator === "<=" ? "at-most" : "at-least", value };
  }
  const [, side, change] = CHANGE.exec(rule.trim()) ?? [];
  if (change !== undefined) {
    const fraction = Number(change) / 100 + 0;
    return { metric, kind: side === "<=" ? "at-most-change" : "at-least-change", fraction };
  }
  const percent = TOLERANCE.exec(rule.trim())?.[1];
  return percent === undefined ? null : { metric, kind: "tolerance", fraction: Number(percent) / 100 };
}

/** A warning for each guardrail that refuses a gain as it refuses a loss; programs that have one go on as they are. */
export function guardrailsTwoSided(guardrails: readonly Guardrail[]): readonly string[] {
  return guardrails.flatMap((one) => {
    if (one.kind !== "tolerance") return [];
    const percent = `${Number((one.fraction * 100).toPrecision(12))}%`;
    return [
      `The guardrail \`${one.metric}: "${percent}"\` also refuses a change that makes \`${one.metric}\` better; write \`"<= +${percent}"\` where less is better, \`">= -${percent}"\` where more is.`,
    ];
  });
}

/** Null where anything is not a gate. A gate without a name is called by its command. */
export function parseGates(value: unknown): readonly Gate[] | null {
  if (!(value instanceof Map || Array.isArray(value))) return null;
  const pairs: readonly (readonly [unknown, unknown])[] =
    value instanceof Map ? [...value] : value.map((run: unknown) => [run, run] as const);
  if (pairs.length > MOST_RULES) return null;
  const gates: Gate[] = [];
  for (const [name, run] of pairs) {
    if (typeof name !== "string" || typeof run !== "string") return null;
    const gate = parseGate(run.trim());
    if (gate === null || run.length > GATE_CHARACTERS || run.includes("\0")) return null;
    const [line = ""] = (value instanceof Map ? name.trim() : gate.run).split("\n", 1);
    const shown = line.slice(0, 60);
    if (shown === "") return null;
    gates.push({ name: shown, ...gate });
  }
  return gates;
}

function parseGate(run: string): Omit<Gate, "name"> | null {
  const [, side, bound = "", command = ""] = SOFT.exec(run) ?? [];
  if (side === undefined) return run === "" || MEANT_SOFT.test(run) ? null : { run };
  const soft = {
    side: side === "<=" ? "at-most" : "at-least",
    // The journal's JSON knows no -0.
    bound: bound.toLowerCase() === "baseline" ? "baseline" : Number(bound) + 0,
  } as const;
  return { run: command, soft };
}
