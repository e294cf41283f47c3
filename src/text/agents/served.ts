// The answer of a model's server that an agent quotes as JSON in its own words. Whatever else it quotes stays unread.

import { z } from "zod";
import type { AgentFailure } from "./agent-row.ts";
import { linesOf } from "./usage.ts";

const refusal = z.object({ error: z.object({ code: z.int(), message: z.string() }) });

/** Null where it quotes none. */
export function served(words: string): AgentFailure | null {
  const json = words.slice(words.indexOf("{"), words.lastIndexOf("}") + 1);
  const [told] = linesOf(json.replaceAll("\n", " "), refusal);
  return told === undefined ? null : { status: told.error.code, said: told.error.message, limit: null };
}
