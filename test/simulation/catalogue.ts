// The faults that the app has to live with, and in which states of a program each can meet it. Those that a world
// without network and child processes cannot express, or cannot tell from another, name the tests that do.

import { LIFECYCLE, type Lifecycle } from "./lifecycle.ts";

export interface CatalogueEntry {
  readonly id: string;
  readonly says: string;
  /** States in which it can meet a program here; none: not here at all. */
  readonly states: readonly Lifecycle[];
  /** Which other tests have it, and why they are the only ones where it is not here. */
  readonly elsewhere: string;
  /** At the app's ports it looks like these faults, which are here. */
  readonly looksLike?: string;
}

const RUNNING = ["running"] as const;
const BEHIND_A_COMMIT = ["idle", "running", "judging", "repairing", "paused", "ended"] as const;
const ADOPTED = LIFECYCLE.filter((state) => state !== "new");

function here(
  id: string,
  says: string,
  states: readonly Lifecycle[] = LIFECYCLE,
  elsewhere = "",
): CatalogueEntry {
  return { id, says, states, elsewhere };
}

function alike(id: string, says: string, looksLike: string, elsewhere: string): CatalogueEntry {
  return { id, says, states: [], looksLike, elsewhere };
}

function there(id: string, says: string, elsewhere: string): CatalogueEntry {
  return { id, says, states: [], elsewhere };
}

export const FAULTS: readonly CatalogueEntry[] = [
  here("F1", "a call fails"),
  here("F2", "a write takes effect, its answer is lost", LIFECYCLE),
  here("F3", "a write fails and takes effect 30 s later", LIFECYCLE),
  here("F4", "a listing does not show a new issue yet", ADOPTED, "test/reconcile/file-programs.test.ts"),
  here("F5", "a pull request is made and the answer is an error", ["idle"], "crash sweep"),
  here("F6", "a ref has moved before the write", LIFECYCLE),
  here("F7", "GitHub refuses all writes for two minutes", LIFECYCLE, "test/pace/rate-limiter.test.ts"),
  here("F8", "GitHub refuses everything for 40 minutes", ADOPTED, "test/pace/rate-limiter.test.ts"),
  here("F9", "the token is not accepted for some seconds", ADOPTED, "test/github/http/map-error.test.ts"),
  here("F10", "the app is suspended for an hour", ADOPTED),
  here("F11", "a list is cut short or changes between its pages", ADOPTED),
  alike("F12", "an answer is no JSON, empty or huge", "F1", "test/github/forge.test.ts"),
  here("F13", "calls hang for up to a minute", LIFECYCLE),
  alike("F14", "GraphQL answers with errors", "F1 or F10", "test/github/http/map-error.test.ts"),
  here("F15", "the issue is locked", ADOPTED, "test/reconcile/crowded-issue.test.ts"),
  here("F16", "somebody's copy of a comment or pull request is there", ADOPTED),
  here("F17", "an order is answered without the run's id", ["running"], "test/executors/actions.test.ts"),
  here("F18", "webhooks are lost", ADOPTED),
  here("F19", "webhooks come three times", ADOPTED),
  here("F20", "webhooks come ten minutes late, in any order", ADOPTED),
  here("F21", "webhooks of long ago come again, also under another event's name", ADOPTED, "test/app"),
  here("F22", "webhooks are malformed", ADOPTED, "test/app"),
  here("F23", "the process dies before or after a call", LIFECYCLE, "test/crash-sweep"),
  here("F24", "the process is stopped and another started", ADOPTED, "test/e2e/crash.test.ts"),
  here("F25", "the process stands still for 35 s", ADOPTED),
  here("F26", "the clocks are seconds to 30 days ahead of GitHub's or behind it, and are set", ADOPTED),
  here("F27", "two processes run side by side", ADOPTED),
  here("F28", "an order to the executor fails", ["idle", "running", "repairing"]),
  here("F29", "the shared queue is not to be reached", ADOPTED, "test/e2e/replicas.test.ts"),
  here("F30", "the shared queue forgets everything", ADOPTED, "test/e2e/replicas.test.ts"),
  here("F31", "the shared queue loses a lock: two run a key at once", ADOPTED, "test/e2e/replicas.test.ts"),
  here("F32", "a job comes again", ADOPTED, "test/queue"),
  here("F33", "somebody commits between a look and a write", ADOPTED),
  here("F34", "the memory branch is put back, cut short or deleted", ADOPTED),
  here("F35", "the state file is broken", ADOPTED),
  here("F36", "somebody pushes to the program's branch, by force too, or deletes it", BEHIND_A_COMMIT),
  here("F37", "the default branch moves, also against the program", ADOPTED),
  here("F38", "the pull request is merged, closed, made ready or retargeted", BEHIND_A_COMMIT),
  here("F39", "a run is lost, never ends, or ends late", RUNNING, "test/executors"),
  here("F40", "a result is missing, foreign or broken", RUNNING, "test/executors"),
  here("F41", "CI is silent, late, of the wrong app, or changes its mind", ["running", "idle"]),
  there("F42", "a child process misbehaves", "test/runner: no port of the app sees a child process"),
  here("F43", "label, issue or text change, or a pause comes", LIFECYCLE),
  here("F44", "GitHub refuses one kind of write for hours", ADOPTED, "test/reconcile/refusals.test.ts"),
  here("F45", "a rule forbids the program's branch or the memory branch", ADOPTED, "test/contract"),
  here(
    "F46",
    "a write is answered without what it made, and made nothing",
    LIFECYCLE,
    "test/github/forge.test.ts",
  ),
  here("F47", "the app is refused the rules of the branch", ADOPTED, "test/github/read"),
  here("F48", "the repository is archived, or its issues are off", ADOPTED, "test/reconcile"),
  here("F49", "the app is refused the list of its repositories", ADOPTED, "test/reconcile/repository"),
  here("F50", "somebody wants the app's own check again", ["idle", "running", "paused"], "test/plan/show"),
  here("F51", "a document of several writes is broken off in its middle", ["idle"], "test/crash-sweep"),
];
