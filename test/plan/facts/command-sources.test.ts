import { describe, expect, it } from "vitest";
import type { CommentView } from "../../../src/domain/repository/view.ts";
import { approvals, commandsIn, instructions, ticked } from "../../../src/plan/facts/command-sources.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { anObservation } from "../../support/plan/observation.ts";
import { own, said } from "../../support/plan/view-parts.ts";

const NOW = "2026-01-01T00:40:00Z";
const now = { createdAt: NOW, updatedAt: NOW };

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

describe(commandsIn, () => {
  const verbs = (minimised: boolean) => {
    const comments = ["run", "stop", "please cancel", "pause", "approve", "status"].map((words, index) =>
      said("maria", `/autoloop ${words}`, { ...now, id: 10 + index, minimised }),
    );
    const { view } = anObservation({ comments, shown: false });
    return commandsIn({ view, checkRunActions: [], conversations: "unread" }).map(
      ({ command }) => command.verb,
    );
  };

  it("leaves out what somebody hid, but for brakes", () => {
    expect(verbs(false)).toEqual(["run", "stop", "halting", "pause", "approve", "status"]);
    expect(verbs(true)).toEqual(["stop", "halting", "pause"]);
  });
});

describe(ticked, () => {
  const status = anObservation().view.comments[0];
  if (status === undefined) throw new Error("no status comment");
  const box = status.body.replace("[ ] <!-- autoloop:pause -->", "[x] <!-- autoloop:pause -->");
  const look = (comments: readonly CommentView[]) => ticked({ ...anObservation().view, comments });
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
    expect(look([{ ...own(box, status.id), edited: { login: null, at: NOW } }])).toBeNull();
  });

  it("is looked for in the app's own status comment alone", () => {
    const edited = { login: "maria", at: NOW };
    const ours = { ...own(box, status.id), edited };
    const other = { ...own("Hello", 8_000), edited };
    const copy = said("eve", box, { id: 8_001, edited: { login: "eve", at: NOW } });
    expect(look([other, copy, ours])).toEqual({ comment: ours, by: "maria", at: NOW, box: "pause" });
    expect(look([other, copy])).toBeNull();
  });
});

describe(instructions, () => {
  it("are the words of comments that still hold what was heard, wherever they stand", () => {
    const there = said("maria", "/autoloop Try a cube.", { ...now, id: 8 });
    const { view } = anObservation({ comments: [said("maria", "/autoloop Use tape.", { ...now, id: 7 })] });
    const talk = { view, conversations: { value: [{ issue: 9, comments: [there] }] } };
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
