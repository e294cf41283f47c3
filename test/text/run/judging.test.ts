import { describe, expect, it } from "vitest";
import { PROGRAM_SETTINGS } from "../../../src/domain/settings/program-settings.ts";
import { briefingOf } from "../../../src/text/run/briefing.ts";
import { judging } from "../../../src/text/run/judging.ts";
import { agentPrompt } from "../../../src/text/run/prompt.ts";
import { aDefinition, aJournal } from "../../support/plan/journal.ts";
import { CIRCUMSTANCES } from "../comments/carton.ts";

type Changes = NonNullable<Parameters<typeof aDefinition>[0]>;

const { state } = aJournal().baseline(760);
const briefing = (changes: Changes = {}, now: Readonly<Record<string, unknown>> = {}, known = {}) =>
  briefingOf({ ...state, ...known }, aDefinition(changes), { ...CIRCUMSTANCES, ...now });
const prompt = (...args: Parameters<typeof briefing>) => agentPrompt(briefing(...args));

/** Another value of each setting. Null: nothing that judges a change, or what a runner does to it, reads the setting. */
const OTHER: Readonly<Record<(typeof PROGRAM_SETTINGS)[number]["field"], Changes | null>> = {
  metric: { metric: "other" },
  direction: { direction: "higher" },
  targetMetric: { targetMetric: 5 },
  minDelta: { minDelta: 2 },
  repeat: { repeat: 3 },
  guardrails: { guardrails: [{ metric: "kb", kind: "at-most", value: 5 }] },
  gates: { gates: [{ name: "lint", run: "npm run lint" }] },
  simplicity: { simplicity: "strict" },
  maxIterations: { maxIterations: 7 },
  crashAttempts: { crashAttempts: 2 },
  shell: { shell: "bash -eo pipefail" },
  // Told as what follows from them: seconds, and whether CI has to be green.
  timeoutMinutes: null,
  ci: null,
  schedule: null,
  preset: null,
  agent: null,
  budget: null,
  // Judges no change: it says when people are asked.
  plateau: null,
  // Told as the pairs of the very iteration.
  confirm: null,
  holdOut: { holdOut: "held-out/measure.sh" },
};

describe("told = judged", () => {
  it.each(PROGRAM_SETTINGS.map(({ field }) => field))("holds for %s", (field) => {
    const other = OTHER[field];
    if (other === null) expect(prompt({ [field]: null } as Changes)).toBe(prompt());
    else expect(prompt(other)).not.toBe(prompt());
  });

  it.each<[string, Parameters<typeof briefing>]>([
    ["the agent's time", [{}, { time: { agent: 60, gates: 900, evaluation: 300 } }]],
    ["an evaluation's time", [{}, { time: { agent: 3_600, gates: 900, evaluation: 60 } }]],
    ["CI", [{}, { ciRequired: false }]],
    ["what the repository protects", [{}, { protectedPaths: [] }]],
    ["what it opens", [{}, { unprotected: ["package.json"] }]],
    ["the pull request", [{}, { pull: 7 }]],
    ["how what is better is confirmed", [{}, {}, { in_flight: { confirm: 9 } }]],
    ["Target", [{ targets: ["lib/**"] }]],
    ["what may not change", [{ excluded: ["lib/**"] }]],
    ["the evaluation", [{ evaluation: "node other.mjs" }]],
    [
      "where a guardrail counts from",
      [
        { guardrails: [{ metric: "kb", kind: "at-most-change", fraction: 0.05 }] },
        {},
        { baseline_secondary: { kb: 9 } },
      ],
    ],
    [
      "where a gate counts from",
      [
        { gates: [{ name: "lint", run: "lint", soft: { side: "at-most", bound: "baseline" } }] },
        {},
        { gate_counts: { lint: 9 } },
      ],
    ],
  ])("holds for %s", (_, changed) => {
    const [changes] = changed;
    const before = changed[2] === undefined ? prompt() : prompt(changes);
    expect(prompt(...changed)).not.toBe(before);
  });

  it("tells each kind of rule with the bound that holds today", () => {
    const soft = { side: "at-most", bound: "baseline" } as const;
    const text = judging(
      briefing(
        {
          minDelta: 0.5,
          repeat: 3,
          simplicity: "keep",
          gates: [
            { name: "lint", run: "npx lint .", soft },
            { name: "new", run: "npx new", soft },
            { name: "hits", run: "hits", soft: { side: "at-least", bound: 2 } },
            { name: "npm test", run: "npm test" },
          ],
          guardrails: [
            { metric: "kb", kind: "at-most-change", fraction: 0.05 },
            { metric: "none", kind: "at-least-change", fraction: -0.02 },
            { metric: "ms", kind: "at-least", value: 3 },
            { metric: "mb", kind: "tolerance", fraction: 0.05 },
          ],
        },
        { unprotected: ["package.json"], pull: 12 },
        { gate_counts: { lint: 4 }, baseline_secondary: { kb: 100, ms: 5, mb: 7 } },
      ),
      1,
    );
    expect(text).toMatchInlineSnapshot(`
      "## What a change is held to

      - Better by less than 0.5 counts as no better.
      - A result that is exactly as good is kept too where the change makes the files smaller.
      - The evaluation runs 3 times, and the median counts.
      - A change that breaks the evaluation is given back to be mended, until 3 runs of the iteration broke.
      - CI has to be green on the commit of the change.
      - At most 100 files, 1 MB each and 4 MB together, in regular files.
      - You have 3600 seconds; what you changed until then is measured. Each run of the evaluation may take 300 seconds, and all commands before it 900 together.

      Before anything is measured these commands run in this order, and the first that does not pass ends it:

      \`\`\`text
      npm test
      lint: npx lint . (the number that it prints: at most 4)
      new: npx new (the number that it prints: at most what the baseline counts)
      hits (the number that it prints: at least 2)
      \`\`\`

      Bounds on other numbers of the evaluation; a change that breaks one is thrown away, and so is one that no longer reports it:

      \`\`\`text
      kb: at most 105 (baseline: 100)
      none: at least -2 % from the baseline (baseline: not measured)
      ms: at least 3 (baseline: 5)
      mb: within 5 % of the baseline, either way (baseline: 7)
      \`\`\`

      CI definitions, package manifests and lock files, and the settings and instructions of tools are protected in every repository. This one protects these too, whatever Target says:

      \`\`\`text
      infra/**
      \`\`\`

      Of what is protected everywhere, Target may open these here:

      \`\`\`text
      package.json
      \`\`\`

      Its pull request is number 12. What is kept goes onto this branch, as a commit that is made for you:

      \`\`\`text
      autoloop/carton
      \`\`\`"
    `);
  });

  it("says what holds where nobody asked for anything", () => {
    expect(judging(briefing({}, { ciRequired: false, protectedPaths: [] }), 1)).toMatchInlineSnapshot(`
      "## What a change is held to

      - Every improvement counts, however small.
      - A result that is exactly as good is not kept.
      - A change that breaks the evaluation is given back to be mended, until 3 runs of the iteration broke.
      - CI is not asked for.
      - At most 100 files, 1 MB each and 4 MB together, in regular files.
      - You have 3600 seconds; what you changed until then is measured. Each run of the evaluation may take 300 seconds.

      CI definitions, package manifests and lock files, and the settings and instructions of tools are protected in every repository.

      It has no pull request yet. What is kept goes onto this branch, as a commit that is made for you:

      \`\`\`text
      autoloop/carton
      \`\`\`"
    `);
  });
});
