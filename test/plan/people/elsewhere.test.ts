import { describe, expect, it } from "vitest";
import { conversationsRead, mentionsFor } from "../../../src/plan/people/elsewhere.ts";
import type { Mention } from "../../../src/plan/world.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";

const AT = "2026-01-01T00:00:00Z";
const SAID = { comment: 9, by: "ann", hash: "h" } as const;
/** Another program of the repository. */
const neighbours = [{ name: "tile", issue: 2 }];

/** Commands on other issues than the program's, which is number 1, each naming a program. */
const found = (...said: readonly (readonly [issue: number, name: string])[]): readonly Mention[] =>
  said.map(([issue, name], index) => ({ comment: index + 1, issue, name, updatedAt: AT }));

/** Which of the commands are for this program, and where it wants to read. */
function heard(deviation: Deviation) {
  const seen = { ...anObservation({ neighbours, ...deviation }), conversations: "unread" } as const;
  const read = conversationsRead({ seen, policy: POLICY });
  return {
    for: mentionsFor(seen).map(({ comment }) => comment),
    read: read?.type === "conversations" ? read.issues : read,
  };
}

describe(conversationsRead, () => {
  it("hears nothing for a program that nobody adopted", () => {
    expect(heard({ journal: "absent", mentions: found([3, "carton"]) })).toEqual({ for: [], read: null });
  });

  it("reads where a command for this program stands, and nowhere else", () => {
    expect(heard({ mentions: found([3, "carton"], [4, "tile"]) })).toEqual({ for: [1], read: [3] });
  });

  it("hears what names no program there is, where it is the first to answer", () => {
    expect(heard({ mentions: found([5, "nobody"]) })).toEqual({ for: [1], read: [5] });
  });

  it("reads an issue once, however many commands stand there", () => {
    const mentions = found([3, "carton"], [3, "carton"], [99, "carton"]);
    expect(heard({ mentions })).toEqual({ for: [1, 2, 3], read: [3, 99] });
  });

  it("reads the words that steer again, those on the program's own issue apart", () => {
    expect(heard({})).toEqual({ for: [], read: null });
    const by = { login: "ann", id: null, permission: "write" } as const;
    const asked = { type: "run.requested", by, comment: 9, hash: "h", instruction: true } as const;
    const kept = aKeptProgram();
    const started = {
      type: "iteration.start",
      iteration: 2,
      kind: "improve",
      attempt: 1,
      base: kept.state.branch_head ?? "",
      definition: kept.state.definition?.hash ?? "",
      executor: "local",
      place: "here",
      nonce: "nonce-2-1",
      deadline: "2026-01-01T02:00:00Z",
    } as const;
    const journal = kept
      .event({ ...asked, issue: 5 })
      .event({ ...started, steering: [{ ...SAID, issue: 5 }, SAID] })
      .event({ ...asked, issue: 4 })
      .event(asked);
    expect(heard({ journal })).toEqual({ for: [], read: [4, 5] });
  });

  it("asks once", () => {
    const seen = anObservation({ mentions: found([3, "carton"]) });
    expect(conversationsRead({ seen, policy: POLICY })).toBeNull();
  });
});
