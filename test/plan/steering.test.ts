import { describe, expect, it } from "vitest";
import { acknowledge } from "../../src/plan/acknowledge.ts";
import { inForce, steering } from "../../src/plan/steering.ts";
import { sha256 } from "../../src/text/hash.ts";
import { aKeptProgram, anObservation, type Deviation } from "../support/observation.ts";
import { HOUR, planned } from "../support/planned.ts";
import { said } from "../support/view-parts.ts";

const permissions = { maria: "maintain", writer: "write", helper: "triage" } as const;
const LATER = "2026-01-01T00:30:00Z";
/** What the next iteration is given as new directives. */
function given(deviation: Deviation): readonly number[] {
  const { events } = planned({ permissions, ...deviation }, { after: HOUR });
  return events.flatMap((event) =>
    event.type === "iteration.start" ? event.steering.map(({ comment }) => comment) : [],
  );
}

describe(steering, () => {
  it("gives a comment by somebody with write access to the next iteration and journals who said it", () => {
    const comments = [said("writer", "Try a cube.")];
    expect(given({ comments })).toEqual([5_000]);
    const { events } = planned({ permissions, comments }, { after: HOUR });
    expect(events[0]).toMatchObject({
      type: "steering.received",
      by: { login: "writer", permission: "write" },
      hash: sha256("Try a cube."),
      text: "Try a cube.",
    });
  });

  it("is no reason to write before something else is", () => {
    const { says } = planned({ permissions, comments: [said("writer", "Try a cube.")] });
    expect(says).toEqual(["react with eyes to comment 5000"]);
  });

  it.each([
    ["somebody without write access", said("helper", "Try a cube.")],
    ["a stranger", said("stranger", "Try a cube.")],
    ["a bot", said("writer", "Try a cube.", { author: { login: "writer", type: "Bot" } })],
    ["an account that is gone", said("writer", "Try a cube.", { author: null })],
    ["a command", said("writer", "/autoloop pause")],
    ["an empty comment", said("writer", " \n")],
    [
      "a text that somebody without write access changed",
      said("writer", "x", { edited: { login: "helper", at: LATER } }),
    ],
    [
      "a text that nobody who can be told changed",
      said("writer", "x", { edited: { login: null, at: LATER } }),
    ],
  ])("is not %s", (_, comment) => {
    expect(given({ comments: [comment] })).toEqual([]);
  });

  it("needs the role of both the author and the editor", () => {
    const edited = said("writer", "x", { edited: { login: "maria", at: LATER } });
    expect(given({ comments: [edited] })).toEqual([5_000]);
    expect(given({ comments: [edited], permissions: { maria: "maintain" } })).toEqual([]);
  });

  it("is given once and stays in force until its text changes or goes", () => {
    const journal = aKeptProgram().steered("Try a cube.", 5_000).begun().event({
      type: "iteration.reject",
      iteration: 2,
      reason: "no",
    });
    const same = said("maria", "Try a cube.", { reactions: ["eyes"] });
    expect(given({ journal, comments: [same] })).toEqual([]);
    expect(given({ journal, comments: [{ ...same, body: "Try a sphere." }] })).toEqual([5_000]);
    const forcedBy = (comments: Deviation["comments"] = []) => {
      const { view } = anObservation({ journal, comments });
      return inForce(view, journal.state).map(({ text }) => text);
    };
    expect(forcedBy([same])).toEqual(["Try a cube."]);
    expect(forcedBy([{ ...same, body: "Try a sphere." }])).toEqual([]);
    expect(forcedBy([])).toEqual([]);
  });

  it("is not read before the issue is a program", () => {
    const issue = { labels: [] };
    expect(planned({ journal: "absent", issue, comments: [said("maria", "Hello")] }).says).toEqual([]);
  });
});

describe(acknowledge, () => {
  it("reacts once", () => {
    const seen = said("writer", "Try a cube.", { reactions: ["eyes"] });
    expect(planned({ permissions, comments: [seen] }).says).toEqual([]);
  });

  it("is over when the program is completed", () => {
    const journal = aKeptProgram().event({ type: "loop.complete", reason: "Done." });
    const { says } = planned({ journal, permissions, comments: [said("writer", "Thanks!")] });
    expect(says).toEqual([]);
  });
});
