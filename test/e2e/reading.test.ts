// What people wrote is what is done: three programs in one repository, each with an agent that does what the text rules
// out. What matters is what the branches hold in the end.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalBranch } from "../../src/domain/program/names.ts";
import { stateOf, untilEnded } from "../support/e2e/shown.ts";
import { closeStages, Stage } from "../support/e2e/stage.ts";

interface Told {
  readonly target: string;
  readonly evaluation: string;
  readonly said: string;
}

const text = ({ target, evaluation, said }: Told) => `---
schedule: every 1s
max-iterations: 2
---

## Goal

Make it better.

## Target

${target}

## Evaluation

\`\`\`bash
${evaluation}
\`\`\`

${said}
`;

const PROGRAMS: Readonly<Record<string, Told>> = {
  scope: {
    target: "### In scope\n\n- `src/scope/value.txt`\n\n### Out of scope\n\n- `src/scope/harness.txt`",
    evaluation: 'echo "{\\"score\\": $(($(cat src/scope/value.txt) + $(cat src/scope/harness.txt)))}"',
    said: "The metric is `score`. Higher is better.",
  },
  smaller: {
    target: "Only modify these files:\n\n- `src/smaller/kb.txt`",
    evaluation: 'echo "{\\"bundle_kb\\": $(cat src/smaller/kb.txt)}"',
    said: "The metric is `bundle_kb`. Smaller is better.",
  },
  build: {
    target: "Only modify these files:\n\n- `src/build/kb.txt`",
    // The usual script: what goes wrong is logged, and the script goes on.
    evaluation: `if grep -q '^[0-9]*$' src/build/kb.txt
then echo "{\\"bundle_kb\\": $(cat src/build/kb.txt)}"
else echo '{"elapsed_s": 0.4}'
fi`,
    said: "Lower is better.",
  },
};
const NAMES = Object.keys(PROGRAMS);

/** The first attempt does what is ruled out, the second one what was asked for. */
const agent = () => `
name=$(sed -n 's/.*"program":"\\([a-z]*\\)".*/\\1/p' "$AUTOLOOP_CONTEXT")
iteration=$(sed -n 's/.*"iteration":\\([0-9]*\\).*/\\1/p' "$AUTOLOOP_CONTEXT")
case "$name-$iteration" in
  scope-1) echo 1000 > src/scope/harness.txt; echo 6 > src/scope/value.txt ;;
  scope-*) echo 6 > src/scope/value.txt ;;
  smaller-1) echo 790 > src/smaller/kb.txt ;;
  smaller-*) echo 750 > src/smaller/kb.txt ;;
  build-1) echo broken > src/build/kb.txt ;;
  build-*) echo 110 > src/build/kb.txt ;;
esac
`;

const FILES = {
  ".github/autoloop.yml": "ci: none\nconcurrency: 3\n",
  "src/scope/value.txt": "5\n",
  "src/scope/harness.txt": "0\n",
  "src/smaller/kb.txt": "760\n",
  "src/build/kb.txt": "120\n",
};

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ files: FILES, agent });
  await stage.start();
  for (const [name, told] of Object.entries(PROGRAMS)) await stage.openProgram(name, text(told));
  for (const name of NAMES) await untilEnded(stage, name, 2);
}, 180_000);

afterAll(closeStages);

const kept = (name: string, path: string) => stage.reading.file(canonicalBranch(name), path);

async function ends(name: string) {
  const state = await stateOf(stage, name);
  return state?.recent.map(({ verdict, metric }) => [verdict, metric]);
}

async function whyFirst(name: string): Promise<string> {
  return (await stateOf(stage, name))?.recent[1]?.reason ?? "";
}

describe("a program", () => {
  it("whose text puts a file out of scope never has it changed", async () => {
    expect(await ends("scope")).toEqual([
      ["accepted", 5],
      ["error", null],
      ["accepted", 6],
    ]);
    expect(await whyFirst("scope")).toContain("src/scope/harness.txt");
    expect(await kept("scope", "src/scope/harness.txt")).toBe("0\n");
    expect(await kept("scope", "src/scope/value.txt")).toBe("6\n");
  });

  it("whose text says that smaller is better keeps 750 over 760, and not 790", async () => {
    expect(await ends("smaller")).toEqual([
      ["accepted", 760],
      ["rejected", 790],
      ["accepted", 750],
    ]);
    expect(await kept("smaller", "src/smaller/kb.txt")).toBe("750\n");
  });

  it("that names no metric keeps to the number of its baseline, whatever else a failed build prints", async () => {
    expect(await ends("build")).toMatchObject([
      ["accepted", 120],
      ["error", expect.anything()],
      ["accepted", 110],
    ]);
    expect(await whyFirst("build")).toContain("another number than at the baseline");
    const state = await stateOf(stage, "build");
    expect(state).toMatchObject({ metric_key: "bundle_kb", best: { metric: 110 } });
    expect(await kept("build", "src/build/kb.txt")).toBe("110\n");
  });
});
