import { describe, expect, it } from "vitest";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { handedOut, inForce } from "../../../src/plan/facts/steering-in-force.ts";
import { acknowledge } from "../../../src/plan/people/acknowledge.ts";
import { askedForSteering, steering } from "../../../src/plan/people/steering.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { snapshotOf } from "../../../src/text/journal/snapshot.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { MAINTAINER } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { HOUR, planned } from "../../support/plan/planned.ts";
import { said } from "../../support/plan/view-parts.ts";

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
    ["a comment that somebody hid", said("writer", "Try a cube.", { minimised: true })],
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

  it("keeps as much of a long text as is ever handed out, with the hash of all of it", () => {
    const body = `${"x".repeat(4_000)}y`;
    const seen = anObservation({ permissions, comments: [said("writer", body)] });
    const draft = emptyDraft(aKeptProgram().state, 0);
    expect(steering({ seen, now: 0, policy: POLICY }, draft).events).toMatchObject([
      { hash: sha256(body), text: "x".repeat(4_000) },
    ]);
  });

  it("may speak of commands, unless it begins with one", () => {
    expect(given({ comments: [said("writer", "Better than /autoloop pause.")] })).toEqual([5_000]);
    expect(given({ comments: [said("writer", "docs/autoloop is wrong")] })).toEqual([5_000]);
    expect(given({ comments: [said("writer", " \n /AutoLoop pause")] })).toEqual([]);
  });

  it("is not read before the issue is a program", () => {
    const issue = { labels: [] };
    expect(planned({ journal: "absent", issue, comments: [said("maria", "Hello")] }).says).toEqual([]);
  });
});

describe(askedForSteering, () => {
  const { state } = aKeptProgram().steered("Known.", 7_000);
  const asked = (...comments: readonly ReturnType<typeof said>[]) =>
    askedForSteering(anObservation({ comments }).view, state);
  const reactions = ["eyes"] as const;

  it("wants the roles of nobody before adoption, nor for what is in the journal", () => {
    expect(askedForSteering(anObservation({ comments: [said("writer", "x")] }).view, null)).toEqual([]);
    expect(asked(said("writer", "Known.", { id: 7_001 }))).toEqual(["writer"]);
    expect(asked(said("writer", "Known.", { id: 7_000 }))).toEqual([]);
    expect(asked(said("writer", "Known no more.", { id: 7_000 }))).toEqual(["writer"]);
  });

  it("wants first those that were taken before, then the newest", () => {
    const comments = [
      said("a", "x", { id: 5_001 }),
      said("b", "x", { id: 5_002, reactions }),
      said("c", "x", { id: 5_003 }),
      said("d", "x", { id: 5_004, reactions }),
      said("e", "x", { id: 5_005 }),
    ];
    expect(asked(...comments)).toEqual(["d", "b", "e", "c", "a"]);
  });

  it("wants everybody behind a text, each once, and nobody where one of them cannot be told", () => {
    expect(asked(said("writer", "x", { edited: { login: "maria", at: LATER } }))).toEqual([
      "writer",
      "maria",
    ]);
    expect(asked(said("writer", "x", { edited: { login: "writer", at: LATER } }))).toEqual(["writer"]);
    expect(asked(said("writer", "x", { edited: { login: null, at: LATER } }))).toEqual([]);
  });

  it("lets no crowd hide anybody", () => {
    const comments = Array.from({ length: 80 }, (_, index) => said(`w${index}`, "x", { id: 6_000 + index }));
    const names = asked(...comments);
    expect([names.length, names[0], names.at(-1)]).toEqual([80, "w79", "w0"]);
  });
});

describe("words that a snapshot left out", () => {
  it("are those of the comment, which is known by its hash", () => {
    const history = aKeptProgram();
    const comments = Array.from({ length: 9 }, (_, n) =>
      said("maria", `${n}${"x".repeat(5_000)}`, { id: 900 + n }),
    );
    for (const { id, body } of comments) {
      const words = { comment: id, hash: sha256(body), text: body.slice(0, 4_000) };
      history.event({ type: "steering.received", by: MAINTAINER, ...words });
    }
    const remembered = snapshotOf(history.state);
    for (const gone of [0, 2, 5, 9]) {
      const { view } = anObservation({ journal: history, comments: comments.slice(0, 9 - gone) });
      expect(handedOut(view, remembered)).toEqual(handedOut(view, history.state));
      expect(inForce(view, remembered)).toEqual(inForce(view, history.state));
    }
    const { view } = anObservation({ journal: history, comments: comments.slice(0, 2) });
    expect(handedOut(view, remembered).map(({ text }) => text)).toEqual([
      `0${"x".repeat(3_999)}`,
      `1${"x".repeat(3_999)}`,
    ]);
  });
});

describe(handedOut, () => {
  /** What is handed out of texts with so many characters, oldest first. */
  function lengths(...characters: readonly number[]): readonly number[] {
    const texts = characters.map((length, index) => String(index).padEnd(length, "x"));
    const journal = texts.reduce(
      (so_far, text, index) => so_far.steered(text, 6_000 + index),
      aKeptProgram(),
    );
    const comments = texts.map((text, index) => said("maria", text, { id: 6_000 + index }));
    const { view } = anObservation({ journal, comments });
    return handedOut(view, journal.state).map(({ text }) => text.length);
  }

  it("is all that fits, oldest first", () => {
    expect(lengths(1, 2, 3)).toEqual([1, 2, 3]);
    expect(lengths(4_000, 3_999, 4_000, 4_000, 4_000, 4_000)).toEqual([
      4_000, 3_999, 4_000, 4_000, 4_000, 4_000,
    ]);
    expect(lengths(4_000, 4_000, 4_000, 4_000, 4_000, 4_000)).toHaveLength(6);
  });

  it("leaves out the oldest that do not fit, even one that is short enough to fit behind", () => {
    expect(lengths(5, 3_999, 4_000, 4_000, 4_000, 4_000, 3_998, 4)).toEqual([
      ...[4_000, 4_000, 4_000, 4_000, 3_998, 4],
    ]);
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
