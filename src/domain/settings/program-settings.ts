// The settings that a program may have: one row per key. Rows stand in the order in which a journal line holds them,
// so a new row goes to the end and says `later`.

import type { FieldsOf, ProgramSettingRow } from "./setting-row.ts";

export const PROGRAM_SETTINGS = [
  {
    key: "metric",
    meant: ["metric-name", "metric-key", "primary-metric"],
    field: "metric",
    shape: { kind: "metric-name" },
    none: null,
    otherwise: "the name that Evaluation says, or the only number that the evaluation prints",
    settable: false,
    epoch: true,
    told: "metric",
    headings: ["metric", "metric name"],
    help: "Name of the number that is to become better.",
    example: "ns_per_line",
  },
  {
    key: "metric-direction",
    meant: ["metric-dir", "goal-direction", "optimization-direction", "optimise", "optimize", "better"],
    field: "direction",
    aliases: ["direction"],
    shape: { kind: "direction" },
    otherwise: "what the text says; where it says nothing, the program does not run",
    settable: false,
    epoch: true,
    told: "direction",
    headings: ["direction", "metric direction"],
    help: "Which values are better.",
    example: "lower",
  },
  {
    key: "target-metric",
    meant: ["target", "target-value", "metric-target", "goal-metric", "stop-at"],
    field: "targetMetric",
    shape: { kind: "number" },
    none: null,
    otherwise: "the program has no end",
    settable: true,
    told: "target_metric",
    headings: ["target metric"],
    help: "The program is complete when this is reached.",
    example: "0.95",
  },
  {
    key: "schedule",
    meant: ["cron", "every", "interval", "frequency"],
    field: "schedule",
    shape: { kind: "schedule" },
    none: null,
    otherwise: "the repository's `schedule`",
    settable: true,
    headings: ["schedule"],
    leads: true,
    help: "When iterations start.",
    example: "every 6h",
  },
  {
    key: "timeout-minutes",
    meant: ["timeout", "time-limit", "time-budget"],
    field: "timeoutMinutes",
    shape: { kind: "whole", least: 1, most: 1_440 },
    none: null,
    otherwise: "the operator's limit",
    settable: true,
    help: "How long an iteration may take.",
    example: "90",
  },
  {
    key: "min-delta",
    meant: ["delta", "epsilon", "threshold", "minimum-delta", "min-improvement", "min-change"],
    field: "minDelta",
    shape: { kind: "number", least: 0 },
    none: 0,
    otherwise: "`0`: every improvement counts",
    usual: 0,
    settable: true,
    told: "min_delta",
    help: "An improvement smaller than this counts as none, in the metric's own units.",
    example: "0.5",
  },
  {
    key: "max-iterations",
    meant: ["iterations", "max-iters", "max-runs", "max-experiments", "iteration-limit"],
    field: "maxIterations",
    shape: { kind: "whole", least: 1, most: 1_000_000 },
    none: null,
    otherwise: "no bound",
    settable: true,
    help: "The program is complete after this many iterations.",
    example: "200",
  },
  {
    key: "repeat",
    meant: ["repetitions", "runs", "samples", "trials"],
    field: "repeat",
    shape: { kind: "whole", least: 1, most: 100 },
    none: 1,
    otherwise: "`1`",
    usual: 1,
    settable: true,
    told: "repeat",
    help: "Measure this many times and take the median.",
    example: "3",
  },
  {
    key: "guardrails",
    meant: ["constraints", "limits", "bounds"],
    field: "guardrails",
    shape: { kind: "guardrails" },
    none: [],
    otherwise: "none",
    settable: false,
    told: "guardrails",
    help: "Bounds on other numbers that the evaluation prints. A change that breaks one is rejected.",
    example: '{ bundle_kb: "<= 120", memory_mb: "<= +5%" }',
  },
  {
    key: "gates",
    meant: ["checks", "tests"],
    field: "gates",
    shape: { kind: "gates" },
    none: [],
    otherwise: "none",
    settable: false,
    told: "gates",
    help: "Commands that must exit with 0 before anything is measured. A soft one is held to the number that it prints instead, whatever it exits with: the only number of its JSON or `METRIC` lines, else the only one of its last line. Hard ones run first, then soft ones, each in the order in which they stand.",
    example: '{ test: npm test, lint: "soft <= baseline: npm run -s count-warnings" }',
  },
  {
    key: "preset",
    meant: ["profile"],
    field: "preset",
    shape: { kind: "name", list: "presets" },
    none: null,
    otherwise: "`default`",
    usual: "default",
    settable: true,
    help: "Name of the preset that a run is recorded with. There is none but `default` yet.",
    example: "default",
  },
  {
    key: "agent",
    meant: ["backend", "engine"],
    field: "agent",
    shape: { kind: "name", list: "agents" },
    none: null,
    otherwise: "the repository's `agent`",
    settable: true,
    help: "The agent that makes the changes.",
    example: "tuner",
  },
  {
    key: "ci",
    meant: ["ci-checks", "require-ci", "ci-required"],
    field: "ci",
    shape: { kind: "choice", of: ["required", "none"] },
    none: null,
    otherwise: "the repository's `ci`",
    settable: true,
    help: "`required`: at least one check of an iteration's commit must succeed, and none may fail. `none`: no check is asked for.",
    example: "none",
  },
  {
    key: "simplicity",
    meant: ["simple", "simplify", "prefer-simpler"],
    field: "simplicity",
    shape: { kind: "choice", of: ["keep", "strict"] },
    none: null,
    otherwise: "an equal metric is no improvement",
    settable: true,
    told: "simplicity",
    help: "`keep`: an equal metric is kept too when the change makes the code smaller. `strict`: that too, and a gain below 0.1 % is rejected when the change adds lines.",
    example: "keep",
  },
  {
    key: "plateau",
    meant: ["patience", "max-rejections", "rejections", "stall", "give-up-after"],
    field: "plateau",
    shape: { kind: "bound", least: 1, most: 1_000 },
    otherwise: "10; in a program that version 0.1 adopted, 5",
    settable: true,
    later: true,
    help: "The program pauses and asks when this many iterations in a row were rejected. `never`: it goes on until somebody says otherwise.",
    example: "20",
  },
  {
    key: "confirm",
    meant: ["confirmation", "confirm-pairs", "pairs", "sign-test", "significance"],
    field: "confirm",
    shape: { kind: "option", of: [9, 5, "auto"] },
    none: null,
    otherwise: "what is measured better is not measured again",
    settable: true,
    later: true,
    help: "Measure what is better than the best in turns with its own base, in at most so many pairs, and keep it only where 8 of 9 (5 of 5) are better. `auto` measures the untouched branch against itself first, and confirms in 9 pairs where its noise is above half of `min-delta`, or above 0.5 % of the value where there is none.",
    example: "9",
  },
  {
    key: "budget",
    meant: ["cost", "max-cost", "cost-limit", "spend", "spending", "usd", "tokens"],
    field: "budget",
    shape: { kind: "budget" },
    none: null,
    otherwise: "what the repository's `budget` leaves",
    settable: false,
    later: true,
    help: "What its agents may spend, in dollars and tokens, by day (UTC) and in all. A day that is spent waits for the next one, a total asks.",
    example: "{ usd-per-day: 5, usd-total: 100 }",
  },
] as const satisfies readonly ProgramSettingRow[];

type Row = (typeof PROGRAM_SETTINGS)[number];

/** What the settings say of a definition. */
export type ProgramSettings = FieldsOf<Row>;

/** Fields whose change opens a new epoch. */
export type EpochField = Extract<Row, { readonly epoch: true }>["field"];

/** The settings that an agent is told, by the names under which it gets them. */
export type ToldSettings = {
  readonly [R in Extract<Row, { readonly told: string }> as R["told"]]: ProgramSettings[R["field"]];
};

/** All rows as people are shown them. */
export const LISTED: readonly ProgramSettingRow[] = [
  ...PROGRAM_SETTINGS.filter((row) => "leads" in row),
  ...PROGRAM_SETTINGS.filter((row) => !("leads" in row)),
];

/** The names of all settings, as people are shown them. */
export const SETTING_KEYS: readonly string[] = LISTED.map(({ key }) => key);

/** Keys that `/autoloop set` takes. */
export const SETTABLE_KEYS: readonly string[] = LISTED.filter(({ settable }) => settable).map(
  ({ key }) => key,
);

/** Fields whose change opens a new epoch. */
export const EPOCH_FIELDS: readonly EpochField[] = PROGRAM_SETTINGS.flatMap((row) =>
  "epoch" in row ? [row.field] : [],
);
