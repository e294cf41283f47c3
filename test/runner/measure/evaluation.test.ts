import { describe, expect, it } from "vitest";
import { tinyRun } from "../tiny-run.ts";

const SET_9 = "echo 9 > src/value.txt";
const evaluated = (evaluation: string, definition = {}, run = {}) =>
  tinyRun({ definition: { evaluation, ...definition }, run });

describe("the evaluation", () => {
  it.each([
    ["text", "echo hello", {}],
    ["not a number", `echo '{"score": "NaN"}'; echo 'METRIC score=NaN'`, {}],
    ["nothing", "true", {}],
    ["nothing but an error", "exit 4", { cause: "exit" }],
    ["that a tool is missing", "no-such-tool-anywhere", { cause: "missing" }],
    ["that the system ended it", "kill -KILL $$", { cause: "killed" }],
    ["that the system ended a part of it", "bash -c 'kill -KILL $$'", { cause: "killed" }],
  ])("that prints %s is a failure with a reason", async (_what, script, cause) => {
    const { outcome, problem, measurement } = await evaluated(script);
    expect({ outcome, measurement }).toEqual({
      outcome: "failed",
      measurement: { outcome: "failed", reason: problem, ...cause },
    });
    expect(problem).not.toBe("");
  });

  it("finds its metric after a hundred thousand lines", async () => {
    const { measurement } = await evaluated(`yes line | head -n 100000; echo '{"score": 3}'; seq 1000`);
    expect(measurement).toMatchObject({ metric: 3 });
  });

  it("may reject, with an exit code of its own", async () => {
    const { outcome, measurement } = await evaluated(
      `echo '{"score": null, "rejected_reason": "too wide"}'; exit 1`,
    );
    expect({ outcome, measurement }).toEqual({
      outcome: "measured",
      measurement: { outcome: "rejected", reason: "too wide" },
    });
  });

  it("is not believed when it prints a number and then breaks", async () => {
    const { problem } = await evaluated(`echo '{"score": 3}'; echo oops >&2; exit 2`);
    expect(problem).toBe("The evaluation ended with exit code 2. Its last lines: oops");
  });

  it("is ended with everything that it started", async () => {
    const { problem } = await evaluated("sleep 876543 & sleep 876543 | cat", {}, { timeoutSeconds: 1 });
    expect(problem).toMatch(/^The evaluation did not end within 1 s and was stopped/);
  });

  it("ends although something it started keeps its output open", async () => {
    const { measurement } = await evaluated(`setsid sleep 876543 & echo '{"score": 2}'`);
    expect(measurement).toMatchObject({ metric: 2 });
  });

  it("gives the median of its runs", async () => {
    const script = `n=$(cat ../n 2>/dev/null || echo 0); echo $((n + 1)) > ../n; set -- 7 1 4; shift $n
      echo "{\\"score\\": $1, \\"size\\": $((10 * $1))}"`;
    const { measurement } = await evaluated(script, { repeat: 3 });
    expect(measurement).toEqual({ outcome: "measured", metric: 4, secondary: { size: 40 } });
  });

  it("does not see what measured code wrote over the files of an earlier run", async () => {
    const files = { "measure.sh": `bash src/code.sh; echo "{\\"score\\": 5}"`, "src/code.sh": "true" };
    const cheat = `echo 'echo "{\\"score\\": 1000}"' > measure.sh`;
    const report = await tinyRun({
      agent: `cat > src/code.sh <<'END'\n${cheat}\nEND`,
      files,
      definition: {
        evaluation: "bash measure.sh",
        repeat: 3,
        gates: [{ name: "test", run: "bash src/code.sh" }],
      },
    });
    expect(report.measurement).toMatchObject({ metric: 5 });
  });

  it("does not run in a base that was changed during the run", async () => {
    const report = await tinyRun({
      agent: `${SET_9}; echo 'echo "{\\"score\\": 1000}"' > ../base/measure.sh`,
    });
    expect(report).toMatchObject({
      outcome: "failed",
      problem: "The pristine checkout was changed during the run.",
      measurement: null,
    });
  });
});

describe("gates", () => {
  const gates = [
    { name: "cheap", run: "test -f src/value.txt && echo fine" },
    { name: "strict", run: "echo broken; exit 1" },
    { name: "never", run: "true" },
  ];

  it("come before the evaluation, and the first that fails ends it", async () => {
    const {
      outcome,
      problem,
      measurement,
      gates: results,
    } = await tinyRun({ agent: SET_9, definition: { gates } });
    expect({ outcome, problem, measurement }).toEqual({
      outcome: "measured",
      problem: "",
      measurement: null,
    });
    expect(results.map(({ name, passed, detail }) => ({ name, passed, detail }))).toEqual([
      { name: "cheap", passed: true, detail: "fine" },
      { name: "strict", passed: false, detail: "The gate ended with exit code 1.\nbroken" },
    ]);
  });
});
