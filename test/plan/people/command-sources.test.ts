import { describe, expect, it } from "vitest";
import type { CommentView } from "../../../src/domain/repository/view.ts";
import { checkRunActionHash } from "../../../src/plan/people/check-run-action.ts";
import {
  approvals,
  type Heard,
  instructions,
  programsOf,
  ticked,
  unheard,
} from "../../../src/plan/people/command-sources.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { rowOf } from "../../../src/text/journal/registry.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { own, said } from "../../support/plan/view-parts.ts";

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

describe(`${unheard.name}: what it hears`, () => {
  const { state } = aKeptProgram();
  const hears = (deviation: Deviation): readonly Heard[] => {
    const { view, ...talk } = anObservation(deviation);
    return unheard({ ...talk, view }, state);
  };
  const RUN = "/autoloop run\r\nand more";
  const run = said("maria", RUN, { ...now, id: 70 });
  const heardRun = {
    ...{ comment: 70, hash: sha256(RUN), writtenAt: NOW, people: ["maria"], from: "comment" },
    ...{ command: { name: null, verb: "run" }, text: "/autoloop run", unclear: null },
  };

  it("is a comment with its first line, by whom and when", () => {
    expect(hears({ comments: [run] })).toEqual([heardRun]);
  });

  it("is the last form of the text, behind which its author and its editor stand", () => {
    const at = "2026-01-01T00:50:00Z";
    const edited = { ...run, edited: { login: "eve", at } };
    expect(hears({ comments: [edited] })).toEqual([{ ...heardRun, writtenAt: at, people: ["maria", "eve"] }]);
    const own = { ...run, edited: { login: "maria", at } };
    expect(hears({ comments: [own] })).toEqual([{ ...heardRun, writtenAt: at }]);
  });

  it.each<readonly [string, CommentView]>([
    ["that nobody-knows-who edited", { ...run, edited: { login: null, at: NOW } }],
    ["of a bot", { ...run, author: { login: "dependabot[bot]", type: "Bot" } }],
    ["of somebody who is gone", { ...run, author: null }],
    ["that is prose", { ...run, body: "Run, please." }],
    ["for another program", { ...run, body: "/autoloop neighbour-0: run" }],
  ])("is no comment %s", (_, comment) => {
    expect(hears({ comments: [comment], neighbours: [{}] })).toEqual([]);
    const conversations = [{ issue: 9, comments: [comment] }];
    expect(hears({ conversations, neighbours: [{}] })).toEqual([]);
  });

  it("says where a comment stands elsewhere, and what is unclear about it there", () => {
    const conversations = [{ issue: 9, comments: [run] }];
    expect(hears({ conversations })).toEqual([{ ...heardRun, issue: 9 }]);
    expect(hears({ conversations, neighbours: [{}] })).toEqual([{ ...heardRun, issue: 9, unclear: "which" }]);
    expect(hears({ conversations: [{ issue: 100, comments: [run] }], neighbours: [{}] })).toEqual([]);
  });

  it.each([
    ["pause", "pause", { name: null, verb: "pause", reason: "" }],
    ["run", "run-now", { name: null, verb: "run" }],
  ] as const)("is the button and the box %s", (box, marker, command) => {
    const press = { checkRun: 400, login: "maria", box, delivery: "d-1", at: NOW };
    const pressed = { writtenAt: NOW, people: ["maria"], from: "box", command, unclear: null };
    expect(hears({ checkRunActions: [press] })).toEqual([
      { ...pressed, comment: 400, hash: checkRunActionHash(press), text: `[button] ${box}` },
    ]);
    const { view, ...talk } = anObservation();
    const [status, ...others] = view.comments;
    if (status === undefined) throw new Error("no status comment");
    const body = status.body.replace(`[ ] <!-- autoloop:${marker}`, `[x] <!-- autoloop:${marker}`);
    const comments = [{ ...status, body, edited: { login: "maria", at: NOW } }, ...others];
    expect(unheard({ ...talk, view: { ...view, comments } }, state)).toEqual([
      { ...pressed, comment: status.id, hash: sha256(body), text: `[x] ${box}` },
    ]);
  });

  it("was written since the second of the adoption; an approval of the text also before", () => {
    const at = (second: number) => `2026-01-01T00:01:${second.toString().padStart(2, "0")}Z`;
    const adopted = { ...state, adopted_at: "2026-01-01T00:01:30.700Z" };
    const comments = [29, 30].flatMap((second) => [
      said("maria", "/autoloop run", { id: second, createdAt: at(second) }),
      said("maria", "/autoloop approve", { id: 100 + second, createdAt: at(second) }),
    ]);
    const here = anObservation({ comments, shown: false });
    expect(unheard(here, adopted).map(({ comment }) => comment)).toEqual([129, 30, 130]);
    const there = anObservation({ conversations: [{ issue: 9, comments }] });
    expect(unheard(there, adopted).map(({ comment }) => comment)).toEqual([30, 130]);
  });
});

describe(programsOf, () => {
  it("are those of the registry, and this one as its own journal says", () => {
    const { state } = aKeptProgram();
    const { registry } = anObservation({
      neighbours: [
        { name: "box", issue: 5 },
        { name: "tube", issue: 6 },
      ],
    });
    if (registry === "absent") throw new Error("no registry");
    const [box, , tube] = registry.programs;
    expect(registry.programs.map(({ name }) => name)).toEqual(["box", "carton", "tube"]);
    const now = { ...state, issue: 7 };
    expect(programsOf(registry, now)).toEqual([box, tube, rowOf(now, null)]);
    expect(programsOf("absent", now)).toEqual([rowOf(now, null)]);
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
