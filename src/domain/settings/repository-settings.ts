// The keys of `.github/autoloop.yml`: one row per key. Keys that are absent fall back to what the operator decided.

import {
  CI_ATTEMPTS,
  DISPATCHES_REMEMBERED,
  ITERATION_COMMENTS,
  MOST_ITERATION_COMMENTS,
} from "../limits.ts";
import type { FieldsOf, SettingRow } from "./setting-row.ts";

/** A digest sums up a quarter of the comments; fewer than this would be digests of nothing. */
const LEAST_ITERATION_COMMENTS = 4;
const MOST_PATHS = 100;

export const REPOSITORY_SETTINGS = [
  {
    key: "executor",
    field: "executor",
    shape: { kind: "name" },
    allowed: "the name of an executor",
    none: null,
    otherwise: "the operator's",
    help: "Where iterations run. It must be what the installation offers.",
    example: "local",
  },
  {
    key: "agent",
    field: "agent",
    shape: { kind: "name" },
    allowed: "the name of an agent",
    none: null,
    otherwise: "the operator's",
    help: "For programs that name none.",
    example: "tuner",
  },
  {
    key: "concurrency",
    field: "concurrency",
    shape: { kind: "whole", least: 1, most: 10 },
    none: null,
    otherwise: "`1`",
    help: "Iterations of different programs at the same time.",
    example: "2",
  },
  {
    key: "schedule",
    field: "schedule",
    shape: { kind: "schedule" },
    none: null,
    otherwise: "`every 6h`",
    help: "For programs that name none.",
    example: "every 6h",
  },
  {
    key: "protected-paths",
    field: "protectedPaths",
    shape: { kind: "paths", most: MOST_PATHS },
    none: [],
    otherwise: "what is protected anyway",
    help: "Files that no program may change, besides those that are protected anyway.",
    example: "[infra/**]",
  },
  {
    key: "ci",
    field: "ci",
    shape: { kind: "choice", of: ["required", "none"] },
    none: null,
    otherwise: "`required`",
    help: "For programs that do not say: whether the checks of an iteration's commit decide.",
    example: "required",
  },
  {
    key: "ci-attempts",
    field: "ciAttempts",
    shape: { kind: "whole", least: 1, most: CI_ATTEMPTS },
    allowed: `a whole number from 1 (what CI refuses is taken back at once) to ${CI_ATTEMPTS}`,
    none: null,
    otherwise: `\`${CI_ATTEMPTS}\``,
    help: "Commits of one iteration that CI may refuse.",
    example: "3",
  },
  {
    key: "ci-apps",
    field: "ciApps",
    shape: { kind: "names", most: 20 },
    allowed: "a list of app names such as `- github-actions`; `status` stands for commit statuses",
    none: null,
    otherwise: "every app's but Autoloop's own",
    help: "The apps whose checks count; `status` stands for commit statuses.",
    example: "[github-actions]",
  },
  {
    key: "unapproved-edits",
    field: "unapprovedEdits",
    shape: { kind: "choice", of: ["wait", "continue"], exact: true },
    none: null,
    otherwise: "`wait`",
    help: "While a changed text waits for approval: `wait` starts nothing new, `continue` goes on with the approved text.",
    example: "wait",
  },
  {
    key: "dispatches-per-day",
    field: "dispatchesPerDay",
    shape: { kind: "whole", least: 1, most: DISPATCHES_REMEMBERED },
    none: null,
    otherwise: "as many as the schedule asks for",
    help: "Runs of one program in any 24 hours.",
    example: "24",
  },
  {
    key: "iteration-comments",
    field: "iterationComments",
    shape: { kind: "whole", least: LEAST_ITERATION_COMMENTS, most: MOST_ITERATION_COMMENTS },
    none: null,
    otherwise: `\`${ITERATION_COMMENTS}\``,
    help: "Comments about iterations on one issue before the oldest are summed up.",
    example: "400",
  },
] as const satisfies readonly SettingRow[];

/** What `.github/autoloop.yml` may say. */
export type RepositorySettings = FieldsOf<(typeof REPOSITORY_SETTINGS)[number]>;
