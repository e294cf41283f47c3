// What comes back of a run names no place of the machine that it was on, and no secret, whoever of it speaks.

import { homedir } from "node:os";
import { describe, expect, it } from "vitest";
import { fitToTell } from "../../src/runner/telling.ts";
import { placesIn } from "../../src/runner/workspace/folder.ts";
import { tinyRun } from "./tiny-run.ts";

const RAISE = "echo 9 > src/value.txt";
/** Paths of the test's own temporary folders, where each run is. */
const OWN = /autoloop-test-/;

describe("a report", () => {
  it("holds the last lines of the gate that failed, with its count", async () => {
    const run = (gate: object) =>
      tinyRun({ agent: RAISE, definition: { gates: [{ name: "test", run: "seq 30; exit 3", ...gate }] } });
    const { output = "", gates } = await run({});
    expect(output.split("\n").slice(0, 2)).toEqual(["The gate ended with exit code 3.", "11"]);
    expect(output.endsWith("\n30")).toBe(true);
    expect(gates[0]?.detail).toBe(output);
    const soft = { soft: { side: "at-most", bound: 2 }, run: "echo a.ts: unused; echo METRIC count=3" };
    expect((await run(soft)).output).toBe(
      "The gate counted 3; allowed is at most 2.\na.ts: unused\nMETRIC count=3",
    );
  });

  it("holds the last lines of the evaluation that gave no number, and of an agent that broke", async () => {
    const evaluation = "echo measuring; echo 'no such file' >&2; exit 2";
    expect(await tinyRun({ agent: RAISE, definition: { evaluation } })).toMatchObject({
      outcome: "failed",
      output: "measuring\n\nno such file",
    });
    expect((await tinyRun({ agent: RAISE, definition: { evaluation: "echo fine" } })).output).toBe("fine");
    expect((await tinyRun({ agent: "echo thinking; echo 'out of credit' >&2; exit 4" })).output).toBe(
      "thinking\n\nout of credit",
    );
  });

  it("holds none where nothing failed", async () => {
    expect(await tinyRun({ agent: `echo hello; ${RAISE}` })).not.toHaveProperty("output");
  });

  it("says nothing of the machine's folders", async () => {
    const places = 'echo "$PWD/src/value.txt $HOME/.cache $TMPDIR $0"';
    const answer = `echo '{"change":"Edit '"$PWD"'/src/value.txt","lessons":["See '"$HOME"'."]}' > "$AUTOLOOP_ANSWER"`;
    const broken = await tinyRun({ agent: `${places}; exit 1` });
    const gate = await tinyRun({
      agent: `${answer}; ${RAISE}`,
      definition: { gates: [{ name: "test", run: `${places}; exit 1` }] },
    });
    const evaluated = await tinyRun({ agent: RAISE, definition: { evaluation: `${places}; exit 1` } });
    const rejected = await tinyRun({
      agent: RAISE,
      definition: { evaluation: `echo "{\\"score\\": null, \\"rejected_reason\\": \\"see $PWD/a\\"}"` },
    });
    for (const report of [broken, gate, evaluated, rejected]) expect(JSON.stringify(report)).not.toMatch(OWN);
    expect(broken.output).toMatch(/^src\/value\.txt ~\/\.cache tmp /);
    expect(gate.answer).toMatchObject({ change: "Edit src/value.txt", lessons: ["See ~."] });
    expect(evaluated.output).toBe("src/value.txt ~/.cache tmp evaluation script");
    expect(rejected.measurement).toEqual({ outcome: "rejected", reason: "see a" });
  });
});

describe(fitToTell, () => {
  it("takes out the agent's own secrets by value, others by their look, and the home of whoever runs it", () => {
    const told = fitToTell({
      places: placesIn("/srv/runs/7"),
      launch: { environment: {}, secrets: { API_KEY: "a-plain-secret", MODEL: "a-long-name" } },
    });
    expect(told(`${homedir()}/x a-plain-secret a-long-name ghp_0123456789abcdef`)).toBe(
      "~/x [redacted] a-long-name [redacted]",
    );
    expect(told("/srv/runs/7/report.json")).toBe("…/report.json");
  });
});
