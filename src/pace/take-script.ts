// What Redis does when a request asks for its share: one script, so that no two processes can take the same token. The
// arithmetic is that of `domain/rates.ts`, told in Lua. Keeps nothing but budgets.

/** Longer than any request runs, so that what a process took along into its death comes back. */
const LEASE_MS = 60_000;
/** A process that did not ask for that long does not want anything at present. */
const ASKING_MS = 2 * 60_000;
/** Nobody's bucket takes that long to fill; what was not asked for since need not be kept. */
const KEPT_MS = 24 * 60 * 60_000;

/**
 * KEYS: the account's buckets (a hash: when each is full again, and what is paused), its requests under way (a sorted set by
 * when they are given up for lost), the processes that asked of late, and since when there are budgets here at all: an
 * empty Redis may have lost what was spent, so an account without buckets has those that were empty then.
 *
 * ARGV: now in milliseconds (empty: by Redis's own clock), the request's id, that of the process, how many may be under
 * way, where pauses of this kind of request are kept, then for each bucket its
 * name, capacity, interval, what the request costs, what is owed from before and how much can be missing in it at most.
 *
 * Returns `{granted, paused, wait, every}` in whole milliseconds.
 */
export const TAKE = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local since = redis.call('GET', KEYS[4])
if not since then
  since = now
  redis.call('SET', KEYS[4], now)
end
local function full(n)
  local capacity, interval = tonumber(ARGV[n + 1]), tonumber(ARGV[n + 2])
  local at = redis.call('HGET', KEYS[1], ARGV[n]) or since + capacity * interval
  return math.min(math.max(at, now) + ARGV[n + 4] * interval, now + ARGV[n + 5] * interval)
end
local fulls = {}
for n = 6, #ARGV, 6 do
  fulls[n] = full(n)
  redis.call('HSET', KEYS[1], ARGV[n], fulls[n])
end
redis.call('PEXPIRE', KEYS[1], ${KEPT_MS})
local paused = math.max(redis.call('HGET', KEYS[1], 'paused') or 0, redis.call('HGET', KEYS[1], ARGV[5]) or 0) - now
if paused > 0 then return {0, 1, paused, 0} end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) then return {0, 0, 250, 0} end
local wait, every = 0, 0
for n = 6, #ARGV, 6 do
  local cost, interval = tonumber(ARGV[n + 3]), tonumber(ARGV[n + 2])
  local missing = fulls[n] + math.min(cost, tonumber(ARGV[n + 1])) * interval - (now + ARGV[n + 1] * interval)
  if cost > 0 and missing > 0 then
    wait = math.max(wait, missing)
    every = math.max(every, cost * interval)
  end
end
if wait > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
  redis.call('ZADD', KEYS[3], now + ${ASKING_MS}, ARGV[3])
  redis.call('PEXPIRE', KEYS[3], ${ASKING_MS})
  return {0, 0, wait, every * redis.call('ZCARD', KEYS[3])}
end
for n = 6, #ARGV, 6 do
  redis.call('HSET', KEYS[1], ARGV[n], fulls[n] + ARGV[n + 3] * ARGV[n + 2])
end
redis.call('ZADD', KEYS[2], now + ${LEASE_MS}, ARGV[2])
redis.call('PEXPIRE', KEYS[2], ${LEASE_MS})
return {1, 0, 0, 0}
`;

/** KEYS: the account's buckets. ARGV: now as above, for how many milliseconds nothing is to be granted, and of what. */
export const PAUSE = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local known = tonumber(redis.call('HGET', KEYS[1], ARGV[3]) or 0)
redis.call('HSET', KEYS[1], ARGV[3], math.max(known, now + ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ${KEPT_MS})
return 1
`;
