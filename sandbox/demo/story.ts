// What happens in the demo: a maintainer opens a program issue, watches, steers once in the middle, and reads the
// result. Everything the person does goes through GitHub's API; what the app does is only watched.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LABEL, memoryPath, slug } from "../../src/domain/program/names.ts";
import { hasStatusMarker, iterationOf } from "../../src/text/format/markers.ts";
import { decodeEvents } from "../../src/text/journal/journal.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Steered } from "./facts.ts";
import type { CommentSeen, PullSeen, Reading } from "./reading.ts";

/** The app's login in the sandbox. */
export const SELF = "autoloop[bot]";
/** What the issue asks for, and how long that may take. */
export interface Wish {
  /** After the baseline. */
  readonly iterations: number;
  /** Null: the one that the repository names. */
  readonly agent: string | null;
  readonly deadlineMs: number;
}

/** The iteration after whose end the maintainer steers. */
const STEER_AFTER = 4;
/** What the maintainer says, and the constant it is about. */
const STEERING = {
  text: "Leave `DEPTH_CM` alone for now and work on `WIDTH_CM`, please.",
  constant: "WIDTH_CM",
};
const TITLE = "Least cardboard for one litre";
const POLL_MS = 150;

/** An iteration as it is shown while it goes on. */
export interface IterationLine {
  readonly number: number;
  readonly kind: string;
  readonly verdict: "accepted" | "rejected" | "error";
  readonly metric: number | null;
  /** Against the best before; null for the baseline and where nothing was measured. */
  readonly delta: number | null;
  readonly change: string;
}

export interface Result {
  readonly name: string;
  readonly issue: number;
  readonly steered: Steered | null;
  readonly status: CommentSeen | null;
  readonly pull: PullSeen | null;
  /** Where the journal is: branch and path. */
  readonly journal: string;
}

export interface Telling {
  iteration(line: IterationLine): void;
  said(text: string): void;
}

/**
 * Plays the story to its end.
 * @throws when the program has not ended by `deadlineMs`
 */
export async function play(
  sandbox: Sandbox,
  reading: Reading,
  folder: string,
  telling: Telling,
  { iterations, agent, deadlineMs }: Wish,
): Promise<Result> {
  const issue = await openIssue(
    sandbox,
    folder,
    `max-iterations: ${iterations}\n${agent === null ? "" : `agent: ${agent}\n`}`,
  );
  telling.said(`issue #${issue} opened by maintainer, labelled ${LABEL.program}`);
  const name = slug(TITLE);
  const told = new Set<number>();
  let steered: Steered | null = null;
  for (;;) {
    const comments = (await reading.comments(issue)).filter(({ user }) => user.login === SELF);
    const ended = comments.flatMap(({ body }) => iterationOf(body)?.number ?? []);
    if (ended.some((number) => !told.has(number))) {
      const lines = await iterationLines(reading, name);
      for (const line of lines.filter(({ number }) => ended.includes(number) && !told.has(number))) {
        told.add(line.number);
        telling.iteration(line);
      }
    }
    if (steered === null && iterations > STEER_AFTER && told.has(STEER_AFTER)) {
      steered = { comment: await comment(sandbox, issue, STEERING.text), constant: STEERING.constant };
      telling.said(`maintainer comments: ${STEERING.text}`);
    }
    const labels = (await reading.issues()).find(({ number }) => number === issue)?.labels ?? [];
    if (labels.some((label) => label.name === LABEL.completed)) {
      const status = comments.find(({ body }) => hasStatusMarker(body)) ?? null;
      const pull = (await reading.pulls())[0] ?? null;
      return { name, issue, steered, status, pull, journal: memoryPath.journalDirectory(name) };
    }
    if (Date.now() > deadlineMs) throw new Error(`the program had not ended after ${told.size} iterations`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function openIssue(sandbox: Sandbox, folder: string, settings: string): Promise<number> {
  const program = await readFile(join(folder, "program.md"), "utf8");
  const bounded = program.replace("---\n", `---\n${settings}`);
  const api = sandbox.api(sandbox.tokens.maintainer);
  const answer = await api<{ number: number }>("POST", `${base(sandbox)}/issues`, {
    title: TITLE,
    body: bounded,
    labels: [LABEL.program],
  });
  if (answer.status !== 201) throw new Error(`the issue could not be opened: ${answer.status}`);
  return answer.body.number;
}

async function comment(sandbox: Sandbox, issue: number, body: string): Promise<number> {
  const api = sandbox.api(sandbox.tokens.maintainer);
  const answer = await api<{ id: number }>("POST", `${base(sandbox)}/issues/${issue}/comments`, { body });
  if (answer.status !== 201) throw new Error(`the comment could not be posted: ${answer.status}`);
  return answer.body.id;
}

function base(sandbox: Sandbox): string {
  return `/repos/${sandbox.repository.owner}/${sandbox.repository.name}`;
}

async function iterationLines(reading: Reading, name: string): Promise<readonly IterationLine[]> {
  const events = (await reading.journal(name)).flatMap(({ text }) => decodeEvents(text));
  let best: number | null = null;
  const lines: IterationLine[] = [];
  for (const event of events) {
    const verdict =
      event.type === "iteration.accept"
        ? "accepted"
        : event.type === "iteration.reject"
          ? "rejected"
          : event.type === "iteration.error"
            ? "error"
            : null;
    if (verdict === null || !("iteration" in event)) continue;
    const of = <T extends string>(type: T) =>
      events.find((one) => one.type === type && "iteration" in one && one.iteration === event.iteration);
    const start = of("iteration.start");
    const report = of("iteration.report");
    const measured = report?.type === "iteration.report" ? report.measurement : null;
    const metric = measured?.outcome === "measured" ? measured.metric : null;
    lines.push({
      number: event.iteration,
      kind: start?.type === "iteration.start" ? start.kind : "",
      verdict,
      metric,
      delta: best === null || metric === null ? null : metric - best,
      change: report?.type === "iteration.report" ? (report.answer?.change ?? "") : "",
    });
    if (verdict === "accepted") best = metric;
  }
  return lines;
}
