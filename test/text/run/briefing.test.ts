import { describe, expect, it } from "vitest";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { briefingOf } from "../../../src/text/run/briefing.ts";
import { guidance } from "../../../src/text/run/guidance.ts";
import { aDefinition, aJournal, someSha } from "../../support/plan/journal.ts";
import { anAnswer, CIRCUMSTANCES, carton, newCarton } from "../comments/carton.ts";

const now = { ...CIRCUMSTANCES, iteration: 13 };
const withSections = (state: ProgramState, sections: Readonly<Record<string, string>>) =>
  briefingOf(state, aDefinition(), {
    ...now,
    sections: Object.entries(sections).map(([title, body]) => ({ title, body })),
  });

describe("briefingOf", () => {
  it("tells the facts of the program and of the iteration", () => {
    const { state } = aJournal().baseline(10).accepted(9);
    const steering = [{ comment: 4, by: "maria", text: "Try a cube.", new: true }];
    const definition = aDefinition({ excluded: ["x"], context: "More.", targetMetric: 5, maxIterations: 4 });
    expect(briefingOf(state, definition, { ...now, iteration: 2, steering, pull: 7 })).toEqual({
      program: "carton",
      iteration: 2,
      kind: "improve",
      goal: definition.goal,
      context: "More.",
      targets: ["src/carton.mjs"],
      excluded: ["x"],
      evaluation: "node measure.mjs",
      metric: "cardboard_cm2",
      direction: "lower",
      min_delta: 0,
      repeat: 1,
      guardrails: [],
      gates: [],
      simplicity: null,
      baseline: 10,
      baseline_secondary: {},
      gate_counts: {},
      best: 9,
      target_metric: 5,
      history: [
        {
          ...{ number: 0, verdict: "accepted", metric: 10, best_before: null, change: "" },
          reason: "the baseline was measured",
        },
        {
          ...{ number: 1, verdict: "accepted", metric: 9, best_before: 10 },
          ...{ change: "Make the carton a little deeper.", reason: "better, and CI is green" },
        },
      ],
      last_output: null,
      maintainers: { lessons: [], foreclosed: [], future: [] },
      lessons: [],
      foreclosed: [],
      future: [],
      plan: [],
      priorities: "",
      steering,
      ci: null,
      guidance: guidance(state, 3).advice,
      guidance_about: guidance(state, 3).about,
      protected_paths: ["infra/**"],
      unprotected: [],
      limits: { files: 100, file_bytes: 1_048_576, bytes: 4_194_304, seconds: 3_600 },
      ci_required: true,
      head_branch: "autoloop/carton",
      existing_pr: 7,
      remaining: 3,
    });
  });

  it("tells what the last iteration printed when it failed, and no older one, and the other numbers of each", () => {
    const told = (journal: ReturnType<typeof aJournal>) => briefingOf(journal.state, aDefinition(), now);
    const journal = aJournal()
      .baseline(10)
      .rejected(11, "worse", { output: "1 failed", secondary: { kb: 3 } });
    expect(told(journal)).toMatchObject({ last_output: "1 failed", history: [{}, { secondary: { kb: 3 } }] });
    expect(told(journal.rejected(12)).last_output).toBeNull();
  });

  it("knows no best before something was measured", () => {
    const { best, baseline, history } = briefingOf(newCarton(), aDefinition(), { ...now, sections: [] });
    expect([best, baseline, history]).toEqual([null, null, []]);
  });

  it("tells what CI said to a repair only", () => {
    const fix = { ...now, kind: "fix" as const, sections: [] };
    const journal = aJournal().baseline(10);
    expect(briefingOf(journal.state, aDefinition(), fix).ci).toBeNull();
    journal.begun().reported(9).committed();
    expect(briefingOf(journal.state, aDefinition(), fix).ci).toBeNull();
    journal.event({
      ...{ type: "ci.result", iteration: 1, head: someSha(1), result: "failure" },
      ...{ failing: ["test"], signature: "s", summary: "test failed" },
    });
    expect(briefingOf(journal.state, aDefinition(), fix).ci).toEqual({ attempt: 1, failure: "test failed" });
    expect(briefingOf(journal.state, aDefinition(), { ...fix, kind: "improve" }).ci).toBeNull();
  });

  it("tells the last twenty iterations, newest last", () => {
    const journal = aJournal().baseline(10);
    for (let number = 0; number < 30; number++) journal.rejected(11);
    const { history } = briefingOf(journal.state, aDefinition(), { ...now, sections: [] });
    expect([history.length, history.at(-1)?.number]).toEqual([20, 30]);
  });

  it("keeps what maintainers wrote apart from what agents noted, each once", () => {
    const sections = [
      { title: "🎯 Current Priorities", body: "\nDepth first.\n\n---\n" },
      {
        title: "📚 Lessons Learned",
        body: "\n- Width pays while it is far\n  below depth.\n- By hand.\n\n---\n",
      },
      { title: "🚧 Foreclosed Avenues", body: "\n*(none yet)*\n\n---\n" },
    ];
    const briefing = briefingOf(carton(1).state, aDefinition(), { ...now, sections });
    expect(briefing.maintainers.lessons).toEqual(["Width pays while it is far below depth.", "By hand."]);
    expect(briefing.lessons).toEqual([]);
    expect([briefing.priorities, briefing.maintainers.foreclosed]).toEqual(["Depth first.", []]);
  });

  it("counts what is left of a bounded program, this iteration included", () => {
    const left = (maxIterations: number | null) =>
      briefingOf(carton(12).state, aDefinition({ maxIterations }), { ...now, sections: [] }).remaining;
    expect([left(14), left(12), left(null)]).toEqual([2, 0, null]);
  });

  it("takes each list from the section and the answers of its own kind", () => {
    const learnt = { lessons: ["l"], foreclosed: ["f"], future: ["g"] };
    const { state } = aJournal()
      .baseline(10)
      .accepted(9, { answer: { ...anAnswer("c"), ...learnt } });
    const { lessons, foreclosed, future, priorities, maintainers } = withSections(state, {
      "lessons learned": "- L",
      "🚧 Foreclosed Avenues": "- F",
      "🔭  Future Directions": "- G",
      "Current Priorities": "P",
      "More Lessons Learned": "- of another section",
    });
    expect({ lessons, foreclosed, future, priorities, maintainers }).toEqual({
      ...{ lessons: ["l"], foreclosed: ["f"], future: ["g"], priorities: "P" },
      maintainers: { lessons: ["L"], foreclosed: ["F"], future: ["G"] },
    });
  });

  it("tells all that maintainers wrote, and of what agents noted the newest thirty", () => {
    const noted = Array.from({ length: 32 }, (_, index) => `- Note ${index + 1}`).join("\n");
    const journal = aJournal().baseline(10);
    for (let n = 0; n < 32; n += 1) journal.rejected(11, "Worse.", { answer: anAnswer("c", `Mine ${n}.`) });
    const { lessons, maintainers } = withSections(journal.state, { "Lessons Learned": noted });
    expect([maintainers.lessons.length, maintainers.lessons[0]]).toEqual([32, "Note 1"]);
    expect([lessons.length, lessons[0], lessons.at(-1)]).toEqual([30, "Mine 2.", "Mine 31."]);
  });

  it.each([
    ["*(nothing set: the agent explores freely)*\n\n---", ""],
    ["*()*", ""],
    ["First.\r\n---  \r\nSecond.\n\n-----\t", "First.\r\n\nSecond."],
    ["Depth ---", "Depth ---"],
    ["Depth *(first)*", "Depth *(first)*"],
    ["--- first", "--- first"],
    ["*(first)* depth", "*(first)* depth"],
    ["--", "--"],
  ])("takes no placeholder and no rule for a priority in %j", (section, priorities) => {
    expect(withSections(newCarton(), { "🎯 Current Priorities": section }).priorities).toBe(priorities);
  });
});
