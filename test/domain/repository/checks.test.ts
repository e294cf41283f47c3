import { describe, expect, it } from "vitest";
import { ciTally } from "../../../src/domain/repository/checks.ts";
import type { CheckView } from "../../../src/domain/repository/view.ts";

const check = (
  name: string,
  state: CheckView["state"],
  app: string | null = "github-actions",
): CheckView => ({
  ...{ name, state, app },
  own: app === "autoloop",
});
const ANY = { required: [], apps: null };

describe(ciTally, () => {
  it.each([
    ["nothing", [], "missing"],
    ["one success", [check("a", "success")], "success"],
    ["a success beside a neutral one", [check("a", "success"), check("b", "neutral")], "success"],
    ["neutral ones alone", [check("a", "neutral")], "missing"],
    ["a failure beside a success", [check("a", "success"), check("b", "failure")], "failure"],
    ["a failure while another goes on", [check("a", "failure"), check("b", "pending")], "pending"],
    ["our own alone", [check("a", "success", "autoloop")], "missing"],
    [
      "our own failing beside a success",
      [check("a", "success"), check("b", "failure", "autoloop")],
      "success",
    ],
    ["a commit status", [check("a", "success", null)], "success"],
  ])("takes %s for %s", (_, checks, result) => {
    expect(ciTally(checks, ANY).result).toBe(result);
  });

  it("lets the required checks decide alone, and awaits those that have not reported", () => {
    const standard = { required: ["a", "b"], apps: null };
    const others = [check("x", "failure"), check("y", "pending")];
    expect(ciTally([check("a", "success"), check("b", "success"), ...others], standard)).toEqual({
      result: "success",
      passed: 2,
      failing: [],
    });
    expect(ciTally([check("a", "success"), ...others], standard).result).toBe("missing");
    expect(ciTally([check("a", "success"), check("b", "neutral")], standard).result).toBe("success");
    expect(ciTally([check("a", "neutral"), check("b", "neutral")], standard).result).toBe("missing");
    expect(ciTally([check("a", "success"), check("b", "failure")], standard)).toMatchObject({
      result: "failure",
      failing: ["b"],
    });
  });

  it("counts only the apps that are allowed; statuses belong to none", () => {
    const checks = [check("a", "success", "circleci"), check("b", "failure", null)];
    expect(ciTally(checks, { required: [], apps: ["circleci"] }).result).toBe("success");
    expect(ciTally(checks, { required: [], apps: ["github-actions"] }).result).toBe("missing");
    expect(ciTally(checks, { required: [], apps: ["circleci", "status"] }).result).toBe("failure");
  });
});
