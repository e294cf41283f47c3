// A search along one constant: from what was measured there, the value to try next. Arithmetic only.

/** What was measured for one constant while all others stood as they stand now. Lower cost is better. */
export interface LineSearch {
  readonly value: number;
  readonly cost: number;
  readonly whole: boolean;
  /** Other values and their costs; `Infinity` where the value was no good for another reason. */
  readonly tried: ReadonlyMap<number, number>;
  /** The last accepted move of this constant, wherever the others stood. */
  readonly lastMove: { readonly from: number; readonly to: number } | null;
  /** Every change of this constant left nothing measured. */
  readonly onlyBroke: boolean;
  /** Values and costs of this constant where the others stood elsewhere, newest setting first: its shape is much the same there. */
  readonly elsewhere: readonly ReadonlyMap<number, number>[];
}

/** Kinds of trial, the most promising first. */
export const KINDS = ["expand", "interpolate", "flip", "explore", "refine", "doubt"] as const;

export interface Trial {
  readonly value: number;
  readonly kind: (typeof KINDS)[number];
}

/** Factor of a first step, in logarithms for positive values. */
const FIRST_STEP = Math.log(1.5);
const GROWTH = 1.6;
/** A step by a known curve goes at most this many first steps far. */
const LONGEST_STEP = 2;
/** A predicted gain below this part of the cost is fine tuning. */
const WORTH = 0.008;
/** Values closer than this part are the same value. */
const RESOLUTION = 0.002;

/**
 * @param up which way to go where nothing is known
 * @returns null when nothing is left to try
 */
export function nextTrial(line: LineSearch, up: boolean): Trial | null {
  const trial = search(line, up);
  // A constant that so far only broke things is most likely not there to be tuned.
  return trial !== null && line.onlyBroke ? { ...trial, kind: "doubt" } : trial;
}

function search(line: LineSearch, up: boolean): Trial | null {
  const scale = scaleFor(line);
  const values = [...line.tried.keys()];
  const left = Math.max(...values.filter((value) => value < line.value));
  const right = Math.min(...values.filter((value) => value > line.value));
  if (Number.isFinite(left) && Number.isFinite(right)) return between(line, left, right, scale);
  if (Number.isFinite(left) || Number.isFinite(right)) {
    return beyond(line, Number.isFinite(left) ? left : right, scale);
  }
  const moved = line.lastMove ? scale.to(line.lastMove.to) - scale.to(line.lastMove.from) : 0;
  const size = moved === 0 ? scale.first : Math.abs(moved) / 2;
  const direction = moved === 0 ? (up ? 1 : -1) : Math.sign(moved);
  return fresh(line, scale.from(scale.to(line.value) + direction * size), "explore");
}

/** With a worse neighbour on one side only: by the curve known from elsewhere, or further away from it. */
function beyond(line: LineSearch, neighbour: number, scale: Scale): Trial | null {
  const [a, b] = [scale.to(neighbour), scale.to(line.value)];
  const cost = line.tried.get(neighbour) ?? Infinity;
  const curvature = curvatureOf(line, scale);
  if (curvature !== null && Number.isFinite(cost)) {
    const slope = (line.cost - cost) / (b - a) + (curvature * (b - a)) / 2;
    const way =
      Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, -slope / curvature / scale.first)) * scale.first;
    const gain = (slope * slope) / (2 * curvature);
    const trial = fresh(line, scale.from(b + way), worthwhile(gain, line) ? "interpolate" : "refine");
    if (trial !== null) return trial;
  }
  const improved = line.lastMove?.from === neighbour && line.lastMove.to === line.value;
  const target = b + (b - a) * (improved ? GROWTH : 1);
  return fresh(line, scale.from(target), curvature !== null ? "refine" : improved ? "expand" : "flip");
}

/** Second derivative at the lowest three finite neighbours, here or else where last known; null where none tells of a minimum. */
function curvatureOf(line: LineSearch, scale: Scale): number | null {
  const here = new Map(line.tried).set(line.value, line.cost);
  for (const costs of [here, ...line.elsewhere]) {
    const finite = [...costs].filter(([, cost]) => Number.isFinite(cost)).toSorted(([x], [y]) => x - y);
    const lowest = finite.reduce(
      (at, [, cost], index) => (cost < (finite[at]?.[1] ?? Infinity) ? index : at),
      0,
    );
    const start = Math.max(0, Math.min(lowest - 1, finite.length - 3));
    const [p, q, r] = finite.slice(start, start + 3).map(([x, cost]): Point => [scale.to(x), cost]);
    if (!p || !q || !r) continue;
    const bend = (2 * ((r[1] - q[1]) / (r[0] - q[0]) - (q[1] - p[1]) / (q[0] - p[0]))) / (r[0] - p[0]);
    if (bend > 0) return bend;
  }
  return null;
}

function worthwhile(gain: number, line: LineSearch): boolean {
  return gain > WORTH * Math.abs(line.cost);
}

/** Between two worse neighbours: the vertex of the parabola through all three, or the middle of the wider side. */
function between(line: LineSearch, left: number, right: number, scale: Scale): Trial | null {
  const [a, b, c] = [scale.to(left), scale.to(line.value), scale.to(right)];
  const [fa, fc] = [line.tried.get(left) ?? Infinity, line.tried.get(right) ?? Infinity];
  if (Number.isFinite(fa) && Number.isFinite(fc)) {
    const [p, q] = [(b - a) * (line.cost - fc), (b - c) * (line.cost - fa)];
    if (p !== q) {
      const vertex = b - ((b - a) * p - (b - c) * q) / (2 * (p - q));
      const gain = gainAt(vertex, [a, fa], [b, line.cost], [c, fc]);
      const trial = fresh(line, scale.from(vertex), worthwhile(gain, line) ? "interpolate" : "refine");
      if (trial !== null && trial.value > left && trial.value < right) return trial;
    }
  }
  const middle = b - a > c - b ? (a + b) / 2 : (b + c) / 2;
  const trial = fresh(line, scale.from(middle), Number.isFinite(fa + fc) ? "refine" : "flip");
  return trial !== null && trial.value > left && trial.value < right ? trial : null;
}

type Point = readonly [number, number];

/** How far the parabola through three points lies below the middle one at `u`. */
function gainAt(u: number, [a, fa]: Point, [b, fb]: Point, [c, fc]: Point): number {
  const at =
    (fa * (u - b) * (u - c)) / ((a - b) * (a - c)) +
    (fb * (u - a) * (u - c)) / ((b - a) * (b - c)) +
    (fc * (u - a) * (u - b)) / ((c - a) * (c - b));
  return fb - at;
}

/** The value as it would be written, if that is a new one. */
function fresh(line: LineSearch, wanted: number, kind: Trial["kind"]): Trial | null {
  let value = line.whole ? Math.round(wanted) : Number(wanted.toPrecision(4));
  if (line.whole && value === line.value) value += Math.sign(wanted - line.value);
  const known = [line.value, ...line.tried.keys()];
  const near = (other: number) => Math.abs(other - value) <= (line.whole ? 0 : Math.abs(other) * RESOLUTION);
  return Number.isFinite(value) && !known.some(near) ? { value, kind } : null;
}

interface Scale {
  readonly to: (value: number) => number;
  readonly from: (value: number) => number;
  /** Length of a first step. */
  readonly first: number;
}

/** Positive constants are searched by factors, others by differences. */
function scaleFor({ value, tried, elsewhere }: LineSearch): Scale {
  const values = [value, ...tried.keys(), ...elsewhere.flatMap((costs) => [...costs.keys()])];
  if (values.every((one) => one > 0)) return { to: Math.log, from: Math.exp, first: FIRST_STEP };
  const same = (one: number) => one;
  return { to: same, from: same, first: Math.abs(value) / 2 || 1 };
}
