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
      ...{ result: "success", passed: ["a", "b"], failing: [], unfinished: [], awaited: [], skipped: [] },
      uncounted: [],
    });
    expect(ciTally([check("a", "success"), ...others], standard).result).toBe("missing");
    expect(ciTally([check("a", "success"), check("b", "neutral")], standard).result).toBe("success");
    expect(ciTally([check("a", "neutral"), check("b", "neutral")], standard).result).toBe("missing");
    expect(ciTally([check("a", "success"), check("b", "failure")], standard)).toMatchObject({
      result: "failure",
      failing: ["b"],
    });
  });

  it("names what is awaited, skipped, unfinished and not counted", () => {
    const standard = { required: ["a", "b", "c", "d"], apps: null };
    const checks = [
      check("b", "neutral"),
      check("c", "pending"),
      check("d", "success"),
      check("d", "success"),
    ];
    const preview = check("Preview", "success", "vercel");
    expect(ciTally([...checks, preview, check("license/cla", "success", null)], standard)).toEqual({
      ...{
        result: "pending",
        passed: ["d", "d"],
        failing: [],
        unfinished: ["c"],
        awaited: ["a"],
        skipped: ["b"],
      },
      uncounted: ["Preview", "license/cla"],
    });
  });

  it.each([
    ["a licence agreement", check("license/cla", "success", null)],
    ["a sign-off", check("DCO", "success", "dco")],
    ["a preview", check("Vercel – shop", "success", null)],
    ["a deployment", check("Pages", "success", "cloudflare-pages")],
    ["a preview of Amplify", check("AWS Amplify Console Web Preview", "success", "aws-amplify-eu-west-1")],
    ["a bot for dependencies", check("renovate/stability-days", "success", null)],
  ])("takes %s for no CI: neither its success nor its failure counts", (_, noCode) => {
    expect(ciTally([noCode], ANY)).toMatchObject({ result: "missing", uncounted: [noCode.name] });
    const failing: CheckView = { ...noCode, state: "failure" };
    expect(ciTally([failing, check("test", "success")], ANY)).toMatchObject({
      result: "success",
      failing: [],
    });
  });

  it.each([
    ...[
      "vercel-e2e",
      "Vercel e2e",
      "cloudflare pages smoke test",
      "netlify-e2e",
      "cla-bot tests",
      "now-playing",
    ],
    ...["deploy/e2e", "deployment/smoke", "security/snyk-e2e", "socket security tests", "dco2", "heroku/ci"],
  ])("counts a commit status that is only named after such a service: %s", (name) => {
    expect(ciTally([check(name, "success", null)], ANY).result).toBe("success");
    const required = { required: [name], apps: null };
    expect(ciTally([check("test", "success")], required)).toMatchObject({
      result: "missing",
      awaited: [name],
    });
  });

  it.each([
    ["an app that is named like one of Amplify's", "aws-amplify-e2e"],
    ["a host that runs tests, too", "heroku"],
  ])("counts what %s reports", (_, app) => {
    expect(ciTally([check("test", "success", app)], ANY).result).toBe("success");
  });

  it("counts what runs no code where the repository names it", () => {
    const checks = [check("Preview", "success", "vercel"), check("license/cla", "failure", null)];
    expect(ciTally(checks, { required: [], apps: ["vercel"] }).result).toBe("success");
    expect(ciTally(checks, { required: [], apps: ["vercel", "status"] }).result).toBe("failure");
  });

  it("does not wait for required names of which no code is run, and waits for those of the apps that are named", () => {
    const required = ["test", "license/cla", "Preview"];
    const checks = [check("test", "success"), check("Preview", "failure", "netlify")];
    expect(ciTally(checks, { required, apps: null })).toMatchObject({ result: "success", awaited: [] });
    expect(ciTally(checks, { required, apps: ["github-actions"] }).awaited).toEqual([
      "license/cla",
      "Preview",
    ]);
  });

  it("keeps nothing where nobody may tell what is required, and refuses what is red all the same", () => {
    const standard = { required: "unknown", apps: null } as const;
    expect(ciTally([check("a", "success")], standard).result).toBe("unknown");
    expect(ciTally([], standard).result).toBe("missing");
    expect(ciTally([check("a", "failure")], standard).result).toBe("failure");
  });

  it("counts only the apps that are allowed; statuses belong to none", () => {
    const checks = [check("a", "success", "circleci"), check("b", "failure", null)];
    expect(ciTally(checks, { required: [], apps: ["circleci"] }).result).toBe("success");
    expect(ciTally(checks, { required: [], apps: ["github-actions"] }).result).toBe("missing");
    expect(ciTally(checks, { required: [], apps: ["circleci", "status"] }).result).toBe("failure");
  });
});
