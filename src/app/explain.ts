// One decision about one program, without queue and server: what `autoloop explain` needs. Everything that writes is
// taken out of what it looks through.

import { type ExecutorName, traits } from "../domain/executors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Executor } from "../ports/executor.ts";
import { dryRun } from "../reconcile/dry-run.ts";
import { type Explanation, explainNamed } from "../reconcile/explain.ts";
import { createCheckRunActions } from "../reconcile/read/check-run-actions.ts";
import { JournalReader } from "../reconcile/read/journal-reader.ts";
import { createMentions } from "../reconcile/read/mentions.ts";
import { createProgramIndex } from "../reconcile/read/program-index.ts";
import { isolate } from "./isolation.ts";
import { looking } from "./looking.ts";
import { executorOf } from "./loop.ts";
import type { Config } from "./settings/config.ts";

/** @returns a look; it resolves with `absent` where the app is not installed, or no such issue is */
export function composeExplain(
  config: Config,
  steady: Clock,
): (owner: string, name: string, issue: number) => Promise<Explanation | "absent"> {
  return async (owner, name, issue) => {
    const { isolation } = await isolate(config);
    const { parts, github, clock, log } = looking(config, isolation, steady);
    const executor = traits(config.executor).isHere
      ? elsewhere(config.executor)
      : await executorOf(config, null, github, clock, log);
    const ports = dryRun({ forge: github.forge, memory: github.memory, executor });
    const memory = {
      index: createProgramIndex(),
      mentions: createMentions(),
      checkRunActions: createCheckRunActions(),
      journals: new JournalReader(),
    };
    // Ids are for what is begun, and nothing is.
    return explainNamed({ ...parts, ...ports, ...memory, clock, newId: () => "none" }, owner, name, issue);
  };
}

/** Runs on a machine are the server's, whose folder no other process may look into. */
function elsewhere(name: ExecutorName): Executor {
  const nothing = async () => undefined;
  return {
    name,
    workerId: "none",
    look: async ({ workerId: holds }) => ({
      state: "unknown",
      doubt: { code: "other-worker", holds, asked: "none" },
    }),
    held: async () => [],
    onFinished: () => undefined,
    start: nothing,
    dispose: nothing,
  };
}
