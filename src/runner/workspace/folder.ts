// Where things lie inside the folder of one run. Nothing here is made from outside text.

import { join } from "node:path";
import { RUN_FILES } from "../../text/run/run-request.ts";

/** Paths of everything the runner reads or writes. */
export function placesIn(folder: string) {
  const agent = join(folder, "agent");
  const exchange = join(agent, "exchange");
  return {
    request: join(folder, RUN_FILES.request),
    base: join(folder, RUN_FILES.base),
    /** Where the base is a store of git's objects. */
    objects: join(folder, RUN_FILES.base, "objects"),
    claim: join(folder, RUN_FILES.claim),
    report: join(folder, RUN_FILES.report),
    spent: join(folder, RUN_FILES.spent),
    folder,
    /** The agent's checkout. */
    workspace: join(folder, "workspace"),
    /** Everything that an agent may write beside its checkout. */
    agent,
    agentHome: join(agent, "home"),
    agentTmp: join(agent, "tmp"),
    /** Prompt and context in, answer out. */
    exchange,
    prompt: join(exchange, "prompt.md"),
    context: join(exchange, "context.json"),
    answer: join(exchange, "answer.json"),
    /** The second, clean checkout. */
    checkout: join(folder, "checkout"),
    /** Everything that an evaluation may write beside its checkout. */
    evaluation: join(folder, "evaluation"),
    evaluationHome: join(folder, "evaluation", "home"),
    evaluationTmp: join(folder, "evaluation", "tmp"),
    /** What takes turns with these two and is not in place. */
    aside: join(folder, "aside"),
    script: join(folder, "evaluation", "evaluate.sh"),
  } as const;
}

export type Places = ReturnType<typeof placesIn>;
