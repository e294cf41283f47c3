// The part of the fold that is about reports: what is kept of one, and of the proposal that it is about. Pure.

import { ATTEMPTS_KEPT } from "../limits.ts";
import type { NewEvent } from "./event.ts";
import type { ReportFacts } from "./iteration.ts";
import type { InFlight, ProgramState } from "./state.ts";

export type ReportEvent = Extract<NewEvent, { readonly type: "iteration.report" }>;

/** What is kept of a report, without what is of its line. */
export function factsOf(event: ReportEvent): ReportFacts {
  const { measurement, gates, paths, answer, cost, seconds, patch } = event;
  return {
    ...{ measurement, gates, paths, answer, cost, seconds },
    ...evidenceOf(event),
    ...(patch === undefined ? {} : { patch }),
  };
}

type Evidence = Pick<ReportFacts, "secondary" | "output" | "workflow_run">;

/** What shows how an iteration ended, besides words; no key for what is not there. */
export function evidenceOf({ secondary, output, workflow_run }: Evidence): Evidence {
  return {
    ...(secondary === undefined ? {} : { secondary }),
    ...(output === undefined ? {} : { output }),
    ...(workflow_run === undefined ? {} : { workflow_run }),
  };
}

/** The proposals of which there is a patch, with that of a report; no key where there is none at all. */
export function attemptsWith(
  { attempts = [] }: Pick<ProgramState, "attempts">,
  { iteration, patch }: ReportEvent,
  { attempt }: InFlight,
): Pick<ProgramState, "attempts"> {
  if (patch === undefined) return attempts.length === 0 ? {} : { attempts };
  return { attempts: [...attempts, { iteration, attempt, ...patch }].slice(-ATTEMPTS_KEPT) };
}
