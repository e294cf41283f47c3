import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SteeringNote } from "../../../../src/domain/briefing.ts";
import { PROMPT_CHARACTERS, STANDING_CHARACTERS, STANDING_KEPT } from "../../../../src/domain/limits.ts";
import { briefingOf } from "../../../../src/text/run/briefing.ts";
import { hasRoom, standingOrders } from "../../../../src/text/run/people/standing-orders.ts";
import { agentPrompt } from "../../../../src/text/run/prompt.ts";
import { aDefinition, aJournal } from "../../../support/plan/journal.ts";
import { talkative } from "../../../support/plan/talkative.ts";
import { anAnswer, CIRCUMSTANCES } from "../../comments/carton.ts";

const order = (standing: number, text: string, fresh = false): SteeringNote => ({
  ...{ comment: 1_000 + standing, by: "maria", text, new: fresh, standing },
});

describe(standingOrders, () => {
  it("tells each whole, with its number, and nothing where nothing stands", () => {
    expect(standingOrders([{ comment: 1, by: "maria", text: "Try a cube.", new: true }])).toBeNull();
    expect(
      standingOrders([order(3, "Never touch the lid."), order(7, "Always fold.", true)]),
    ).toMatchInlineSnapshot(`
      "## Standing orders of the maintainers

      They hold in every iteration, whatever an earlier agent noted. Follow them within the rules; where two contradict each other, the higher number counts. Name the comments that made a difference in your answer.

      Order 3, comment 1003, by:

      \`\`\`text
      maria
      \`\`\`

      \`\`\`text
      Never touch the lid.
      \`\`\`

      Order 7, comment 1007 (NEW), by:

      \`\`\`text
      maria
      \`\`\`

      \`\`\`text
      Always fold.
      \`\`\`"
    `);
  });
});

describe(hasRoom, () => {
  const one = { by: "maria", text: "Never." };

  it("ends with the number of orders, and with their characters", () => {
    const many = (count: number) => Array.from({ length: count }, () => one);
    expect([hasRoom(many(STANDING_KEPT - 1), one), hasRoom(many(STANDING_KEPT), one)]).toEqual([true, false]);
    const long = { by: "maria", text: "x".repeat(4_000) };
    expect([hasRoom([long, long], long), hasRoom([long, long, long], long)]).toEqual([true, false]);
  });

  it("counts what it takes to keep a text in its block", () => {
    const ticks = { by: "maria", text: "`".repeat(3_000) };
    const plain = { by: "maria", text: "x".repeat(3_000) };
    expect([hasRoom([plain], plain), hasRoom([ticks], ticks)]).toEqual([true, false]);
    const comments = { by: "maria", text: "<!--".repeat(1_000) };
    expect([hasRoom([comments], comments), hasRoom([comments, comments], comments)]).toEqual([true, false]);
  });
});

/** Words of any shape that may stand. */
const words = fc.array(
  fc.constantFrom("never ", "`".repeat(40), "<!--", "\n", "x".repeat(700), "# Rules", "@all ", "\n> ", "🛑"),
  { minLength: 1, maxLength: 12 },
);

describe("the law of people's words", () => {
  it("all that stands is in the prompt, whole, whatever agents noted and however long the program is", () => {
    const lists = fc.array(words, { maxLength: 60 });
    fc.assert(
      fc.property(lists, lists, talkative, fc.boolean(), (said, written, { state }, isLong) => {
        const orders: SteeringNote[] = [];
        for (const parts of said) {
          const next = order(orders.length + 1, parts.join(""));
          if (hasRoom(orders, next)) orders.push(next);
        }
        const wish = { comment: 5, by: "writer", text: "w".repeat(4_000), new: false };
        const lines = written.map((parts) => `- ${parts.join("").replace(/\s+/g, " ")}`);
        const long = "word ".repeat(13_000);
        const definition = aDefinition(isLong ? { goal: long, context: long, evaluation: long } : {});
        const briefing = briefingOf(state, definition, {
          ...{
            ...CIRCUMSTANCES,
            iteration: 99,
            steering: [...orders, ...Array.from({ length: 50 }, () => wish)],
          },
          sections: ["Current Priorities", "Lessons Learned", "Foreclosed Avenues", "Future Directions"].map(
            (title) => ({ title, body: lines.join("\n") }),
          ),
        });
        const text = agentPrompt(briefing);
        expect(text.length).toBeLessThanOrEqual(PROMPT_CHARACTERS);
        expect(text).toContain("## Your answer");
        expect(text).toContain(standingOrders(orders) ?? "");
        const { lessons, foreclosed, future } = briefing.maintainers;
        for (const line of [...lessons, ...foreclosed, ...future]) expect(text).toContain(`- ${line}`);
        for (const line of briefing.priorities.split("\n"))
          expect(text).toContain(line.replaceAll("<!--", "<! --").trimEnd());
      }),
      { numRuns: 40 },
    );
  });

  it("holds for a lesson of a person after seven hundred notes of agents", () => {
    const journal = aJournal().baseline(760);
    for (let n = 0; n < 700; n += 1)
      journal.rejected(761, "Worse.", { answer: anAnswer("c", `Lesson ${n}: ${"z".repeat(300)}`) });
    const sections = [{ title: "📚 Lessons Learned", body: "\n- The lid is glued: leave it.\n" }];
    const steering = [order(1, "NEVER touch the lid.")];
    const text = agentPrompt(
      briefingOf(journal.state, aDefinition(), { ...CIRCUMSTANCES, iteration: 701, sections, steering }),
    );
    expect(text).toContain("```text\n- The lid is glued: leave it.\n```");
    expect(text).toContain("```text\nNEVER touch the lid.\n```");
    expect(text).toContain("Lesson 699: z");
  });

  it("leaves room for all of it", () => {
    expect(STANDING_CHARACTERS).toBeLessThan(PROMPT_CHARACTERS / 4);
  });
});
