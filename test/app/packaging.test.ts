// The files around the code that operators meet first: they must say what the code does.

import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../src/app/settings/config.ts";
import { ConfigError } from "../../src/app/settings/config-error.ts";
import { registerHandlers } from "../../src/app/webhook/handlers.ts";
import { CHOICE_VARIABLE, SILENCE_VARIABLE } from "../../src/text/agents/agent-choice.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("app.yml", () => {
  const manifest = parse(read("app.yml")) as {
    default_permissions: Record<string, string>;
    default_events: string[];
  };

  it("subscribes to exactly the events that are read and not sent unasked", () => {
    const registered: string[] = [];
    registerHandlers(
      // The handlers themselves are tested with the server.
      { on: (names: string | readonly string[]) => registered.push(...[names].flat()) },
      () => undefined,
    );
    const unasked = ["installation", "installation_repositories"];
    expect(new Set(registered)).toEqual(new Set([...manifest.default_events, ...unasked]));
  });

  it("asks for these permissions and no others, above all not for `workflows`", () => {
    expect(manifest.default_permissions).toEqual({
      issues: "write",
      contents: "write",
      pull_requests: "write",
      checks: "write",
      statuses: "read",
      actions: "write",
      metadata: "read",
    });
  });
});

describe(".env.example", () => {
  const text = read(".env.example");
  const keys = [
    ...[...read("src/app/settings/config.ts").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, key]) => key),
    ...Object.values(CHOICE_VARIABLE),
    SILENCE_VARIABLE,
  ];

  it("explains every variable that is read, and no other", () => {
    const named = [...text.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, key]) => key);
    expect(new Set(named)).toEqual(new Set(keys));
  });

  it("holds no value for what must be chosen", () => {
    expect(Object.values(parseEnv(text)).filter((value) => value !== "")).toEqual([]);
  });

  it("shows values that are right", () => {
    const shown = parseEnv(text.replace(/^# (?=[A-Z][A-Z_]+=)/gm, ""));
    let problems: readonly string[] = [];
    try {
      readConfig({ ...shown, ANTHROPIC_API_KEY: "x", HOME: "/root", AUTOLOOP_EXECUTOR: "local" });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems = error.problems;
    }
    expect(problems.map((line) => line.split(" ")[0])).toEqual(["APP_ID", "WEBHOOK_SECRET", "PRIVATE_KEY"]);
  });
});

describe("Dockerfile", () => {
  const text = read("Dockerfile").replace(/\\\n/g, " ");
  const stages = text.split(/^FROM /m).slice(1);
  const last = stages.at(-1) ?? "";

  it("has two stages on Node 24", () => {
    expect(stages.map((stage) => stage.split(/\s/)[0])).toEqual(["node:24-slim", "node:24-slim"]);
  });

  it("runs no scripts of packages and takes no package along", () => {
    expect(text).toMatch(/^RUN npm ci --ignore-scripts$/m);
    expect(last).not.toContain("npm");
    expect([...last.matchAll(/^COPY --from=build (.+) \S+$/gm)].map(([, names]) => names)).toEqual([
      "/app/dist/*.mjs /app/dist/THIRD-PARTY-LICENSES.txt",
    ]);
    expect(JSON.parse(read("package.json"))).not.toHaveProperty("dependencies");
  });

  it("runs as nobody special, from exec forms, so that SIGTERM arrives", () => {
    expect(/^USER (\S+)$/m.exec(last)?.[1]).toBe("node");
    expect(JSON.parse(/^CMD (.+)$/m.exec(last)?.[1] ?? "")).toEqual(["node", "autoloop.mjs", "start"]);
    expect(JSON.parse(/^ENTRYPOINT (.+)$/m.exec(last)?.[1] ?? "")).toEqual(["/usr/bin/tini", "--"]);
  });

  it("checks its health over /healthz", () => {
    const check: unknown = JSON.parse(/^HEALTHCHECK .*? CMD (.+)$/m.exec(last)?.[1] ?? "");
    expect(check).toEqual(["node", "-e", expect.stringContaining("/healthz")]);
  });

  it("copies named things only, all of them there, and sets no secret", () => {
    const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, names]) => names?.split(" ") ?? [],
    );
    const allowed = [...read(".dockerignore").matchAll(/^!(.+)$/gm)].map(([, name]) => name);
    expect(new Set(copied)).toEqual(new Set(allowed));
    expect(copied.filter((name) => !existsSync(new URL(`../../${name}`, import.meta.url)))).toEqual([]);
    expect(text).not.toMatch(/^(?:ENV|ARG) .*(?:PRIVATE_KEY|SECRET|TOKEN|APP_ID)/m);
  });
});
