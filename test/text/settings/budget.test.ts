import { describe, expect, it } from "vitest";
import { parseBudget } from "../../../src/text/settings/budget.ts";
import { parseRepoConfig } from "../../../src/text/settings/repo-config.ts";

const of = (entries: Readonly<Record<string, unknown>>) => parseBudget(new Map(Object.entries(entries)));

describe(parseBudget, () => {
  it("reads bounds, however their keys are written", () => {
    expect(of({ "usd-per-day": 5, TOKENS_PER_DAY: 1_000, "usd-total": 0.5 })).toEqual({
      ...{ usdPerDay: 5, tokensPerDay: 1_000, usdTotal: 0.5 },
    });
  });

  it.each([
    ["nothing", {}],
    ["zero", { "usd-per-day": 0 }],
    ["less than zero", { "usd-total": -1 }],
    ["words", { "usd-per-day": "$5" }],
    ["no number", { "usd-per-day": Number.NaN }],
    ["no end", { "usd-per-day": Number.POSITIVE_INFINITY }],
    ["another key", { "usd-per-week": 5 }],
    ["a bound twice", { "usd-per-day": 5, usd_per_day: 6 }],
  ])("refuses %s", (_, entries) => {
    expect(of(entries)).toBeNull();
  });

  it.each([5, "5", null, ["usd-per-day"]])("refuses %j", (value) => {
    expect(parseBudget(value)).toBeNull();
  });

  it("makes a budget of zero one clear problem", () => {
    const { config, problems } = parseRepoConfig("budget: { usd-per-day: 0 }\n");
    expect(config.budget).toBeNull();
    expect(problems.map(({ key, value, allowed }) => ({ key, value, allowed }))).toEqual([
      {
        key: "budget",
        value: "{ usd-per-day: 0 }",
        allowed:
          "a map of `usd-per-day`, `tokens-per-day` and `usd-total`, each a number above 0 (a program that is to spend nothing is paused: `/autoloop pause`)",
      },
    ]);
  });
});
