import { describe, expect, it } from "vitest";
import { budgetCell } from "../../../src/text/comments/status/budget-cell.ts";
import { type BudgetLine, budgetReason } from "../../../src/text/outcome/budget-reasons.ts";

const LINE: BudgetLine = {
  ...{ whose: "program", what: "usd", limit: 5, date: "2026-12-01", since: "2026-11-30T10:00:00.000Z" },
  ...{ spent: 1.23456, assumed: 0 },
};

describe(budgetCell, () => {
  it("says what was spent of each bound", () => {
    expect(budgetCell([])).toBeNull();
    expect(
      budgetCell([
        LINE,
        { ...LINE, date: null, limit: 100, spent: 40, assumed: 2 },
        { ...LINE, whose: "repository", what: "tokens", limit: 5_000_000, spent: 1 },
        { ...LINE, spent: null, assumed: 1 },
        { ...LINE, date: "", since: "", spent: 0 },
        { ...LINE, date: null, since: "", spent: 0 },
      ])?.split("; "),
    ).toEqual([
      "1.2346 USD of 5 USD on 2026-12-01 (UTC)",
      "40 USD of 100 USD in all, since 2026-11-30, 2 runs of unknown cost among it",
      "1 token of 5,000,000 tokens on 2026-12-01 (UTC), all programs together",
      "unknown of 5 USD on 2026-12-01 (UTC), 1 run of unknown cost among it",
      "0 USD of 5 USD a day",
      "0 USD of 5 USD in all",
    ]);
  });
});

describe("budgetReason", () => {
  it("asks what nobody else can say", () => {
    expect(budgetReason.spent({ ...LINE, date: null, limit: 1, spent: 1.2 })).toBe(
      "The program's budget of 1 USD is spent: 1.2 USD so far.",
    );
    expect(
      budgetReason.unknown({ ...LINE, whose: "repository", what: "tokens", spent: null, assumed: 1 }),
    ).toBe("The budget of the repository's programs is 5 tokens a day, and of 1 run nobody told the tokens.");
  });
});
