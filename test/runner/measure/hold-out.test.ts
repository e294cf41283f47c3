// A hold-out over a tiny repository, with every part real: what it decides, and where nothing of it is ever seen.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunFile } from "../../../src/text/run/run-request.ts";
import { type Tiny, temporary, tinyRun } from "../tiny-run.ts";

const CANARY = "canary-of-the-hold-out-5d1c";
const SCRIPT = "held-out/measure.sh";
const IMPROVE = "echo 7 > src/value.txt";
/** It agrees: more is better there, too. */
const AGREES = `echo "METRIC score=$(cat src/value.txt)"`;

const files = (script: string) => ({
  [SCRIPT]: `# ${CANARY}\n${script}\n`,
  "held-out/data.txt": `${CANARY}\n`,
  "src/held-out.txt": "the agent's own\n",
});

/** @param best null: a baseline */
function measured(script: string, tiny: Tiny = {}, best: number | null = 5) {
  const run: Partial<RunFile> = { holdOut: { direction: "higher", best }, ...tiny.run };
  const definition = { holdOut: SCRIPT, excluded: ["held-out/**"], ...tiny.definition };
  return tinyRun({
    ...(best === null ? {} : { agent: IMPROVE }),
    ...tiny,
    files: files(script),
    definition,
    run,
  });
}

describe("the hold-out", () => {
  it("lets pass what is better there, too, and measures no more once it does", async () => {
    const diary = await temporary();
    const report = await measured(`cat src/value.txt >> ${diary}/runs; ${AGREES}`);
    expect(report).toMatchObject({ outcome: "measured", holdOut: "passed", measurement: { metric: 7 } });
    expect(await readFile(join(diary, "runs"), "utf8")).toBe("5\n7\n");
  });

  it("lets nothing pass that is worse there in three pairs", async () => {
    const diary = await temporary();
    const report = await measured(
      `cat src/value.txt >> ${diary}/runs; echo "METRIC score=$((10 - $(cat src/value.txt)))"`,
    );
    expect(report).toMatchObject({ outcome: "measured", holdOut: "worse" });
    expect(await readFile(join(diary, "runs"), "utf8")).toBe("5\n7\n7\n5\n5\n7\n");
  });

  it("is measured only of what would be kept", async () => {
    expect(await measured(AGREES, {}, 8)).not.toHaveProperty("holdOut");
    // Luck: the pairs say that it is no better.
    const evaluation = `N=$(cat $HOME/n 2>/dev/null || echo 0); echo $((N + 1)) > $HOME/n
[ $N = 0 ] && [ "$(cat src/value.txt)" = 7 ] && echo METRIC score=9 || echo METRIC score=1`;
    const confirm = { most: 5, direction: "higher", minDelta: 0, best: 5 } as const;
    const luck = await measured(AGREES, { definition: { evaluation }, run: { confirm } });
    expect(luck.pairs).toHaveLength(1);
    expect(luck).not.toHaveProperty("holdOut");
    const sure = await measured(AGREES, { run: { confirm } });
    expect(sure.pairs).toHaveLength(5);
    expect(sure).toMatchObject({ holdOut: "passed" });
  });

  it("is tried with the baseline, which has no number where it has none", async () => {
    expect(await measured(AGREES, {}, null)).toMatchObject({ outcome: "measured" });
    const problem =
      "The hold-out gives no number over the base: it ends with an error, or prints none. What it prints is not told.";
    expect(await measured(`echo ${CANARY} >&2; exit 3`, {}, null)).toMatchObject({
      outcome: "failed",
      problem,
    });
    expect(await measured("exit 3")).toMatchObject({ outcome: "failed", problem });
  });

  it("names a change that breaks it, without a word of what it printed", async () => {
    const report = await measured(
      `[ "$(cat src/value.txt)" = 5 ] || { echo ${CANARY} >&2; exit 4; }; ${AGREES}`,
    );
    expect(report).toMatchObject({ outcome: "measured", holdOut: "broken" });
    expect(JSON.stringify(report)).not.toContain(CANARY);
  });

  it("ends one that hangs with the time of the run, and names it", async () => {
    const hangs = await measured(`[ "$(cat src/value.txt)" = 5 ] || sleep 600; ${AGREES}`, {
      run: { timeoutSeconds: 6 },
    });
    expect(hangs).toMatchObject({ outcome: "measured", holdOut: "timeout" });
    const base = await measured("sleep 600", { run: { timeoutSeconds: 4 } }, null);
    expect(base.problem).toBe("The hold-out did not end over the base, in the time that the run had left.");
  });

  it("is nowhere that an agent, a gate or the evaluation looks, and nothing of it comes back", async () => {
    const seen = await temporary();
    const look = (name: string) =>
      `{ ls -R . ; grep -rn ${CANARY} "$PWD" && echo FOUND; env; } > ${seen}/${name} 2>&1; true`;
    const agent = `${look("agent")}; cat "$AUTOLOOP_PROMPT" "$AUTOLOOP_CONTEXT" >> ${seen}/agent; ${IMPROVE}`;
    const report = await measured(AGREES, {
      agent,
      definition: {
        evaluation: `${look("evaluation")}\n${AGREES}`,
        gates: [{ name: "look", run: look("gate") }],
      },
    });
    expect(report).toMatchObject({ holdOut: "passed" });
    expect((await readdir(seen)).toSorted()).toEqual(["agent", "evaluation", "gate"]);
    for (const name of await readdir(seen)) {
      const text = await readFile(join(seen, name), "utf8");
      expect(text).toContain("held-out.txt");
      expect(text).not.toMatch(/FOUND|canary|\.\/held-out:/);
    }
    expect(JSON.stringify(report)).not.toContain(CANARY);
  });

  it("is what the base holds, whatever measured code put in its place, and no agent may", async () => {
    const cheat = `mkdir -p held-out; echo 'echo METRIC score=99' > held-out/measure.sh; echo x > held-out/data.txt`;
    const report = await measured(
      `grep -q ${CANARY} held-out/data.txt && [ ! -e held-out/more ] && ${AGREES}`,
      {
        definition: { evaluation: `${cheat}; touch held-out/more; ${AGREES}` },
      },
    );
    expect(report).toMatchObject({ outcome: "measured", holdOut: "passed" });
    expect(await measured(AGREES, { agent: `${cheat}; ${IMPROVE}` })).toMatchObject({
      outcome: "refused",
      problem: expect.stringMatching(/held-out\/(?:data|measure)/),
    });
  });
});
