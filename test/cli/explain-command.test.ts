import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/app/settings/config-error.ts";
import { explainCommand } from "../../src/cli/explain-command.ts";
import { Retryable } from "../../src/domain/errors.ts";
import type { Step } from "../../src/plan/step.ts";
import type { Explanation } from "../../src/reconcile/explain.ts";
import { HOST_TROUBLE } from "../../src/text/outcome/system-errors.ts";

const AT = Date.UTC(2026, 0, 1);

function aStep(rule: string, change: Partial<Step> = {}): Step {
  const nothing = { actions: [], events: [], blocked: [], notices: [], wakeAt: [] };
  return { rule, ...nothing, again: false, halted: false, ...change };
}

function explained(...steps: readonly Step[]): Explanation {
  return { program: "carton", status: "active", run: "absent", at: AT, steps };
}

/** Runs the command over what a look would find. */
async function run(target: string, found: Explanation | "absent" | Error, asJson = false) {
  const looked: string[] = [];
  let out = "";
  let err = "";
  const code = await explainCommand(target, asJson, {
    look: async (owner, name, issue) => {
      looked.push(`${owner} ${name} ${issue}`);
      if (found instanceof Error) throw found;
      return found;
    },
    print: (text) => {
      out += text;
    },
    complain: (text) => {
      err += text;
    },
  });
  return { code, out, err, looked };
}

describe(explainCommand, () => {
  const wait = aStep("start", { wakeAt: [AT + 60_000], again: true });
  const react = aStep("acknowledge", { actions: [{ type: "issue.react", reaction: "eyes" }] });

  it("answers 0 and prints rule by rule what would be done", async () => {
    const { code, out, err, looked } = await run("octo/carton#12", explained(aStep("adopt"), wait, react));
    expect([code, err, looked]).toEqual([0, "", ["octo carton 12"]]);
    expect(out).toMatchInlineSnapshot(`
      "octo/carton#12: carton, active, run absent, at 2026-01-01T00:00:00.000Z
        adopt        nothing to do
        start        looks again at 2026-01-01T00:01:00.000Z
                     looks again at once
        acknowledge  would react with eyes to the issue
      "
    `);
  });

  it("prints one JSON object", async () => {
    const { code, out } = await run("octo/carton#12", explained(react), true);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      target: "octo/carton#12",
      found: true,
      program: "carton",
      status: "active",
      run: "absent",
      at: "2026-01-01T00:00:00.000Z",
      rules: [
        {
          rule: "acknowledge",
          events: [],
          actions: ["issue.react"],
          says: ["would react with eyes to the issue"],
        },
      ],
    });
  });

  it("shows no outside text as anything but one visible line", async () => {
    const message = "is\u001b[2Jodd\nstart  would lie";
    const blocked = [{ key: "agent", value: null, allowed: "", line: null, message }];
    const { out } = await run("octo/carton#12", explained(aStep("configuration", { blocked })));
    expect(out.split("\n").slice(1)).toEqual([
      "  configuration  no iteration starts: agent: is[2Jodd start would lie",
      "",
    ]);
  });

  it("answers 1 where there is no such program", async () => {
    const { code, out } = await run("octo/carton#12", "absent");
    expect([code, out]).toEqual([1, expect.stringContaining("no such issue")]);
    const json = await run("octo/carton#12", "absent", true);
    expect(JSON.parse(json.out)).toEqual({ target: "octo/carton#12", found: false, rules: [] });
  });

  it.each([
    "octo/carton",
    "octo/carton#",
    "octo/carton#0",
    "octo/carton#x",
    "carton#1",
    "octo/car ton#1",
    "",
  ])("answers 2 to %j without asking anybody", async (target) => {
    const { code, out, err, looked } = await run(target, "absent");
    expect([code, out, looked]).toEqual([2, "", []]);
    expect(err).toContain("owner/repo#issue");
  });

  it("answers 2 and says why where it cannot be told", async () => {
    const config = await run("octo/carton#1", new ConfigError(["APP_ID is missing"]));
    expect([config.code, config.out]).toEqual([2, ""]);
    expect(config.err).toContain("APP_ID is missing");
    expect(config.err).toContain(".env.example");
    const host = await run("octo/carton#1", new Retryable("GitHub did not answer"));
    expect([host.code, host.err]).toEqual([2, `autoloop explain: GitHub did not answer\n${HOST_TROUBLE}\n`]);
  });

  it("hides no defect", async () => {
    await expect(run("octo/carton#1", new TypeError("a defect"))).rejects.toThrow("a defect");
  });
});
