import { describe, expect, it } from "vitest";
import { redisSecrets } from "../../../src/app/settings/redis-url.ts";
import { scrubber } from "../../../src/text/format/scrub.ts";

describe(redisSecrets, () => {
  it("keeps the password out of a log, alone, in its URL, and as it is written there", () => {
    const url = "rediss://app:hunter2%40hunter2@redis.example.com:6380/1";
    const scrub = scrubber(redisSecrets(url));
    const shown = scrub(`${url} hunter2%40hunter2 hunter2@hunter2 redis.example.com`);
    expect(shown).toBe("[redacted] [redacted] [redacted] redis.example.com");
  });

  it.each([null, "redis://127.0.0.1:6379"])("finds nothing secret in %s", (url) => {
    expect(redisSecrets(url)).toEqual([]);
  });

  it("takes a password that is no valid encoding as it stands", () => {
    expect(redisSecrets("redis://app:100%25%zz@h")).toContain("100%25%zz");
  });
});
