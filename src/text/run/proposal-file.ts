// What the machine on which an agent ran hands to the machine that measures. The agent could have written every byte
// of it: a reader takes it for a stranger's until the files in it were checked against Target.

import { z } from "zod";
import type { Answer, Cost, ProposedFile } from "../../domain/journal/iteration.ts";
import { address, answer, cost, decodeDocument, files, left, seconds, text } from "./run-parts.ts";

interface Common {
  readonly v: 1;
  /** The nonce of the dispatch that this answers. */
  readonly nonce: string;
  /** Commit on which the files stand. */
  readonly base: string;
  readonly answer: Answer | null;
  readonly cost: Cost;
  /** Wall time so far, and of it the agent's. */
  readonly seconds: { readonly total: number; readonly agent: number };
}

/** Files to be measured (none: the base itself), or why there is nothing to measure. */
export type ProposalOutcome =
  | {
      readonly outcome: "proposed";
      readonly files: readonly ProposedFile[];
      /** Paths that tools left behind, which are no part of the files. */
      readonly left?: readonly string[];
      /** What ended the agent before it was done. */
      readonly problem?: string;
    }
  | {
      readonly outcome: "empty" | "refused" | "failed";
      readonly problem: string;
      /** What the agent printed last, where it failed. */
      readonly output?: string;
    };

export type Proposal = Common & ProposalOutcome;

const common = {
  ...address,
  answer: answer.nullable(),
  cost,
  seconds: z.strictObject({ total: seconds, agent: seconds }),
};

const proposal = z.discriminatedUnion("outcome", [
  z.strictObject({
    ...common,
    outcome: z.literal("proposed"),
    files,
    left: left.exactOptional(),
    problem: text.exactOptional(),
  }),
  z.strictObject({
    ...common,
    outcome: z.enum(["empty", "refused", "failed"]),
    problem: text,
    output: text.exactOptional(),
  }),
]) satisfies z.ZodType<Proposal>;

/** @throws Terminal when it is too long, no JSON, of another version, or not exactly of this shape */
export function decodeProposal(source: string): Proposal {
  return decodeDocument("proposal", source, proposal);
}
