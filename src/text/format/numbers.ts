// Numbers, times and durations as people read them. For display only: what a machine reads is never formatted here.

import type { Cost } from "../../domain/journal/iteration.ts";
import type { Confidence } from "../../domain/noise/pairs.ts";
import { percentChange } from "../../domain/program/metric.ts";
import type { Direction } from "../../domain/program/program.ts";

/** A metric: six significant digits (all digits of an integer), a real minus sign, an exponent only where it must be. */
export function formatMetric(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-6 || size >= 1e15)) {
    const [mantissa = "", exponent = ""] = value.toExponential(4).split("e");
    return minus(`${Number(mantissa)}e${exponent.replace("+", "")}`);
  }
  if (Number.isInteger(value)) return minus(String(value));
  return minus(String(Number(size >= 1e5 ? value.toFixed(1) : value.toPrecision(6))));
}

/** A difference with its sign: `+3`, `−12.4`, `±0`. */
export function formatDelta(delta: number): string {
  if (delta === 0) return "±0";
  return delta > 0 ? `+${formatMetric(delta)}` : formatMetric(delta);
}

/** Percentage with sign and one decimal (`−20.6%`); two significant digits below one per cent. */
export function formatPercent(percent: number): string {
  const size = Math.abs(percent);
  const digits = size === 0 || size >= 1 ? percent.toFixed(1) : String(Number(percent.toPrecision(2)));
  const text = minus(digits.replace(/\.0$/, ""));
  return percent > 0 ? `+${text}%` : `${text}%`;
}

/** `−156.8 (−20.6%)`: from one metric to another; without the percentage where none exists. */
export function formatChange(from: number, to: number): string {
  const percent = percentChange(from, to);
  const delta = formatDelta(to - from);
  return percent === null || percent === 0 ? delta : `${delta} (${formatPercent(percent)})`;
}

/** `−3.1% ± 0.8, 9 of 9 pairs`: the middle change in pairs, how far half of all lie from it, and how many were better. */
export function formatConfidence({ pairs, better, base, change, noise }: Confidence): string {
  const share = (part: number) => (part / Math.abs(base)) * 100;
  const by =
    base === 0
      ? `${formatDelta(change)} ± ${formatMetric(noise)}`
      : `${formatPercent(share(change))} ± ${formatPercent(share(noise)).replace(/^\+|%$/g, "")}`;
  return `${by}, ${better} of ${count(pairs, "pair")}`;
}

/** `lower is better`. */
export function formatDirection(direction: Direction): string {
  return `${direction} is better`;
}

/** `2026-05-17 13:23 UTC`, from ISO 8601 or milliseconds since the epoch; `—` for what is no time. */
export function formatTime(time: string | number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "—";
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `0.4 s`, `43 s`, `4 min 12 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [large, small, units] =
    whole < 3600
      ? [Math.floor(whole / 60), whole % 60, ["min", "s"]]
      : [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), ["h", "min"]];
  return small === 0 ? `${large} ${units[0]}` : `${large} ${units[0]} ${small} ${units[1]}`;
}

/** `0.12 USD, 14,300 tokens`; null where the agent reported neither. No `$`: GitHub reads a pair of them as mathematics. */
export function formatCost({ usd, input_tokens, output_tokens }: Cost): string | null {
  const tokens =
    input_tokens === null && output_tokens === null ? null : (input_tokens ?? 0) + (output_tokens ?? 0);
  const parts = [
    usd === null ? null : `${usd.toFixed(usd !== 0 && usd < 0.1 ? 3 : 2)} USD`,
    tokens === null ? null : `${tokens.toLocaleString("en-US")} tokens`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}

/** `1 iteration`, `2 iterations`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

function minus(text: string): string {
  return text.replace("-", "−");
}
