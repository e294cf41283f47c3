// Who decides what: the repository within what the operator offers.

import { describe, expect, it } from "vitest";
import { policyFor } from "../../../src/app/settings/policy.ts";
import type { RepoConfig } from "../../../src/domain/policy.ts";
import { LINKS } from "../../support/github/links.ts";

const OPERATOR = {
  linksTo: ({ owner, name }: typeof REPOSITORY) => {
    if (`${owner}/${name}` !== "octo/repo") throw new Error("the policy of another repository");
    return LINKS;
  },
  executor: "local",
  isolation: "isolated",
  agent: "claude",
  installationConcurrency: 8,
  minIntervalMs: 60_000,
  iterationTimeoutMs: 3_600_000,
  ciGraceMs: 600_000,
  ciSettleMs: 30_000,
  ciTimeoutMs: 1_200_000,
  statusQuietMs: 5_000,
} as const;
const REPOSITORY = { account: "1", owner: "octo", name: "repo" };
const SILENT: RepoConfig = {
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
  ...{ budget: null, assumedUsd: null, assumedTokens: null },
  iterationComments: null,
  unprotected: [],
};
const DEFAULT = {
  executor: "local",
  isolation: "isolated",
  agent: "claude",
  concurrency: 1,
  accountConcurrency: 8,
  dispatchesPerDay: null,
  ...{ budget: null, assumedUsd: null, assumedTokens: null },
  unapprovedEdits: "wait",
  iterationComments: 400,
  defaultSchedule: { kind: "interval", ms: 21_600_000 },
  minIntervalMs: 60_000,
  defaultTimeoutMs: 3_600_000,
  protectedPaths: [],
  unprotected: [],
  ci: "required",
  ciAttempts: 5,
  ciApps: null,
  ciSettleMs: 30_000,
  ciGraceMs: 600_000,
  ciTimeoutMs: 1_200_000,
  statusQuietMs: 5_000,
  links: LINKS,
};

describe("policyFor", () => {
  it("is the operator's where the repository says nothing", () => {
    expect(policyFor(OPERATOR, null, REPOSITORY)).toEqual({ policy: DEFAULT, problems: [] });
    expect(policyFor(OPERATOR, SILENT, REPOSITORY)).toEqual({ policy: DEFAULT, problems: [] });
  });

  it("is the repository's where that has a say", () => {
    const repo: RepoConfig = {
      executor: "local",
      agent: "tuner",
      concurrency: 3,
      schedule: { kind: "interval", ms: 1_800_000 },
      protectedPaths: ["secret/**"],
      ci: "none",
      ciAttempts: 2,
      ciApps: ["circleci"],
      unapprovedEdits: "continue",
      dispatchesPerDay: 12,
      ...{ budget: { usdPerDay: 5 }, assumedUsd: 0.5, assumedTokens: 1_000 },
      iterationComments: 40,
      unprotected: ["package.json"],
    };
    const { schedule: defaultSchedule, ...rest } = repo;
    expect(policyFor(OPERATOR, repo, REPOSITORY)).toEqual({
      policy: { ...DEFAULT, ...rest, defaultSchedule },
      problems: [],
    });
  });

  it("names an executor that is not offered, and does not use it", () => {
    const { policy, problems } = policyFor(OPERATOR, { ...SILENT, executor: "cloud`@all" }, REPOSITORY);
    expect(policy).toEqual(DEFAULT);
    expect(problems).toEqual([
      {
        key: "executor",
        value: "cloud`@all",
        allowed: "local",
        line: null,
        message:
          "executor: this installation of Autoloop does not offer `cloud??all`; write `local` or leave the key out",
      },
    ]);
  });
});
