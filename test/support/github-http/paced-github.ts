// A fake GitHub behind the real limiter and in front of a host that counts: what the app's calls cost and how long they
// wait. Each call of a port is one request here, a new pull request two.

import { Retryable } from "../../../src/domain/errors.ts";
import type { RequestKind } from "../../../src/domain/rates.ts";
import { programKeyText } from "../../../src/domain/repository/program-key.ts";
import type { ProgramKey } from "../../../src/domain/repository/view.ts";
import { RateLimiter } from "../../../src/pace/rate-limiter.ts";
import type { Budget } from "../../../src/ports/budget.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Forge } from "../../../src/ports/forge/forge.ts";
import type { MemoryStore } from "../../../src/ports/memory-store.ts";
import type { FakeGithub } from "../github/fake-github.ts";
import type { StrictHost } from "./strict-host.ts";

const READS: ReadonlySet<string | symbol> = new Set<keyof Forge>([
  ...(["repositories", "programIssues", "recentComments", "look", "thread", "lookAtRepository"] as const),
  ...(["find", "access", "readiness", "openPulls", "lastAuthor", "readText", "requiredChecks"] as const),
  ...(["failures", "checksAt", "standing", "filesAt"] as const),
]);

type Call = (where: ProgramKey, ...rest: readonly unknown[]) => Promise<unknown>;

/** The ports of one process. */
export function pacedGithub(github: FakeGithub, host: StrictHost, clock: Clock, budget: Budget) {
  const limiter = new RateLimiter(clock, budget, "1");
  const send = async <T>(kind: RequestKind, body: () => Promise<T>): Promise<T> => {
    const refused = await host.take(kind);
    if (refused !== null) throw new Retryable("limit", limiter.limited("secondary", refused.retryAfterMs));
    return await body();
  };
  const write = <T>(where: ProgramKey, body: () => Promise<T>, goesOn = false) =>
    limiter.write({ flow: programKeyText(where), continues: goesOn }, "rest", () => send("rest-write", body));
  const forge = new Proxy<Forge>(github.forge, {
    get: (target, name) => {
      const call: Call = Reflect.get(target, name).bind(target);
      if (READS.has(name))
        return (...args: Parameters<Call>) =>
          limiter.read("rest", () => send("rest-read", () => call(...args)));
      return async (...args: Parameters<Call>) => {
        if (name === "openPull") await write(args[0], async () => undefined);
        return await write(args[0], () => call(...args), name === "openPull");
      };
    },
  });
  const memory: MemoryStore = {
    read: (repository, files) => github.memory.read(repository, files),
    commit: (repository, request) =>
      write({ issue: 0, ...repository }, () => github.memory.commit(repository, request)),
  };
  return { forge, memory };
}
