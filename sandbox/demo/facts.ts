// What the demo claims, each fact read back from GitHub's API, and whether they add up to "it works".

import { Terminal } from "../../src/domain/errors.ts";
import type { JournalEvent } from "../../src/domain/journal/event.ts";
import { canonicalBranch, LABEL } from "../../src/domain/program/names.ts";
import { hasStatusMarker, iterationOf } from "../../src/text/format/markers.ts";
import { decodeEvents, verifyJournal } from "../../src/text/journal/journal.ts";
import type { CommentSeen, Reading } from "./reading.ts";

/** Names as `--json` prints them. Metrics in the program's units. */
export interface Facts {
  /** Open issues that are a program, running or completed. */
  readonly issues: number;
  readonly status_comments: number;
  readonly iterations_ended: number;
  readonly iteration_comments: number;
  /** Branches `autoloop/…`, whatever follows. */
  readonly branches: number;
  /** Open pull requests with such a head that are drafts. */
  readonly pull_requests_open: number;
  readonly baseline: number | null;
  readonly best: number | null;
  readonly direction: "higher" | "lower" | null;
  /** What the agent said of the change that is the best; empty where it said nothing. */
  readonly change: string;
  readonly steering_honoured: boolean;
  readonly journal_verified: boolean;
  /** Requests of the app to the local GitHub, conditional ones included. */
  readonly requests: number;
  readonly seconds: number;
}

/** Which comment steered, and the one constant that the next change had to touch. */
export interface Steered {
  readonly comment: number;
  readonly constant: string;
}

export async function readFacts(
  reading: Reading,
  program: { readonly name: string; readonly issue: number; readonly self: string },
  steered: Steered | null,
  cost: { readonly requests: number; readonly seconds: number },
): Promise<Facts> {
  const [issues, comments, branches, pulls, segments] = await Promise.all([
    reading.issues(),
    reading.comments(program.issue),
    reading.branches(),
    reading.pulls(),
    reading.journal(program.name),
  ]);
  const own = comments.filter(({ user }) => user.login === program.self);
  const events = segments.flatMap(({ text }) => decodeEvents(text));
  const accepted = events.filter((event) => event.type === "iteration.accept");
  const defined = events.find((event) => event.type === "program.defined");
  const programs: readonly string[] = [LABEL.program, LABEL.completed];
  return {
    issues: issues.filter(({ labels }) => labels.some(({ name }) => programs.includes(name))).length,
    status_comments: own.filter(({ body }) => hasStatusMarker(body)).length,
    iterations_ended: events.filter(({ type }) => /^iteration\.(accept|reject|error)$/.test(type)).length,
    iteration_comments: own.filter(({ body }) => iterationOf(body)?.program === program.name).length,
    branches: branches.filter((name) => name.startsWith(canonicalBranch(""))).length,
    pull_requests_open: pulls.filter(({ head, draft }) => head.ref.startsWith(canonicalBranch("")) && draft)
      .length,
    baseline: accepted[0]?.metric ?? null,
    best: accepted.at(-1)?.metric ?? null,
    direction: defined?.definition.direction ?? null,
    change: changeOf(events, accepted.at(-1)?.iteration ?? 0),
    steering_honoured:
      steered !== null &&
      honoured(events, own, steered) &&
      (await reading.eyes(steered.comment)).includes(program.self),
    journal_verified: verifies(program.name, segments),
    ...cost,
  };
}

/** The first iteration that began with the comment changed only what it named, and its comment says who steered. */
function honoured(events: readonly JournalEvent[], own: readonly CommentSeen[], steered: Steered): boolean {
  const start = events.find(
    (event) =>
      event.type === "iteration.start" && event.steering.some(({ comment }) => comment === steered.comment),
  );
  if (start?.type !== "iteration.start") return false;
  const told = own.find(({ body }) => iterationOf(body)?.number === start.iteration)?.body ?? "";
  return changeOf(events, start.iteration).includes(steered.constant) && /steered by/i.test(told);
}

function changeOf(events: readonly JournalEvent[], iteration: number): string {
  const report = events.find((event) => event.type === "iteration.report" && event.iteration === iteration);
  return report?.type === "iteration.report" ? (report.answer?.change ?? "") : "";
}

function verifies(program: string, segments: Parameters<typeof verifyJournal>[1]): boolean {
  try {
    return verifyJournal(program, segments).events > 0;
  } catch (error) {
    // The one thing that the journal says of itself; anything else is a defect of the demo.
    if (error instanceof Terminal) return false;
    throw error;
  }
}

/** What a demo is to come to. */
export interface Wanted {
  /** After the baseline, at least. */
  readonly iterations: number;
  /** What the agent says of the best change; null: whatever it says. */
  readonly change: string | null;
  readonly best: number | null;
  /** A comment steers it. */
  readonly steering: boolean;
}

/** What is not as it has to be, in words; empty when everything is. */
export function shortcomings(facts: Facts, wanted: Wanted): readonly string[] {
  const better =
    facts.best !== null &&
    facts.baseline !== null &&
    (facts.direction === "higher" ? facts.best > facts.baseline : facts.best < facts.baseline);
  const checks: readonly (readonly [boolean, string])[] = [
    [facts.issues === 1, `one open program issue, not ${facts.issues}`],
    [facts.status_comments === 1, `one status comment, not ${facts.status_comments}`],
    [
      // The baseline is an ended iteration too.
      facts.iterations_ended > wanted.iterations,
      `the baseline and at least ${wanted.iterations} iterations, not ${facts.iterations_ended} in all`,
    ],
    [
      facts.iteration_comments === facts.iterations_ended,
      `one comment per ended iteration, not ${facts.iteration_comments} for ${facts.iterations_ended}`,
    ],
    [facts.branches === 1, `one branch, not ${facts.branches}`],
    [facts.pull_requests_open === 1, `one open draft pull request, not ${facts.pull_requests_open}`],
    [better, `a best metric better than the baseline, not ${facts.best} against ${facts.baseline}`],
    [wanted.best === null || facts.best === wanted.best, `the best metric ${wanted.best}, not ${facts.best}`],
    [
      wanted.change === null || facts.change === wanted.change,
      `a change that says "${wanted.change}", not "${facts.change}"`,
    ],
    [!wanted.steering || facts.steering_honoured, "the steering comment read, acknowledged and followed"],
    [facts.journal_verified, "a journal that verifies"],
  ];
  return checks.filter(([holds]) => !holds).map(([, what]) => what);
}
