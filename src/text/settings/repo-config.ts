// `.github/autoloop.yml` of a user's repository. Every key is checked; a wrong one is a problem and counts
// as absent, though a protected path that cannot be read leaves the others protected. Merging with the operator's
// settings happens elsewhere.

import {
  CI_ATTEMPTS,
  DISPATCHES_REMEMBERED,
  FRONTMATTER_BYTES,
  MOST_ITERATION_COMMENTS,
} from "../../domain/limits.ts";
import { compileGlob } from "../../domain/paths/glob.ts";
import type { RepoConfig } from "../../domain/policy.ts";
import { REPO_CONFIG_PATH } from "../../domain/program/names.ts";
import type { Problem } from "../../domain/program/program.ts";
import { splitLines } from "../markdown/markdown.ts";
import { problem } from "./problem.ts";
import { readSetting, settingKey } from "./settings.ts";
import { readYamlMap } from "./yaml-map.ts";

const MOST_CONCURRENT = 10;
/** A digest sums up a quarter of the comments; fewer than this would be digests of nothing. */
const LEAST_ITERATION_COMMENTS = 4;
const MOST_PATHS = 100;
const MOST_APPS = 20;
const PATHS_ALLOWED = `a list of at most ${MOST_PATHS} paths or globs, such as \`- infra/**\``;
const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** What a value says, and what would be right where some of it is wrong. */
type Row = (value: unknown) => { readonly config: Partial<RepoConfig>; readonly wrong: string | null };

const ROWS: ReadonlyMap<string, Row> = new Map<string, Row>([
  ["executor", (value) => (isName(value) ? right({ executor: value }) : wrong("the name of an executor"))],
  ["agent", (value) => (isName(value) ? right({ agent: value }) : wrong("the name of an agent"))],
  ["concurrency", readConcurrency],
  ["schedule", shared("schedule")],
  ["protected-paths", readPaths],
  ["ci", shared("ci")],
  ["ci-attempts", readCiAttempts],
  ["ci-apps", readCiApps],
  ["unapproved-edits", readUnapprovedEdits],
  ["dispatches-per-day", readDispatches],
  ["iteration-comments", readIterationComments],
]);

/** Reads the file's text. The configuration holds what was right, the problems say what was not. */
export function parseRepoConfig(text: string): {
  readonly config: RepoConfig;
  readonly problems: readonly Problem[];
} {
  const { entries, problems: unreadable } = readText(text.replace(/^\uFEFF/, ""));
  const problems = [...unreadable];
  let config: RepoConfig = {
    executor: null,
    agent: null,
    concurrency: null,
    schedule: null,
    protectedPaths: [],
    ci: null,
    ciAttempts: null,
    ciApps: null,
    unapprovedEdits: null,
    dispatchesPerDay: null,
    iterationComments: null,
  };
  for (const { key, value, source, line } of entries) {
    const result = ROWS.get(settingKey(key))?.(value);
    if (result === undefined) {
      problems.push(
        problem(key, "is no key of the configuration", source, [...ROWS.keys()].join(", "), line),
      );
      continue;
    }
    if (result.wrong !== null)
      problems.push(problem(key, "has a value that is not allowed", source, result.wrong, line));
    config = { ...config, ...result.config };
  }
  return { config, problems };
}

/** Nobody bounds this file before it is read. */
function readText(text: string): ReturnType<typeof readYamlMap> {
  if (text.length <= FRONTMATTER_BYTES) return readYamlMap(splitLines(text), REPO_CONFIG_PATH, 1);
  const allowed = `at most ${FRONTMATTER_BYTES} bytes`;
  const found = `${text.length} characters`;
  return { entries: [], problems: [problem(REPO_CONFIG_PATH, "is too long", found, allowed, 1)] };
}

function right(config: Partial<RepoConfig>): ReturnType<Row> {
  return { config, wrong: null };
}

function wrong(allowed: string): ReturnType<Row> {
  return { config: {}, wrong: allowed };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && NAME.test(value);
}

function readConcurrency(value: unknown): ReturnType<Row> {
  return isWhole(value, MOST_CONCURRENT)
    ? right({ concurrency: value })
    : wrong(`a whole number from 1 to ${MOST_CONCURRENT}`);
}

function readDispatches(value: unknown): ReturnType<Row> {
  return isWhole(value, DISPATCHES_REMEMBERED)
    ? right({ dispatchesPerDay: value })
    : wrong(`a whole number from 1 to ${DISPATCHES_REMEMBERED}`);
}

function readCiAttempts(value: unknown): ReturnType<Row> {
  return isWhole(value, CI_ATTEMPTS)
    ? right({ ciAttempts: value })
    : wrong(`a whole number from 1 (what CI refuses is taken back at once) to ${CI_ATTEMPTS}`);
}

function readCiApps(value: unknown): ReturnType<Row> {
  const isList = Array.isArray(value) && value.length > 0 && value.length <= MOST_APPS && value.every(isName);
  return isList
    ? right({ ciApps: value })
    : wrong("a list of app names such as `- github-actions`; `status` stands for commit statuses");
}

function readIterationComments(value: unknown): ReturnType<Row> {
  return isWhole(value, MOST_ITERATION_COMMENTS, LEAST_ITERATION_COMMENTS)
    ? right({ iterationComments: value })
    : wrong(`a whole number from ${LEAST_ITERATION_COMMENTS} to ${MOST_ITERATION_COMMENTS}`);
}

function isWhole(value: unknown, most: number, least = 1): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

function readUnapprovedEdits(value: unknown): ReturnType<Row> {
  return value === "wait" || value === "continue"
    ? right({ unapprovedEdits: value })
    : wrong("`wait` or `continue`");
}

/** One path that cannot be read must not take the protection of the others away. */
function readPaths(value: unknown): ReturnType<Row> {
  const paths: readonly unknown[] = Array.isArray(value) ? value : [value];
  const globs = paths.filter(
    (path): path is string => typeof path === "string" && compileGlob(path) !== null,
  );
  const allowed = Array.isArray(value) && globs.length === paths.length && paths.length <= MOST_PATHS;
  return { config: { protectedPaths: globs }, wrong: allowed ? null : PATHS_ALLOWED };
}

/** A key that means the same here as in a program. */
function shared(key: "schedule" | "ci"): Row {
  return (value) => {
    const result = readSetting(key, value);
    if ("wrong" in result) return wrong(result.wrong);
    const { schedule, ci } = result.settings;
    return right({ ...(schedule ? { schedule } : {}), ...(ci ? { ci } : {}) });
  };
}
