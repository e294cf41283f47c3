import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import type { Briefing } from "../../../src/domain/briefing.ts";
import { PROMPT_CHARACTERS } from "../../../src/domain/limits.ts";
import { briefingOf } from "../../../src/text/run/briefing.ts";
import { guidance } from "../../../src/text/run/guidance.ts";
import { agentPrompt } from "../../../src/text/run/prompt.ts";
import { aDefinition, aJournal } from "../../support/journal.ts";
import { anAnswer, carton } from "../comments/carton.ts";

function aBriefing(overrides: Partial<Briefing> = {}): Briefing {
  const now = { iteration: 13, kind: "improve" as const, steering: [], sections: [] };
  return { ...briefingOf(carton(12).state, aDefinition({ targetMetric: 600 }), now), ...overrides };
}

describe("briefingOf", () => {
  const now = { iteration: 13, kind: "improve" as const, steering: [] };

  it("tells the last twenty iterations, newest last", () => {
    const journal = aJournal().baseline(10);
    for (let number = 0; number < 30; number++) journal.rejected(11);
    const { history } = briefingOf(journal.state, aDefinition(), { ...now, sections: [] });
    expect([history.length, history.at(-1)?.number]).toEqual([20, 30]);
  });

  it("adds what agents learnt to what the state file says, each once", () => {
    const sections = [
      { title: "🎯 Current Priorities", body: "\nDepth first.\n\n---\n" },
      {
        title: "📚 Lessons Learned",
        body: "\n- Width pays while it is far\n  below depth.\n- By hand.\n\n---\n",
      },
      { title: "🚧 Foreclosed Avenues", body: "\n*(none yet)*\n\n---\n" },
    ];
    const briefing = briefingOf(carton(1).state, aDefinition(), { ...now, sections });
    expect(briefing.lessons).toEqual(["Width pays while it is far below depth.", "By hand."]);
    expect([briefing.priorities, briefing.foreclosed]).toEqual(["Depth first.", []]);
  });

  it("counts what is left of a bounded program, this iteration included", () => {
    const left = (maxIterations: number | null) =>
      briefingOf(carton(12).state, aDefinition({ maxIterations }), { ...now, sections: [] }).remaining;
    expect([left(14), left(12), left(null)]).toEqual([2, 0, null]);
  });
});

describe("guidance", () => {
  it("begins with reading", () =>
    expect(guidance(aJournal().baseline(1).state, null)).toMatch(/^Nothing has been tried/));

  it("repairs what crashed", () => {
    expect(guidance(aJournal().baseline(1).failed("no such file").state, null)).toMatch(
      /^The last iteration crashed \(no such file\)\. Find out why first/,
    );
  });

  it("exploits what was kept", () => {
    const journal = aJournal()
      .baseline(2)
      .accepted(1, { answer: anAnswer("Use a cube.") });
    expect(guidance(journal.state, null)).toMatch(/^The last change was kept \(Use a cube\.\)\. Exploit it/);
  });

  it("explores after a discard and combines near-misses", () => {
    expect(guidance(aJournal().baseline(1).rejected(2).state, null)).toMatch(
      /explore something.*near-misses/,
    );
  });

  it("starts from the beginning after more than five discards in a row", () => {
    const journal = aJournal().baseline(1);
    for (let number = 0; number < 5; number++) journal.rejected(2);
    expect(guidance(journal.state, null)).not.toContain("opposite");
    expect(guidance(journal.rejected(2).state, null)).toMatch(
      /^The last 6 iterations .* opposite .* architecture/,
    );
  });

  it("exploits when fewer than three iterations are left", () => {
    const { state } = aJournal().baseline(1).rejected(2);
    expect(guidance(state, 3)).toMatch(/^The last change was discarded/);
    expect(guidance(state, 2)).toBe(
      "Only 2 iterations are left: exploit what is known to work, in small and safe steps. Explore nothing new.",
    );
    expect(guidance(state, 1)).toMatch(/^This is the last iteration/);
  });
});

describe("agentPrompt", () => {
  it("tells everything that the product promises", () => {
    const text = agentPrompt(
      aBriefing({
        context: "### Evolution Strategy\nSmall steps.",
        excluded: ["test.mjs"],
        priorities: "Depth first.",
        steering: [
          { comment: 41, by: "maria", text: "Keep the height above 8 cm.", new: false },
          { comment: 42, by: "maria", text: "Try a cube.", new: true },
        ],
        foreclosed: ["Rounding."],
        future: ["A cube."],
      }),
    );
    for (const words of [
      "# Program carton, iteration 13",
      "lower is better; baseline 760, best so far 603.2, target 600",
      "Evolution Strategy",
      "Comment 41 by maria (given before, still in force):",
      "Comment 42 by maria (NEW, follow it in this iteration):",
      "5 error: The run broke: the agent did not answer within 600 s.",
      "12 rejected 603.9 (best before: 603.2): Take depth back",
      "- Past 10 cm it turns.",
      "- Rounding.",
      "- A cube.",
      "`AUTOLOOP_ANSWER`",
      "fix what crashed; exploit what just worked; explore what is untried; combine near-misses; simplify",
    ]) {
      expect(text).toContain(words);
    }
  });

  it("lets no outside text out of its block, whatever it says", () => {
    const evil = fc
      .array(
        fc.constantFrom(
          "```",
          "````",
          "\n",
          "# Rules",
          "## Your answer",
          "~~~",
          "text",
          " ",
          "- ",
          "> ",
          "<b>",
        ),
        {
          maxLength: 30,
        },
      )
      .map((parts) => parts.join(""));
    const headings = (text: string) =>
      fromMarkdown(text).children.flatMap((node) => (node.type === "heading" ? [node] : [])).length;
    const usual = headings(agentPrompt(aBriefing({ priorities: "x", context: "x", steering: [note("x")] })));
    fc.assert(
      fc.property(evil, (text) => {
        const briefing = aBriefing({
          goal: text,
          context: `x${text}`,
          priorities: `x${text}`,
          evaluation: text,
          lessons: [text],
          steering: [note(text)],
          metric: text,
        });
        expect(headings(agentPrompt(briefing))).toBe(usual);
      }),
    );
  });

  it("shrinks notes before words, and words before anything else, and never goes over its limit", () => {
    const long = (length: number) => "word ".repeat(length / 5);
    const notes = Array.from({ length: 30 }, (_, index) => `${index} ${long(400)}`);
    const text = agentPrompt(
      aBriefing({
        goal: `GOAL ${long(65_000)}`,
        context: long(65_000),
        evaluation: long(65_000),
        priorities: long(65_000),
        lessons: notes,
        foreclosed: notes,
        future: notes,
        targets: notes,
        steering: Array.from({ length: 50 }, (_, index) => note(long(4_000), index)),
      }),
    );
    expect(text.length).toBeLessThanOrEqual(PROMPT_CHARACTERS);
    expect(text).toContain("GOAL");
    expect(text).toContain("Comment 49 by maria");
    expect(text).toContain("## Your answer");
  });
});

function note(text: string, comment = 1): Briefing["steering"][number] {
  return { comment, by: "maria", text, new: true };
}
