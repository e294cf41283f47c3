// Confirming in pairs over a tiny repository, with every part real. The noise is a list of numbers: each run of the
// evaluation takes the next one from a file that the test reads afterwards.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunFile } from "../../../src/text/run/run-request.ts";
import { type Tiny, temporary, tinyRun, writeFiles } from "../tiny-run.ts";

const CONFIRM: NonNullable<RunFile["confirm"]> = { most: 9, direction: "higher", minDelta: 0, best: 5 };
const IMPROVE = "echo 7 > src/value.txt";

/** An evaluation that writes down what it measures, in order, as the value and the place where it ran. */
async function measured(script: string, tiny: Tiny = {}, confirm = CONFIRM) {
  const diary = await temporary();
  await writeFiles(diary, { runs: "" });
  const evaluation = `RUNS=${diary}/runs\nVALUE=$(cat src/value.txt)\nN=$(wc -l < $RUNS)\necho "$VALUE" >> $RUNS\n${script}`;
  const report = await tinyRun({
    agent: IMPROVE,
    ...tiny,
    definition: { evaluation, ...tiny.definition },
    run: { confirm, ...tiny.run },
  });
  const runs = (await readFile(join(diary, "runs"), "utf8")).trim().split("\n").join(" ");
  return { report, runs };
}

const SCORE = `echo "METRIC score=$VALUE"`;

describe("confirming in pairs", () => {
  it("measures candidate and base in turns, either first, and ends as soon as eight are better", async () => {
    const { report, runs } = await measured(SCORE);
    // The candidate; the base once for nothing; then pairs.
    expect(runs).toBe("7 5 5 7 7 5 5 7 7 5 5 7 7 5 5 7 7 5");
    expect(report.pairs).toEqual(Array.from({ length: 8 }, () => ({ base: 5, candidate: 7 })));
    expect(report).toMatchObject({ outcome: "measured", measurement: { outcome: "measured", metric: 7 } });
  });

  it("ends at the second pair that is not better", async () => {
    const { report, runs } = await measured(`if [ $N = 0 ]; then ${SCORE}; else echo METRIC score=5; fi`);
    expect(runs).toBe("7 5 5 7 7 5");
    expect(report.pairs).toEqual([
      { base: 5, candidate: 5 },
      { base: 5, candidate: 5 },
    ]);
  });

  it("measures nothing more of what does not beat the best", async () => {
    const { report, runs } = await measured(SCORE, {}, { ...CONFIRM, best: 7 });
    expect(runs).toBe("7");
    expect(report.pairs).toBeUndefined();
    expect((await measured(SCORE, {}, { ...CONFIRM, minDelta: 3 })).runs).toBe("7");
  });

  it("measures all pairs of an untouched branch with itself", async () => {
    const { report, runs } = await measured(
      SCORE,
      { run: { kind: "baseline" } },
      { ...CONFIRM, most: 2, best: null },
    );
    expect(runs).toBe("5 5 5 5 5 5");
    expect(report.pairs).toEqual([
      { base: 5, candidate: 5 },
      { base: 5, candidate: 5 },
    ]);
  });

  it("shows neither side what the other one built or left, and shows both the same paths", async () => {
    const script = `mkdir -p build; echo "$VALUE" >> build/seen; echo "$VALUE" >> $HOME/seen
[ "$(sort -u build/seen)" = "$VALUE" ] && [ "$(sort -u $HOME/seen)" = "$VALUE" ] || exit 9
pwd >> $RUNS.places; ${SCORE}; [ "$(sort -u $RUNS.places | wc -l)" = 1 ] || exit 8`;
    const { report } = await measured(script, {}, { ...CONFIRM, most: 5 });
    expect(report.measurement).toEqual({ outcome: "measured", metric: 7, secondary: {} });
    expect(report.pairs).toHaveLength(5);
  });

  it("runs the gates over the base before it is measured, for what they build", async () => {
    const gates = [{ name: "build", run: "mkdir -p build; cp src/value.txt build/value" }];
    const { report } = await measured(`echo "METRIC score=$(cat build/value)"`, { definition: { gates } });
    expect(report.pairs?.[0]).toEqual({ base: 5, candidate: 7 });
    const failing = [{ name: "seven", run: "grep -q 7 src/value.txt" }];
    expect((await measured(SCORE, { definition: { gates: failing } })).report).toMatchObject({
      outcome: "failed",
      problem:
        "Its own base could not be measured in turns with it, because it fails the gate seven: The gate ended with exit code 1.",
    });
  });

  it("says on which side and in which pair no number came", async () => {
    const ends = async (run: number, how = "exit 3") =>
      (await measured(`[ $N = ${run} ] && ${how}; ${SCORE}`)).report;
    expect(await ends(1)).toMatchObject({
      outcome: "failed",
      measurement: { outcome: "failed", cause: "exit" },
      problem:
        "Its own base could not be measured in turns with it (pair 1): The evaluation ended with exit code 3.",
    });
    const candidate = await ends(4);
    expect(candidate.problem).toBe(
      "When it was measured in turns with its base (pair 2): The evaluation ended with exit code 3.",
    );
    expect(candidate.pairs).toBeUndefined();
    const rejecting = `{ echo '{"score": null, "rejected_reason": "too slow"}'; exit 0; }`;
    expect(await ends(4, rejecting)).toMatchObject({
      outcome: "measured",
      measurement: { outcome: "rejected", reason: expect.stringMatching(/\(pair 2\): too slow$/) },
    });
    expect(await ends(5, rejecting)).toMatchObject({
      outcome: "failed",
      measurement: { outcome: "failed", reason: expect.stringMatching(/base could not .*too slow$/) },
    });
  });

  it("takes no number under another key into a pair", async () => {
    const { report } = await measured(`if [ $N = 2 ]; then echo METRIC other=1; else ${SCORE}; fi`, {
      definition: { metric: null },
    });
    expect(report.problem).toBe(
      "Its own base could not be measured in turns with it (pair 1): One run of the evaluation printed the number score, another one other.",
    );
  });

  it("goes on where an evaluation removes what it may write", async () => {
    const { report } = await measured(`rm -rf "$(dirname "$HOME")"; ${SCORE}`, {}, { ...CONFIRM, most: 5 });
    expect(report.pairs).toHaveLength(5);
  });
});
