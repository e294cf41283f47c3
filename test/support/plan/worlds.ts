// Generated worlds for the planner: any history, and on top of it anything that people, CI and the host may have
// done since. Valid by construction: what makes no sense beside a history is left out.

import fc from "fast-check";
import type { Report, RunState } from "../../../src/domain/journal/iteration.ts";
import type { PauseKind } from "../../../src/domain/journal/terms.ts";
import type { IssueView } from "../../../src/domain/repository/view.ts";
import type { Found } from "../../../src/plan/world.ts";
import { histories } from "./histories.ts";
import type { JournalBuilder } from "./journal.ts";
import { type Deviation, programText } from "./observation.ts";
import { finished, HOUR, MINUTE, SECOND } from "./planned.ts";
import { aBranch, aCheck, aCommit, aPull, iterationCommit, MAIN, said } from "./view-parts.ts";

const LATER = "2026-01-02T00:00:00Z";
const person = fc.constantFrom("maria", "writer", "helper", "stranger");
const by = fc.option(person, { nil: null });

/** How the loop was left: most of the time as the history did. */
const ending = fc.constantFrom<"as it is" | "stopped" | "completed" | PauseKind>(
  ...(["as it is", "as it is", "as it is", "stopped", "completed"] as const),
  ...(["plateau", "ci-missing", "ci-timeout", "tampered", "errors"] as const),
);

const issue = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Partial<IssueView>>({}) },
  fc.constantFrom<Partial<IssueView>>({ state: "closed" }, { labels: [] }, { locked: true }),
  by.map((login): Partial<IssueView> => ({ labelled: [{ login, at: LATER }], labels: ["autoloop-program"] })),
  fc
    .tuple(by, fc.constantFrom(programText(), programText("ci: none"), "nonsense", ""))
    .map(([login, body]): Partial<IssueView> => ({ body, edited: { login, at: LATER } })),
);

const SPENT = { cost: { usd: 0.5, input_tokens: 1_200, output_tokens: null }, seconds: 7 };

/** Measuring a proposal broke, or its agent came to nothing. */
const CAUSES: readonly Partial<Report>[] = [
  ...([{ cause: "timeout" }, { cause: "killed" }, { cause: "missing" }, {}] as const).map((cause) => ({
    measurement: { outcome: "failed", reason: "broken", ...cause } as const,
  })),
  ...(["environment", "missing"] as const).map((cause) => ({ cause, files: [], measurement: null })),
];

const run = fc.oneof(
  fc.constantFrom<RunState>(
    { state: "absent" },
    { state: "running" },
    { state: "running", spent: SPENT },
    { state: "lost", loss: { code: "report-unsigned" }, spent: SPENT },
    { state: "lost", loss: { code: "report-unreadable", why: "killed" } },
    { state: "unknown", doubt: { code: "other-executor", executor: "elsewhere" } },
  ),
  fc
    .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: "binary", maxLength: 30 }))
    .map(([metric, change]) =>
      finished(metric, {
        answer: { change, hypothesis: "", lessons: [change], foreclosed: [], future: [], steered_by: [] },
      }),
    ),
  fc
    .tuple(fc.string({ unit: "binary" }), fc.constantFrom({}, ...CAUSES))
    .map(([problem, broken]) => finished(1, { outcome: "failed", problem, ...broken })),
  // Better than anything: the histories' metrics are lower the better.
  fc.constant(finished(-1e12)),
);

const comments = fc.array(
  fc.record({
    login: person,
    body: fc.string({ unit: "binary", maxLength: 40 }),
    editor: by,
    edited: fc.boolean(),
  }),
  { maxLength: 4 },
);

const branchOnTop = fc.constantFrom(
  "as it is",
  "as it is",
  "as it is",
  "gone",
  "behind",
  "pushed on",
  "unkept",
);

/** A world, the moment since its last event, and the policy's part that matters. */
export const worlds = fc
  .record({
    history: histories,
    begun: fc.boolean(),
    ending,
    issue,
    issueGone: fc.nat({ max: 20 }),
    run,
    committed: fc.boolean(),
    checks: fc.array(fc.constantFrom("success", "success", "success", "failure", "pending", "neutral"), {
      maxLength: 3,
    }),
    comments,
    branch: branchOnTop,
    pull: fc.constantFrom("as it is", "none", "closed", "merged", "changed"),
    shown: fc.boolean(),
    conflict: fc.constantFrom<Found["conflict"]>(
      null,
      { in: "merge", paths: ["a"] },
      { in: "revert", paths: [] },
    ),
    broken: fc.nat({ max: 9 }),
    neighbour: fc.constantFrom("none", "busy", "waiting", "paused"),
    after: fc.constantFrom(0, SECOND, MINUTE, HOUR, 25 * HOUR),
    ci: fc.constantFrom("required", "none"),
  })
  .map(({ history, begun, ending: end, after, ci, ...rest }) => ({
    deviation: deviationOf(ended(begun ? flying(history) : history, end), rest),
    when: { after, policy: { ci } },
  }));

/** With an iteration in flight, where one can be. */
function flying(history: JournalBuilder): JournalBuilder {
  const { best, in_flight, status } = history.state;
  if (in_flight !== null || status !== "active") return history;
  return history.begun(best === null ? "baseline" : "improve");
}

function ended(
  history: JournalBuilder,
  how: "as it is" | "stopped" | "completed" | PauseKind,
): JournalBuilder {
  if (how === "as it is" || history.state.status !== "active") return history;
  if (how !== "stopped" && how !== "completed") return history.paused(how);
  if (history.state.in_flight !== null) return history;
  return how === "stopped"
    ? history.event({ type: "loop.stop", reason: "Closed.", by: null })
    : history.event({ type: "loop.complete", reason: "Done." });
}

interface Rest {
  readonly issue: Partial<IssueView>;
  readonly issueGone: number;
  readonly run: Deviation["run"];
  readonly committed: boolean;
  readonly checks: readonly ("success" | "failure" | "pending" | "neutral")[];
  readonly comments: readonly { login: string; body: string; editor: string | null; edited: boolean }[];
  readonly branch: string;
  readonly pull: string;
  readonly shown: boolean;
  readonly conflict: Found["conflict"];
  readonly broken: number;
  readonly neighbour: string;
}

function deviationOf(journal: JournalBuilder, rest: Rest): Deviation {
  const { state } = journal;
  const flight = state.in_flight;
  const committed = rest.committed && flight !== null && flight.kind !== "baseline";
  const branch = branchOf(journal, rest.branch);
  const hasBranch = branch === undefined ? committed || state.branch_head !== null : branch !== "absent";
  return {
    journal,
    committed: committed && branch === undefined,
    issue: rest.issueGone === 0 ? "absent" : rest.issue,
    ...(flight === null ? {} : { run: rest.run ?? { state: "absent" } }),
    checks: hasBranch ? rest.checks.map((one, index) => aCheck(one, { name: `check-${index}` })) : [],
    comments: rest.comments.map(({ login, body, editor, edited }, index) =>
      said(login, body, { id: 20_000 + index, edited: edited ? { login: editor, at: LATER } : null }),
    ),
    ...(branch === undefined ? {} : { branch }),
    ...pullOf(journal, rest.pull),
    shown: rest.shown,
    conflict: rest.conflict,
    configProblems:
      rest.broken === 0 ? [{ key: "x", value: null, allowed: "y", line: 1, message: "x is no key" }] : [],
    neighbours: neighboursOf(rest.neighbour),
    permissions: { maria: "maintain", writer: "write", helper: "triage" },
  };
}

/** Undefined: as it follows from the journal. */
function branchOf({ state }: JournalBuilder, how: string): Deviation["branch"] | undefined {
  const kept = state.recent.filter(({ commit }) => commit !== null).at(-1);
  const top = kept === undefined ? aCommit("e".repeat(40)) : iterationCommit(kept.number);
  if (how === "gone") return "absent";
  if (how === "behind") return aBranch([top], { behind: 2 });
  if (how === "pushed on") return aBranch([aCommit("f".repeat(40), { parents: [top.id] }), top]);
  const last = state.recent.at(-1);
  if (how === "unkept" && last !== undefined && last.verdict !== "accepted")
    return aBranch([iterationCommit(last.number, kept === undefined ? MAIN : top.id), top]);
  return undefined;
}

function pullOf({ state }: JournalBuilder, how: string): Pick<Deviation, "pulls"> {
  if (how === "as it is") return {};
  if (how === "none") return { pulls: [] };
  if (how === "changed") return { pulls: [aPull(state, { title: "Mine" })] };
  return { pulls: [aPull(state, { state: how === "merged" ? "merged" : "closed" })] };
}

function neighboursOf(how: string): NonNullable<Deviation["neighbours"]> {
  const at = "2026-01-01T00:00:00.000Z";
  if (how === "none") return [];
  if (how === "waiting") return [{ due_at: at }];
  return [{ in_flight: 1, last_run: at, status: how === "paused" ? "paused" : "active" }];
}
