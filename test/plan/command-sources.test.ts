import { describe, expect, it } from "vitest";
import { approvals, instructions, ticked, unheard } from "../../src/plan/command-sources.ts";
import { sha256 } from "../../src/text/hash.ts";
import { aKeptProgram, anObservation } from "../support/observation.ts";
import { own, said } from "../support/view-parts.ts";

const NOW = "2026-01-01T00:40:00Z";
const now = { createdAt: NOW, updatedAt: NOW };

describe(unheard, () => {
  it("takes nothing for new that is as old as what the journal no longer remembers one by one", () => {
    const { state } = aKeptProgram();
    const comments = [
      said("maria", "/autoloop status", { ...now, id: 1 }),
      said("maria", "/autoloop status", { ...now, id: 2, createdAt: "2026-01-01T00:40:01Z" }),
    ];
    const seen = anObservation({ comments, shown: false });
    const ids = (commands_after: string | null) =>
      unheard(seen, { ...state, commands_after }).map(({ comment }) => comment);
    expect(ids(null)).toEqual([1, 2]);
    expect(ids(NOW)).toEqual([2]);
    expect(ids("2026-01-01T00:40:01Z")).toEqual([]);
  });

  it("hears them in the order in which they were written, of one second the older comment first", () => {
    const comments = [
      said("maria", "/autoloop status", { ...now, id: 9 }),
      said("maria", "/autoloop help", { ...now, id: 3 }),
      said("maria", "/autoloop doctor", { ...now, id: 20, createdAt: "2026-01-01T00:39:00Z" }),
    ];
    const seen = anObservation({ comments, shown: false });
    expect(unheard(seen, aKeptProgram().state).map(({ comment }) => comment)).toEqual([20, 3, 9]);
  });
});

describe(approvals, () => {
  const comments = ["approve", "carton: approve", "other: approve", "status"].map((words, index) =>
    said("maria", `/autoloop ${words}`, { ...now, id: 10 + index }),
  );
  const { view } = anObservation({ comments, shown: false });
  const ids = (name: string | null) => approvals(view, name).map(({ comment }) => comment);

  it("are those for this program", () => {
    expect(ids("carton")).toEqual([10, 11]);
  });

  it("are all of them while the program has no name", () => {
    expect(ids(null)).toEqual([10, 11, 12]);
  });
});

describe(ticked, () => {
  const status = anObservation().view.comments[0];
  if (status === undefined) throw new Error("no status comment");
  const box = status.body.replace("[ ] <!-- autoloop:pause -->", "[x] <!-- autoloop:pause -->");
  const seen = (body: string, login: string | null) => {
    const { view } = anObservation();
    const comment = { ...own(body, status.id), edited: login === null ? null : { login, at: NOW } };
    return ticked({ ...view, comments: [comment, ...view.comments.slice(1)] });
  };

  it("is the box, who ticked it and when", () => {
    expect(seen(box, "maria")).toMatchObject({ box: "pause", by: "maria", at: NOW });
  });

  it("is nothing where nobody ticked, or nobody knows who, or only the app wrote", () => {
    expect(seen(status.body, "maria")).toBeNull();
    expect(seen(box, null)).toBeNull();
    expect(seen(box, anObservation().view.self)).toBeNull();
  });
});

describe(instructions, () => {
  it("are the words of comments that still hold what was heard, wherever they stand", () => {
    const there = said("maria", "/autoloop Try a cube.", { ...now, id: 8 });
    const { view } = anObservation({ comments: [said("maria", "/autoloop Use tape.", { ...now, id: 7 })] });
    const talk = { view, conversations: [{ issue: 9, comments: [there] }] };
    const ref = (comment: number, text: string) => ({ comment, hash: sha256(text), by: "maria" });
    expect(
      instructions(talk, [
        ref(7, "/autoloop Use tape."),
        ref(8, "/autoloop Try a cube."),
        ref(8, "/autoloop Try a ball."),
        ref(99, "/autoloop Use tape."),
      ]).map(({ comment, text }) => [comment, text]),
    ).toEqual([
      [7, "Use tape."],
      [8, "Try a cube."],
    ]);
  });
});
