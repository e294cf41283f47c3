import { describe, expect, it } from "vitest";
import { whatStands } from "../../../src/plan/show/standing.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { STATUS_MARKER } from "../../../src/text/format/markers.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { type JournalBuilder, MAINTAINER } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { bodyOf, planned } from "../../support/plan/planned.ts";
import { own, said } from "../../support/plan/view-parts.ts";

const permissions = { maria: "maintain" } as const;

function ordered(texts: readonly string[]) {
  return texts.reduce(
    (journal, text, n) =>
      journal.event({
        ...{
          type: "steering.received",
          comment: 100 + n,
          by: MAINTAINER,
          hash: sha256(text),
          text,
          standing: true,
        },
      }),
    aKeptProgram(),
  );
}

function stands(journal: JournalBuilder, deviation: Omit<Deviation, "journal"> = {}) {
  const seen = anObservation({ permissions, journal, ...deviation });
  return whatStands({ seen, now: 0, policy: POLICY }, journal.state);
}

describe(whatStands, () => {
  it("is shown in the status comment, numbered, with what may be taken back", () => {
    const journal = ordered(["Never touch @lid.", "Always fold."]);
    const stateFile = (before: string) =>
      before.replace("Lessons Learned\n", "Lessons Learned\n\n- One.\n- Two.\n");
    const comments = [
      own(`${STATUS_MARKER}\nold`, 50),
      ...["Never touch @lid.", "Always fold."].map((text, n) =>
        said("maria", text, { id: 100 + n, reactions: ["eyes"] }),
      ),
    ];
    const plan = planned({ journal, permissions, stateFile, comments, shown: false });
    const body = bodyOf(plan, "status comment");
    expect(/<details>\n<summary>What every[\s\S]*?<\/details>/.exec(body)?.[0]).toMatchInlineSnapshot(`
      "<details>
      <summary>What every prompt holds of people's words: 2 standing orders</summary>

      - **1** by [\`maria\`](https://github.com/octo/carton/issues/1#issuecomment-100): Never touch \`@lid\`.
      - **2** by [\`maria\`](https://github.com/octo/carton/issues/1#issuecomment-101): Always fold.

      \`/autoloop forget N\` takes one back; so does deleting or hiding its comment.

      Of the state file: Lessons Learned (2 lines).

      </details>"
    `);
  });

  it("tells what does not fit, and nothing where all does", () => {
    const texts = ["a", "b", "c"].map((name) => `Never ${name}${"x".repeat(3_990)}`);
    const journal = ordered(texts);
    const comments = texts.map((text, n) => said("maria", text, { id: 100 + n, reactions: ["eyes"] }));
    const more = said("maria", `Always ${"y".repeat(3_900)}`, { id: 200, reactions: ["eyes"] });
    expect(stands(journal, { comments }).left).toEqual([]);
    expect(stands(journal, { comments: [...comments, { ...more, reactions: [] }] }).left).toEqual([]);
    expect(stands(journal, { comments: [...comments, more] }).left.map(({ message }) => message)).toEqual([
      "there is no room for 1 more standing order: agents are told of it for a while only. Take back what no longer counts (`/autoloop forget N`)",
    ]);
    const lines = Array.from({ length: 300 }, (_, n) => `- ${n} ${"z".repeat(90)}`).join("\n");
    const stateFile = (before: string) =>
      before.replace("Foreclosed Avenues\n", `Foreclosed Avenues\n\n${lines}\n`);
    expect(stands(journal, { stateFile }).left.map(({ message }) => message)).toEqual([
      "of Foreclosed Avenues in the state file agents are not told 149 lines: shorten it, or move up what matters",
    ]);
  });

  it("is nothing where nobody said or wrote anything", () => {
    expect(stands(aKeptProgram())).toEqual({
      standing: { orders: [], lines: expect.objectContaining({ "Lessons Learned": 0 }) },
      left: [],
    });
  });
});
