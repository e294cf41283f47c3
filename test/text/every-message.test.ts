// Every sentence that people read, once, with ordinary words of others in it: none of our own words may come out
// damaged. What hostile words do is for `comments/inert-output.test.ts`.

import { describe, expect, it } from "vitest";
import { EXECUTOR_NAMES } from "../../src/domain/executors.ts";
import type { ArchiveFault, RunLoss } from "../../src/domain/journal/run-loss.ts";
import type { ProgramState } from "../../src/domain/journal/state.ts";
import type { PauseKind } from "../../src/domain/journal/terms.ts";
import type { PathProblem } from "../../src/domain/paths/paths.ts";
import { PROGRAM_SETTINGS } from "../../src/domain/settings/program-settings.ts";
import { REPOSITORY_SETTINGS } from "../../src/domain/settings/repository-settings.ts";
import type { SettingRow } from "../../src/domain/settings/setting-row.ts";
import type { AgentFailure } from "../../src/text/agents/agent-row.ts";
import { helpTable, listed } from "../../src/text/command/command-lists.ts";
import { commandReason } from "../../src/text/command/command-reasons.ts";
import { answerComment } from "../../src/text/comments/answer-comment.ts";
import {
  commitMessage,
  memoryCommitMessage,
  mergeMessage,
  revertMessage,
} from "../../src/text/comments/commit-message.ts";
import { digestComment } from "../../src/text/comments/digest-comment.ts";
import { finalReport } from "../../src/text/comments/final-report.ts";
import { iterationComment } from "../../src/text/comments/iteration-comment.ts";
import { movedComment } from "../../src/text/comments/moved-comment.ts";
import { ownCheck } from "../../src/text/comments/own-check.ts";
import { pullRequest } from "../../src/text/comments/pull-request.ts";
import { statusWarning } from "../../src/text/comments/status/status-warnings.ts";
import { statusComment } from "../../src/text/comments/status-comment.ts";
import { inertLine, sentence } from "../../src/text/format/inert.ts";
import { PAUSE_TITLE, pauseCure } from "../../src/text/format/pause-words.ts";
import { problemList, warningList } from "../../src/text/format/problem-list.ts";
import { type Notice, noticeComment } from "../../src/text/notices/notice-comment.ts";
import { type BudgetLine, budgetReason } from "../../src/text/outcome/budget-reasons.ts";
import { crashReason } from "../../src/text/outcome/crash-reasons.ts";
import { loopReason } from "../../src/text/outcome/loop-reasons.ts";
import { guardrailWords, reason } from "../../src/text/outcome/reasons.ts";
import { fileRefusal, refusalWords } from "../../src/text/outcome/refusals.ts";
import { runLossWords } from "../../src/text/outcome/run-loss-words.ts";
import { type CommandEnd, runHint, runProblem } from "../../src/text/outcome/run-problems.ts";
import { parseProgram } from "../../src/text/program/program.ts";
import { worldProblem } from "../../src/text/program/world-problems.ts";
import { briefingOf } from "../../src/text/run/briefing.ts";
import { agentPrompt } from "../../src/text/run/prompt.ts";
import { executorChoices } from "../../src/text/settings/executor-words.ts";
import { readOverride } from "../../src/text/settings/overrides.ts";
import { allowedBy } from "../../src/text/settings/read-value.ts";
import { parseRepoConfig } from "../../src/text/settings/repo-config.ts";
import { ISSUE_FORM_TEXT } from "../../src/text/setup/issue-form.ts";
import { guardIssue, programIssue } from "../../src/text/setup/program-issue.ts";
import { readinessLines, readinessList } from "../../src/text/setup/readiness-list.ts";
import * as readiness from "../../src/text/setup/readiness-words.ts";
import { setupIssue } from "../../src/text/setup/setup-issue.ts";
import { renderStateFile } from "../../src/text/state-file/state-file.ts";
import { renderWorkflow } from "../../src/text/workflow/workflow.ts";
import { aDefinition } from "../support/plan/journal.ts";
import { CIRCUMSTANCES, carton, factsOf, LINKS, newCarton, oldCarton } from "./comments/carton.ts";

const PROBLEM = {
  key: "schedule",
  value: "never",
  allowed: "such as `every 6h`",
  line: 3,
  message: "is no schedule",
};
const BUDGET: BudgetLine = {
  ...{ whose: "program", what: "usd", limit: 5, date: null, since: "2026-11-30T10:00:00.000Z" },
  ...{ spent: 6, assumed: 2 },
};
const END: readonly CommandEnd[] = [
  { kind: "exit", code: 1 },
  { kind: "signal", signal: "SIGKILL" },
  { kind: "timeout" },
  { kind: "missing" },
  { kind: "stalled", silentMs: 600_000 },
  { kind: "turned-away" },
];
const FAILURES: readonly (AgentFailure | null)[] = [
  null,
  { status: 429, said: "too many requests", limit: null },
  { status: null, said: "", limit: "60 turns" },
];
const FAULTS: readonly ArchiveFault[] = [
  "damaged",
  "unsupported",
  "too-many",
  "odd-name",
  "doubled",
  "missing",
  "too-big",
  "lying",
];
const LOSSES: readonly RunLoss[] = [
  ...[
    ...(["workflow-missing", "workflow-disabled", "run-cancelled"] as const),
    ...([
      "run-timed-out",
      "run-unstartable",
      "run-other",
      "run-again",
      "run-deleted",
      "no-artifact",
    ] as const),
    ...(["two-artifacts", "artifact-expired", "report-no-text"] as const),
  ].map((code) => ({ code })),
  ...([null, "Unexpected inputs provided."] as const).flatMap((said) => [
    { code: "workflow-unfit" as const, said },
    { code: "not-allowed" as const, said },
  ]),
  { code: "run-failed", job: null, step: null },
  { code: "run-failed", job: "propose", step: "Run the agent" },
  ...FAULTS.map((fault) => ({ code: "archive" as const, fault })),
  { code: "report-unreadable", why: "The report is not JSON." },
  { code: "other-report", from: "runner" },
  { code: "other-report", from: "workflow-run" },
  { code: "no-report", said: "" },
  { code: "no-report", said: "the disk is full" },
];
const PATH_CODES: readonly PathProblem["code"][] = [
  ...(["not-plain", "named-twice", "outside-target", "excluded", "protected", "protected-here"] as const),
  ...(["twin", "twin-directory", "directory", "below-file"] as const),
];

type Makers = Readonly<Record<string, (...given: never[]) => unknown>>;

/** Every maker of an object of makers, with what it is given; the compiler asks for those that are missing. */
function all<const M extends Makers>(
  makers: M,
  given: { readonly [K in keyof M]: readonly Readonly<Parameters<M[K]>>[] },
) {
  return Object.entries(makers).flatMap(([name, make]) =>
    (given[name] ?? []).map((some) => (make as (...all: readonly unknown[]) => unknown)(...some)),
  );
}

/** Whole sentences that stand in the journal or in a report, and pass the cleaning for outside text on their way. */
const SENTENCES: readonly string[] = [
  ...all(reason, {
    failed: [["The agent changed no file."]],
    refused: [['"evaluate.mjs" (is outside Target).']],
    unseenFiles: [[]],
    nothingMeasured: [[]],
    otherReport: [[]],
    stopped: [["The issue was closed."]],
    atLeast: [[]],
    tooDear: [[]],
    searchOver: [[]],
    cutShort: [["The agent reached 60 turns."]],
    redOnBase: [[["test", "lint"]]],
    revoked: [["test"]],
    baseRevoked: [[3]],
    ciUnknown: [[]],
    empty: [[]],
    gates: [
      [[{ name: "lint" }]],
      [
        [
          { name: "lint", count: 14, limit: 12, side: "at-most" },
          { name: "hits", count: 1, limit: 2, side: "at-least" },
          { name: "unit tests", count: 3 },
        ],
      ],
    ],
    evaluator: [["the page is broken"]],
    guardrails: [[[{ metric: "kb", code: "unreported" }]]],
    otherKey: [["score", "elapsed"]],
    leftOut: [[["nohup.out"]]],
    unmatched: [[["lib/**"]]],
    baseline: [[]],
    noBaselineYet: [["Failed gate: lint."]],
    zeroBaseline: [[]],
    baselineMeetsTarget: [[600, 590]],
    baselineBreaks: [[[{ metric: "kb", code: "unreported" }]]],
    noBaseline: [[]],
    confirmingTakes: [[136_800, 7_200]],
    heldOut: [["worse"], ["broken"], ["timeout"]],
    notHeldOut: [[]],
    improved: [[]],
    confirmed: [[{ pairs: 8, better: 8, base: 100, change: -3.1, noise: 0.8 }]],
    notConfirmed: [
      [{ pairs: 2, better: 0, base: 0, change: 3, noise: 1 }, 9, 0],
      [{ pairs: 9, better: 8, base: 100, change: -0.4, noise: 0 }, 9, 0.5],
    ],
    unconfirmed: [[0, 9]],
    simpler: [[]],
    notBetter: [
      [aDefinition(), 5, 5],
      [aDefinition(), 5, 6],
      [aDefinition({ minDelta: 2 }), 5, 4],
    ],
    ciPassed: [[1], [3]],
    ciSkipped: [[]],
    ciStuck: [["test: 1 failed"]],
    ciExhausted: [["test: 1 failed"]],
    ciRepairTimeout: [[60, "test: 1 failed"]],
    measuredAgain: [[]],
    ciFailed: [[["test", "lint"]]],
    timedOut: [[]],
    neverBegan: [[]],
    notCommitted: [[]],
    lost: LOSSES.map((loss) => [loss] as const),
    branchMoved: [[]],
    commitGone: [[]],
    reportGone: [[]],
    targetReached: [[600]],
    lastIteration: [[20]],
    plateau: [[10]],
    errors: [[3, "The run broke: Nothing was measured."]],
    ciMissing: [
      [{ awaited: [], skipped: [], uncounted: [] }],
      [{ awaited: ["lint"], skipped: ["docs"], uncounted: ["license/cla"] }],
    ],
    ciTimeout: [
      [60, []],
      [60, ["slow"]],
    ],
    stateFile: [
      ["maria", null],
      ["maria", "too expensive"],
    ],
    takenOver: [[null], ["too expensive"]],
    fromTheFuture: [["journal", "2026-05-17 13:23 UTC", "2026-04-17 13:23 UTC"]],
    refusedByHost: [
      ["commit src/carton.mjs to autoloop/carton", null],
      ["commit src/carton.mjs to autoloop/carton", "Changes must be made through a pull request."],
    ],
    conflict: [
      ["autoloop/carton", []],
      ["autoloop/carton", ["src/carton.mjs"]],
    ],
    notTakenBack: [[[3, 4], "autoloop/carton", ["src/carton.mjs"]]],
    pullClosed: [[12]],
    branchDeleted: [["autoloop/carton"]],
    deletedMeanwhile: [[]],
  }),
  ...all(crashReason, {
    missing: [["The evaluation ended with exit code 127."]],
    outage: [["2026-05-17T13:23:00Z", "Its model's server failed (529)."]],
    before: [[["syntax"]], [["killed", "timeout", "killed"]]],
    formerGone: [[]],
  }),
  ...all(loopReason, {
    off: [
      ...(["issue-gone", "issue-closed", "label-off"] as const).map((code) => [{ code }] as const),
      [{ code: "file-deleted", path: ".autoloop/programs/carton.md" }],
    ],
    labelAgain: [[]],
    paused: [[]],
    command: [[]],
    noReason: [[]],
    ciSpoke: [[]],
    baseGreen: [[]],
    readAnew: [[]],
    readOtherwise: [[["Target", "metric"]]],
    notUnderstood: [[["Target"]]],
    definedAnew: [[]],
    repaired: [[]],
    rewound: [[12, 15]],
  }),
  ...all(budgetReason, {
    spent: [[BUDGET], [{ ...BUDGET, whose: "repository", what: "tokens" }]],
    unknown: [[{ ...BUDGET, spent: null, assumed: 1 }]],
  }),
  ...all(commandReason, {
    didYouMean: [["resum", "resume"]],
    halting: [[]],
    malformed: [["set"], ["pause"]],
    noProgram: [["other", ["carton", "tiles"]]],
    whichProgram: [[["carton", "tiles"]]],
    notOn: [["The issue was closed."]],
    notRunning: [[]],
    waitsForResume: [[]],
    olderThanHalt: [[]],
    olderThanLock: [[]],
    olderThanReading: [[]],
    ended: [["The target metric of 600 is reached."]],
    problems: [[]],
    approvedTooEarly: [[]],
  }),
  ...all(runProblem, {
    ofError: [
      [new Error("The base is gone.")],
      ["no error"],
      [Object.assign(new Error("x"), { code: "ENOSPC" })],
    ],
    notStarted: [[""], ["The request is not there."]],
    late: [[600]],
    noChange: [[]],
    otherRun: [[]],
    onlyMeasures: [[]],
    doesNotApply: [[]],
    patchGone: [[]],
    noProposal: [[]],
    noAgent: [["claud", ["claude", "codex"]]],
    agentEnded: END.flatMap((end) =>
      FAILURES.map((failure) => [end, 600_000, failure, "no quota left"] as const),
    ),
    sandboxEnded: END.map((end) => [end, 600_000, "no such option"] as const),
    evaluationEnded: END.map((end) => [end, 600_000, ""] as const),
    otherKeys: [["score", "elapsed"]],
    inPair: [
      ["base", 1, "The evaluation ended with exit code 3."],
      ["candidate", 9, "The evaluation ended with exit code 3."],
    ],
    holdOutOfBase: [["timeout"], ["broken"]],
    gateOfBase: [["npm test", "The gate ended with exit code 2."]],
    gateEnded: END.map((end) => [end, 600_000, "1 test failed"] as const),
    gateCounted: (["at-most", "at-least"] as const).flatMap((side) => [
      [14, { side, bound: 12 }, 12, "3 errors"] as const,
      [14, { side, bound: "baseline" }, 12, ""] as const,
      [14, { side, bound: "baseline" }, null, ""] as const,
    ]),
    gateUncounted: [["3 problems (2 errors, 1 warning)"]],
    baseChanged: [[]],
    baseUnreadable: [["the base"]],
    gitMissing: [[]],
    gitFailed: [["fetch"]],
    otherInput: [["program"]],
    otherProgram: [[]],
    noFile: [["requests/carton.json"]],
    otherFile: [["requests/carton.json"]],
    keptVariable: [["TOKEN"]],
    silence: [["AUTOLOOP_AGENT_SILENCE_MINUTES", 1, 600]],
    noKey: [["claude"]],
  }),
  ...all(runHint, {
    keptVariable: [[]],
    choice: [[]],
    noKey: [[["TOKEN"]], [["TOKEN", "KEY"]]],
    noSecret: [[["TOKEN"]], [["TOKEN", "KEY"]]],
  }),
  ...all(fileRefusal, { changing: [["src/a.ts"]], secret: [["src/a.ts"]] }),
  ...LOSSES.map(runLossWords),
  ...(
    [
      { metric: "kb", code: "unreported" },
      { metric: "kb", code: "no-baseline" },
      { metric: "kb", code: "above", value: 2, bound: 1 },
      { metric: "kb", code: "below", value: 1, bound: 2 },
      { metric: "kb", code: "drifted", value: 2, from: 1, fraction: 0.05 },
    ] as const
  ).map((broken) => `${guardrailWords(broken)}.`),
  refusalWords([...PATH_CODES.map((code) => ({ path: "src/a.ts", code }))]) ?? "",
  refusalWords([
    ...(["link", "not-there", "file-too-big"] as const).map((code) => ({ path: "src/a.ts", code })),
    ...([null, "symbolic-link", "special-file", "no-utf-8", "too-deep", "crowd"] as const).map((odd) => ({
      ...{ path: "src/a.ts", code: "not-regular" as const, odd },
    })),
    { code: "too-many-files", files: 101 },
    { code: "too-many-bytes", bytes: 5_000_000 },
  ]) ?? "",
].map(String);

/** Texts of programs that are wrong, each in a way of its own. */
const WRONG_PROGRAMS: readonly string[] = [
  "",
  "# Carton\n\nMake it better.",
  "---\nschedule: never\n---\n## Goal\nx\n## Target\n- `a`\n## Evaluation\n```bash\nx\n```\nLower is better.",
  "---\nschedul: 6h\nfoo: 1\ngates: 7\nguardrails: x\nrepeat: 0\nci: maybe\nagent: claud\npreset: fast\nmetric: a b\ndirection: up\ntarget-metric: x\n---\n## Goal\nx",
  "---\nrepeat: 3\n",
  "---\na: [\n---\n## Goal\nx",
  "## Goal\n\n## Target\n\n## Evaluation\n",
  "## Goal\nx\n## Goal\ny\n## Target\n- `a`\n## Evaluation\n```bash\nx\n```",
  "## Goal\nx\n## Target\n- `src/[!a].ts`\n- `f()`\n- `a.ts:10-40`\n- nothing\n## Evaluation\n```python\nx\n```",
  "## Goal\nx\n## Target\nThe usual files.\n## Evaluation\n```bash\nx",
  "## Goal\nx\n## Target\n### Colours\n- `a`\n## Evaluation\n```bash\n\n```",
  "## Goal\nx\n## Target\n| a | b |\n| - | - |\n| `x` | y |\n## Evaluation\n```bash\ngit checkout main\nnpm run build; node x.mjs\n```\n```bash\ny\n```\n",
  "## Goal\nNeither faster nor slower is better.\n## Target\n- `package.json`\n- `src/a.ts`\n\nDo not modify:\n- `src/`\n- `f()`\n- `gen/x`\n- `src/a.ts:3`\n## Evaluation\n```bash\nnode src/a.ts\n```\nHigher is better. Lower is better.\nThe metric is `a`. The metric is `b`.",
  "## Goal\n<!-- never closed",
  "## Objective\nx\n## Files in Scope\n- `a`\n## How to Run\n`x`\n## Metrics\n- **Primary**: a",
  "<!-- AUTOLOOP:UNCONFIGURED -->\n## Goal\nTODO: say it\n## Target\n- `REPLACE_ME`\n## Evaluation\n```bash\nx\n```",
];
const WRONG_CONFIGURATIONS: readonly string[] = [
  "colour: blue\nschedul: 6h\nexecutor: remote\nagent: claud\nconcurrency: 99\nschedule: never",
  "ci: maybe\nci-attempts: 9\nci-apps: x\nunapproved-edits: maybe\ndispatches-per-day: 0\niteration-comments: 1",
  "protected-paths: x\nunprotect: ['**']",
  "- a",
  "a: [",
  "# x\n".repeat(2_000),
];

const ROWS: readonly SettingRow[] = [...PROGRAM_SETTINGS, ...REPOSITORY_SETTINGS];
const PROBLEMS = [
  ...WRONG_PROGRAMS.flatMap((text) => parseProgram(text).problems),
  ...WRONG_CONFIGURATIONS.flatMap((text) => parseRepoConfig(text).problems),
  worldProblem.unapproved(),
  worldProblem.nameTaken("carton", 7),
];
const WARNINGS = [
  ...WRONG_PROGRAMS.flatMap((text) => parseProgram(text, { legacy: true }).warnings),
  statusWarning.unread(".autoloop/programs/carton.md", ".autoloop/programs/carton/program.md"),
  statusWarning.tooLong("carton.md", 60_000),
  statusWarning.full(),
  statusWarning.noRoom(1),
  statusWarning.noRoom(2),
  statusWarning.leftOut("Lessons Learned", 3),
];
/** What is written in an item of a list: the sentence is cut there, if it is too long. */
const LISTED_CHARACTERS = 400;

const PAUSES = Object.keys(PAUSE_TITLE) as readonly PauseKind[];
const paused = (kind: PauseKind) => carton(3).paused(kind, "A reason.").state;
const ended = carton(12).event({ type: "loop.complete", reason: reason.targetReached(600) }).state;
const stopped = carton(12).event({ type: "loop.stop", reason: "The issue was closed.", by: null }).state;
const asked = { comment: 7, hash: "0123456789abcdef", by: "maria", reason: null };
const STATES: readonly ProgramState[] = [
  newCarton(),
  carton(0).state,
  carton(1).state,
  carton(12).state,
  oldCarton().state,
];
const NOTICES: readonly Notice[] = [
  { kind: "approval" },
  { kind: "approval", meanwhile: "wait" },
  {
    ...{ kind: "approval", meanwhile: "continue" },
    read: {
      definition: aDefinition(),
      problems: [PROBLEM],
      warnings: WARNINGS,
      paths: { protectedPaths: ["infra/**"], unprotected: ["go.mod"] },
    },
  },
  ...([null, 3] as const).map(
    (after): Notice => ({
      kind: "epoch",
      state: {
        ...carton(3).state,
        epoch_change: {
          ...{ parts: ["Target", "metric"], by: { login: "maria", id: 7, permission: "write" } },
          ...{ after, baseline: 760, best: 668.9 },
        },
      },
    }),
  ),
  { kind: "problems", problems: PROBLEMS },
  { kind: "problems", subject: "configuration", problems: PROBLEMS },
  { kind: "problems", file: ".autoloop/programs/carton.md", problems: [PROBLEM] },
  { kind: "journal-broken", reason: "line 3: no JSON" },
  { kind: "journal-gone" },
  { kind: "file-gone", path: ".autoloop/programs/carton.md" },
  ...PAUSES.map((kind): Notice => ({ kind: "paused", state: paused(kind), details: ["src/a.ts"] })),
  { kind: "completed", state: ended, links: LINKS, lines: new Map(), text: "# Carton" },
  { kind: "completed", state: stopped, links: LINKS, lines: new Map(), text: "" },
  {
    kind: "put-back",
    state: { ...carton(3).state, put_back: { by: null, fields: ["Branch"], at: "2026-01-01T00:00:00Z" } },
  },
  {
    kind: "put-back",
    state: { ...carton(3).state, put_back: { by: "maria", fields: ["Branch"], at: "2026-01-01T00:00:00Z" } },
  },
  { kind: "solved", of: { kind: "approval", key: "program" } },
  { kind: "solved", of: { kind: "problems", key: "program" } },
];

const CHECKS = [
  ...all(readiness.permissionWords, {
    granted: [[]],
    lacking: [[["checks: write"], "https://github.com/x"]],
  }),
  ...all(readiness.serverWords, { known: [["3.17.2"]], unknown: [["3.20.0"]] }),
  ...all(readiness.labelWords, { there: [[]], absent: [[LINKS]] }),
  ...all(readiness.ciWords, {
    notAsked: [[]],
    empty: [[]],
    green: [[]],
    running: [[]],
    red: [[["test"]]],
    none: [[LINKS]],
  }),
  ...all(readiness.memoryWords, { there: [[]], later: [[]], restricted: [[["main rules"], LINKS]] }),
  ...all(readiness.workflowWords, {
    notNeeded: [[]],
    unknownAgent: [["mine"]],
    current: [[]],
    absent: [["claude"]],
    withoutRunner: [[["runner.mjs"], "claude"]],
    outdated: [["claude"]],
  }),
  ...all(readiness.branchWords, { free: [[]], restricted: [[["update"], LINKS]] }),
  ...all(readiness.agentWords, {
    there: [["claude"]],
    absent: [
      ["claude", "claude"],
      ["mine", "mine"],
    ],
    noLine: [["command"]],
    free: [["tuner"]],
    paid: [["claude"]],
    unpaid: [["claude", ["KEY"]]],
  }),
  ...all(readiness.actionsWords, { enabled: [[]], disabled: [[LINKS]], unknown: [[LINKS]] }),
  ...all(readiness.secretWords, {
    notNeeded: [["mine"]],
    there: [["KEY"]],
    absent: [[["KEY"], LINKS]],
    unknown: [[["KEY"], LINKS]],
  }),
].map((words) => ({ name: "ci" as const, state: "missing" as const, ...(words as readiness.Words) }));

/** Whole pages, as Markdown. */
const PAGES: readonly string[] = [
  ...STATES.map((state) =>
    statusComment(factsOf(state, { problems: PROBLEMS.slice(0, 3), warnings: WARNINGS })),
  ),
  ...STATES.map((state) => statusComment(factsOf(state, { waitsFor: { budget: 3 } }))),
  statusComment(
    factsOf(newCarton(), {
      waitsFor: "slot",
      paths: { protectedPaths: ["infra/**"], unprotected: ["go.mod"] },
    }),
  ),
  ...PAUSES.map((kind) => statusComment(factsOf(paused(kind), { phase: "paused" }))),
  ...[ended, stopped].map((state) => statusComment(factsOf(state, { phase: "completed" }))),
  ...NOTICES.map(noticeComment),
  ...STATES.flatMap((state) => state.recent.map((record) => iterationComment(record, state, LINKS))),
  ...STATES.map((state) => pullRequest(state, LINKS).body),
  ...[...STATES, paused("plateau"), ended].map((state) => ownCheck(state).summary),
  ...[ended, stopped].map((state) => finalReport({ state, links: LINKS, lines: new Map(), text: "" })),
  ...(["status", "doctor", "help", "unknown"] as const).flatMap((verb) =>
    STATES.slice(2, 4).map((state) =>
      answerComment({
        ...{
          asked: { ...asked, verb },
          status: factsOf(state),
          ci: "required",
          agent: "claude",
          executor: "local",
        },
        ...{ readiness: verb === "doctor" ? CHECKS : "refused", now: 0 },
      }),
    ),
  ),
  ...SENTENCES.map((one) =>
    answerComment({
      ...{ asked: { ...asked, verb: "unknown", reason: one }, status: factsOf(newCarton()), ci: "none" },
      ...{ agent: "claude", executor: "local", readiness: "refused", now: 0 },
    }),
  ),
  movedComment("carton", 7),
  digestComment(
    "carton",
    [
      { number: 1, row: null },
      {
        number: 2,
        row: {
          iteration: 2,
          timestamp: "",
          commit: "",
          metric: 5,
          delta: -1,
          status: "keep",
          description: "Wider.",
        } as never,
      },
    ],
    LINKS,
  ),
  programIssue("carton", ".autoloop/programs/carton.md", "## Goal\n\nx\n").body,
  guardIssue("carton", ".autoloop/programs/carton.md", PROBLEMS).body,
  ...([true, false, null] as const).flatMap((form) =>
    ([null, "main"] as const).map((branch) =>
      setupIssue({
        checks: CHECKS,
        program: form === true,
        form,
        branch,
        links: LINKS,
        done: branch === null,
      }),
    ),
  ),
  helpTable().join("\n"),
  readinessList(CHECKS).join("\n"),
  problemList(PROBLEMS).join("\n"),
  warningList(WARNINGS).join("\n"),
  renderStateFile("", carton(12).state),
];

/** Plain text, for a terminal, a commit or an agent. */
const PLAIN: readonly string[] = [
  ...SENTENCES,
  ...PAUSES.flatMap((kind) => [PAUSE_TITLE[kind], pauseCure(kind, "autoloop/carton")]),
  ...[...STATES, paused("errors")].map((state) => ownCheck(state).title),
  commitMessage({ program: "carton", iteration: 3, attempt: 2, runId: "r", change: "Wider." }),
  memoryCommitMessage({ program: "carton", events: ["iteration.start"] }),
  mergeMessage({ program: "carton", from: "main" }),
  revertMessage({ program: "carton", iterations: [3, 4], commits: ["a", "b"] }),
  executorChoices(),
  ISSUE_FORM_TEXT,
  // A line for sha256sum has two blanks between hash and name.
  renderWorkflow("claude", { "runner.mjs": "0".repeat(64) }).replaceAll("0  runner/", "0 runner/"),
  ...ROWS.map((row) => `${row.help} ${allowedBy(row)} ${row.otherwise}`),
  ...["colour", "schedul", "metric", "repeat", "agent"].map((key) =>
    String(Object.values(readOverride(key, "x"))[0]),
  ),
  ...STATES.map((state) => agentPrompt(briefingOf(state, aDefinition(), CIRCUMSTANCES))),
];

/** What is not in a fence and not in backticks. */
function outsideCode(text: string): string {
  return text
    .replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "")
    .replace(/(`+)[^`]+\1/g, "x")
    .replace(/\]\([^()\s]+\)/g, "]");
}

describe("every message", () => {
  it("is rendered here: this table is not empty", () => {
    expect([SENTENCES.length, PAGES.length, PROBLEMS.length, WARNINGS.length].every((one) => one > 12)).toBe(
      true,
    );
    expect(EXECUTOR_NAMES.every((name) => executorChoices().includes(`\`${name}\``))).toBe(true);
    expect(listed).toBeTypeOf("function");
  });

  it.each(SENTENCES.map((one) => [one] as const))("%s stays as it is where it passes the cleaning", (one) => {
    expect(inertLine(one, 10_000)).toBe(one.replace(/\n/g, " "));
    expect(one).toMatch(/^\S[\s\S]*\S$/);
  });

  it("is not damaged as a problem or a warning either, and not cut", () => {
    for (const text of [
      ...PROBLEMS.flatMap(({ message, allowed }) => [message, allowed]),
      ...ROWS.flatMap((row) => [allowedBy(row), row.help]),
      ...WARNINGS.map(({ message }) => message),
    ])
      expect(sentence(text, LISTED_CHARACTERS)).toBe(/[.!?…]$/.test(text) ? text : `${text}.`);
  });

  it("holds nothing that a machine left in it", () => {
    for (const text of [...PAGES, ...PLAIN, ...readinessLines(CHECKS).map((line) => line.slice(28))]) {
      expect(text).not.toMatch(/undefined|\[object |\bNaN\b|Infinity|\bnull\b(?!`)/);
      expect(text).not.toMatch(/[\u200b-\u200f\u2060-\u2064\ufeff]/);
      expect(outsideCode(text)).not.toMatch(/\S {2,}\S/);
    }
  });

  it("is not escaped and closes what it opens", () => {
    for (const text of PAGES) {
      expect(outsideCode(text)).not.toMatch(/\\[^|]|&(?:\w+|#\d+);/);
      expect(text.match(/^(?:> )?`{3,}/gm)?.length ?? 0).toSatisfy((fences: number) => fences % 2 === 0);
      expect(text.match(/<details/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
      expect((outsideCode(text).match(/\*\*/g)?.length ?? 0) % 2, text).toBe(0);
    }
  });
});
