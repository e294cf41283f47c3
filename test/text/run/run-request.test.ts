import { describe, expect, it } from "vitest";
import { decodeRunFile, encodeRunFile, type RunFile } from "../../../src/text/run/run-request.ts";

const run: RunFile = {
  v: 1,
  key: { account: "3", owner: "acme", name: "boxes", issue: 1 },
  program: "carton",
  nonce: "n0nce",
  iteration: 2,
  kind: "improve",
  base: "a".repeat(40),
  definition: {
    targets: ["src/**"],
    excluded: ["src/gen/**"],
    evaluation: "node measure.mjs",
    metric: null,
    repeat: 1,
    gates: [{ name: "test", run: "npm test" }],
  },
  protectedPaths: [".github/**"],
  leftOut: ["link"],
  agent: "command",
  agentCommand: "agent --print",
  prompt: "# Program",
  context: { best: 5 },
  timeoutSeconds: 600,
};

describe("the request of a run", () => {
  it("is read as it was written, without what the runner does not need", () => {
    expect(decodeRunFile(encodeRunFile(run))).toEqual(run);
    const more = { ...run, secret: "canary", definition: { ...run.definition, goal: "Less." } };
    const { account, ...place } = run.key;
    // The file's first word for an account, so that a runner or an app of another version reads it.
    expect(JSON.parse(encodeRunFile(more))).toEqual({ ...run, key: { installation: 3, ...place } });
    expect(account).toBe("3");
  });

  it.each(["3", "0", "03", "local", "9".repeat(15), "9".repeat(16)])("keeps the account %s", (account) => {
    const key = { ...run.key, account };
    expect(decodeRunFile(encodeRunFile({ ...run, key })).key).toEqual(key);
  });

  it("is not taken where it was cut off or says something else, and why is kept", () => {
    const text = encodeRunFile(run);
    for (const broken of ["", text.slice(0, -1), "{}", JSON.stringify({ ...run, v: 2 })])
      expect(() => decodeRunFile(broken)).toThrow(
        expect.objectContaining({
          ...{
            kind: "terminal",
            message: "The run's request file cannot be read.",
            cause: expect.any(Error),
          },
        }),
      );
  });
});
