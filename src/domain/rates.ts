// How much of the host an account may use, as token buckets: which there are, how much a request takes out of each, and
// the arithmetic. Times are milliseconds, moments are milliseconds since the epoch. Pure; holds no state.

import {
  HOST_LIMITS,
  MUTATIONS_AT_ONCE,
  OUR_SHARE,
  READ_POINTS,
  WRITE_POINTS,
  WRITES_AT_ONCE,
} from "./limits.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Of a minute's points these may be used at once; the rest comes evenly. */
const POINTS_AT_ONCE = 1 / 3;

/** The kinds of request that the host counts apart. */
export type RequestKind = "rest-read" | "rest-write" | "graphql-read" | "graphql-write";

/** Its hour is counted apart from that of all others. */
export function isGraphql(request: RequestKind): boolean {
  return request === "graphql-read" || request === "graphql-write";
}

/**
 * Holds at most `capacity` tokens and gets one back every `intervalMs`, so in any time span no more than `capacity`
 * and one for each interval leave it. Its state is one moment: when it will be full again.
 */
export interface Bucket {
  readonly name: string;
  readonly capacity: number;
  readonly intervalMs: number;
  /** Tokens that a request takes. */
  readonly costs: Readonly<Record<RequestKind, number>>;
  /** A request of several mutations takes as many times of these as it has mutations; absent: it takes them once. */
  readonly perMutation?: true;
}

/** Everything that bounds one account. */
export interface Rates {
  readonly buckets: readonly Bucket[];
  /** Requests under way at the same time. */
  readonly concurrent: number;
}

const KINDS: readonly RequestKind[] = ["rest-read", "rest-write", "graphql-read", "graphql-write"];
const NOTHING: Bucket["costs"] = { "rest-read": 0, "rest-write": 0, "graphql-read": 0, "graphql-write": 0 };
const WRITES: Bucket["costs"] = { ...NOTHING, "rest-write": 1, "graphql-write": 1 };
const REST: Bucket["costs"] = { ...NOTHING, "rest-read": READ_POINTS, "rest-write": WRITE_POINTS };
const GRAPHQL: Bucket["costs"] = { ...NOTHING, "graphql-read": READ_POINTS, "graphql-write": WRITE_POINTS };

/**
 * The rates of an account of GitHub (`HOST_LIMITS`). GitHub does not say which writes create content, so every one
 * counts as if it did.
 * @param writeIntervalMs least time between two writes; 0: the host has no limits, and only the number of requests at
 * the same time is kept
 * @param share of the account's limits, above 0 and at most 1, for one of several processes that cannot reach each
 * other
 */
export function ratesFor(writeIntervalMs: number, share = 1): Rates {
  const concurrent = Math.floor(HOST_LIMITS.concurrent * OUR_SHARE * share);
  if (writeIntervalMs === 0) return { buckets: [], concurrent };
  const perHour = HOST_LIMITS.contentPerHour * OUR_SHARE;
  const buckets: readonly Bucket[] = [
    { name: "pace", capacity: 1, intervalMs: writeIntervalMs, costs: WRITES },
    {
      name: "writes",
      capacity: WRITES_AT_ONCE,
      intervalMs: whole(HOUR_MS / (perHour - WRITES_AT_ONCE)),
      ...{ costs: WRITES, perMutation: true },
    },
    points("rest", HOST_LIMITS.restPointsPerMinute * OUR_SHARE, REST),
    points("graphql", HOST_LIMITS.graphqlPointsPerMinute * OUR_SHARE, GRAPHQL),
  ];
  return { buckets: buckets.map((bucket) => partOf(bucket, share)), concurrent };
}

/**
 * Tokens that a request takes out of the bucket.
 * @param mutations how many it has; 1 for whatever is no GraphQL document of several
 */
export function costOf({ costs, perMutation }: Bucket, request: RequestKind, mutations: number): number {
  return costs[request] * (perMutation === true ? mutations : 1);
}

/** Tokens that can be missing in it at most: what a document takes beyond all that it holds is owed. */
export function mostMissing(bucket: Bucket): number {
  if (bucket.perMutation !== true) return bucket.capacity;
  const dearest = Math.max(...KINDS.map((kind) => costOf(bucket, kind, MUTATIONS_AT_ONCE)));
  return Math.max(bucket.capacity, dearest);
}

/** When a bucket that is empty at `now` is full. */
export function fullAfterEmpty({ capacity, intervalMs }: Bucket, now: number): number {
  return now + capacity * intervalMs;
}

/**
 * Milliseconds until the bucket can give `cost` tokens; 0: it can now. More than it ever holds it gives when it is full. A
 * clock that was put back empties it at worst.
 */
export function waitFor(bucket: Bucket, fullAt: number, now: number, cost: number): number {
  if (cost === 0) return 0;
  const drawn = drawnUntil(bucket, fullAt, now, Math.min(cost, bucket.capacity));
  return Math.max(0, drawn - fullAfterEmpty(bucket, now));
}

/** When the bucket is full again after `cost` tokens more were taken out of it. */
export function drawnUntil(bucket: Bucket, fullAt: number, now: number, cost: number): number {
  const known = Math.min(Math.max(fullAt, now), now + mostMissing(bucket) * bucket.intervalMs);
  return known + cost * bucket.intervalMs;
}

function points(name: string, perMinute: number, costs: Bucket["costs"]): Bucket {
  const capacity = Math.floor(perMinute * POINTS_AT_ONCE);
  const intervalMs = whole(MINUTE_MS / (perMinute - capacity));
  return { name, capacity, intervalMs, costs, perMutation: true };
}

function partOf(bucket: Bucket, share: number): Bucket {
  const capacity = Math.max(1, Math.floor(bucket.capacity * share));
  return { ...bucket, capacity, intervalMs: whole(bucket.intervalMs / share) };
}

/** Sums of whole milliseconds are exact. */
function whole(ms: number): number {
  return Math.ceil(ms);
}
