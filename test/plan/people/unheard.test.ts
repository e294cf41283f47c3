import { describe, expect, it } from "vitest";
import type { CommentView } from "../../../src/domain/repository/view.ts";
import { type Heard, programsOf, unheard } from "../../../src/plan/people/unheard.ts";
import { checkRunActionHash } from "../../../src/text/command/check-run-action.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { rowOf } from "../../../src/text/journal/registry.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { said } from "../../support/plan/view-parts.ts";

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
    ...{
      comment: 70,
      hash: sha256("/autoloop run"),
      wholeHash: sha256(RUN),
      writtenAt: NOW,
      people: ["maria"],
      from: "comment",
    },
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
