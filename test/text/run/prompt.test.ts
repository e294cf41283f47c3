import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import type { Briefing } from "../../../src/domain/briefing.ts";
import { PROMPT_CHARACTERS } from "../../../src/domain/limits.ts";
import { briefingOf } from "../../../src/text/run/briefing.ts";
import { agentPrompt } from "../../../src/text/run/prompt.ts";
import { aDefinition } from "../../support/journal.ts";
import { carton } from "../comments/carton.ts";

function aBriefing(overrides: Partial<Briefing> = {}): Briefing {
  const now = { iteration: 13, kind: "improve" as const, steering: [], sections: [] };
  return { ...briefingOf(carton(12).state, aDefinition({ targetMetric: 600 }), now), ...overrides };
}

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
