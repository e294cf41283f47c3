import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/app/settings/config-error.ts";
import { doctor } from "../../src/cli/doctor-command.ts";
import { Retryable } from "../../src/domain/errors.ts";
import type { CheckState, ReadinessCheck } from "../../src/domain/repository/readiness.ts";
import type { Examined } from "../../src/plan/repository/setup.ts";
import { HOST_TROUBLE } from "../../src/text/outcome/system-errors.ts";
import { LINKS } from "../support/github/links.ts";

const URL = "https://github.com/octo/carton/settings/actions";

function aCheck(state: CheckState, change: Partial<ReadinessCheck> = {}): ReadinessCheck {
  return { name: "ci", state, text: "It is so.", link: null, ...change };
}

/** Runs the command over what a look would find. */
async function run(target: string, found: readonly ReadinessCheck[] | "absent" | Error, asJson = false) {
  const looked: string[] = [];
  let out = "";
  let err = "";
  const code = await doctor(target, asJson, {
    look: async (owner, name): Promise<Examined | "absent"> => {
      looked.push(`${owner} ${name}`);
      if (found instanceof Error) throw found;
      return found === "absent" ? found : { checks: found, view: null, links: LINKS };
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

describe(doctor, () => {
  it("answers 0 where nothing is missing, and prints one line a check", async () => {
    const checks = [
      aCheck("ready", { name: "label" }),
      aCheck("not needed", { name: "workflow" }),
      aCheck("unknown", { name: "actions", text: "Look there.", link: { text: "There", url: URL } }),
    ];
    const { code, out, err, looked } = await run("octo/carton", checks);
    expect([code, err, looked]).toEqual([0, "", ["octo carton"]]);
    expect(out).toMatchInlineSnapshot(`
      "octo/carton: nothing is missing
        ready       Label           It is so.
        not needed  Workflow        It is so.
        unknown     GitHub Actions  Look there.
                                    https://github.com/octo/carton/settings/actions
      "
    `);
  });

  it("answers 1 where something is missing, or the app is not installed", async () => {
    const missing = await run("octo/carton", [aCheck("ready"), aCheck("missing")]);
    expect(missing.code).toBe(1);
    expect(missing.out).toContain("octo/carton: not ready yet");
    const absent = await run("octo/carton", "absent");
    expect(absent.code).toBe(1);
    expect(absent.out).toContain("not installed");
  });

  it("prints one JSON object", async () => {
    const link = { text: "There", url: URL };
    const { code, out } = await run("octo/carton", [aCheck("missing", { link }), aCheck("ready")], true);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      repository: "octo/carton",
      installed: true,
      ready: false,
      checks: [
        { check: "ci", state: "missing", text: "It is so.", url: URL },
        { check: "ci", state: "ready", text: "It is so.", url: null },
      ],
    });
    const absent = await run("octo/carton", "absent", true);
    expect(JSON.parse(absent.out)).toMatchObject({ installed: false, ready: false, checks: [] });
    expect(absent.code).toBe(1);
  });

  it.each([
    "carton",
    "octo/carton/x",
    "octo/",
    "/carton",
    "octo/car ton",
    "https://github.com/octo/carton",
    "",
  ])("answers 2 to %j without asking anybody", async (target) => {
    const { code, out, err, looked } = await run(target, []);
    expect([code, out, looked]).toEqual([2, "", []]);
    expect(err).toContain("owner/repo");
  });

  it("answers 2 and says why where it cannot be told", async () => {
    const config = await run("octo/carton", new ConfigError(["APP_ID is missing"]));
    expect([config.code, config.out]).toEqual([2, ""]);
    expect(config.err).toContain("APP_ID is missing");
    expect(config.err).toContain(".env.example");
    const host = await run("octo/carton", new Retryable("GitHub did not answer"));
    expect([host.code, host.err]).toEqual([2, `autoloop doctor: GitHub did not answer\n${HOST_TROUBLE}\n`]);
  });

  it("hides no defect", async () => {
    await expect(run("octo/carton", new TypeError("a defect"))).rejects.toThrow("a defect");
  });
});
