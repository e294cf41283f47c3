// How a script is played: where the model finds its files, with which tools it works, and when it gives up.

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { responses } from "../../../sandbox/models/formats/responses.ts";
import { type Heard, WHOLE } from "../../../sandbox/models/formats/talk.ts";
import { callFor } from "../../../sandbox/models/script/calls.ts";
import { IMPROVE, NEVER_DONE } from "../../../sandbox/models/script/carton.ts";
import { pathOf } from "../../../sandbox/models/script/paths.ts";
import type { Step } from "../../../sandbox/models/script/plan.ts";
import { costOf, play } from "../../../sandbox/models/script/player.ts";

const FILE = { file: "src/a.mjs" };

function heard(more: Partial<Heard>): Heard {
  const tools = ["read_file", "write_file", "replace"].map((name) => ({ name, free: false }));
  return { model: "m", streams: false, tools, results: [], told: "", ...WHOLE, ...more };
}

describe("the path of a file", () => {
  it.each([
    ["Primary working directory: /run/workspace\n", "/run/workspace/src/a.mjs"],
    ["<cwd>/run/workspace</cwd>", "/run/workspace/src/a.mjs"],
    ["I'm currently working in the directory: /run/workspace\n", "/run/workspace/src/a.mjs"],
    ["Working directory: `/run/workspace`.", "/run/workspace/src/a.mjs"],
    ["* Current working directory: /run/workspace\n", "/run/workspace/src/a.mjs"],
    [
      "I'm working in the following directories:\n  - /run/workspace\n  - /run/exchange\n",
      "/run/workspace/src/a.mjs",
    ],
    ["Edit the files in the current directory.", "src/a.mjs"],
  ])("is in the folder that is told: %s", (told, path) => {
    expect(pathOf(FILE, told)).toBe(path);
  });

  it.each([
    ["Write it to `/run/exchange/answer.json`.", "/run/exchange/answer.json"],
    [String.raw`"… /run/exchange/answer.json\nand more"`, "/run/exchange/answer.json"],
    ["Write it to the path in AUTOLOOP_ANSWER.", null],
  ])("is what is told of the answer, or unknown: %s", (told, path) => {
    expect(pathOf("answer", told)).toBe(path);
  });
});

describe("a step", () => {
  const EDIT: Step = { do: "edit", at: FILE, from: "a", to: "b" };
  const PATCH = "*** Begin Patch\n*** Update File: /f\n@@\n-a\n+b\n*** End Patch";

  it.each([
    ["Edit", false, { file_path: "/f", old_string: "a", new_string: "b" }],
    ["edit", false, expect.objectContaining({ filePath: "/f", oldString: "a", newString: "b" })],
    ["replace", false, expect.objectContaining({ file_path: "/f", old_string: "a", new_string: "b" })],
    ["apply_patch", true, PATCH],
    ["apply_patch", false, { input: PATCH }],
    ["exec", true, `text(JSON.stringify(await tools.apply_patch(${JSON.stringify(PATCH)})))`],
  ])("is a call of the tool that is there: %s (free: %s)", (tool, free, input) => {
    expect(
      callFor(EDIT, "/f", [
        { name: "other", free: false },
        { name: tool, free },
      ]),
    ).toEqual({ tool, input, free });
  });

  it("is nothing where no tool can do it", () => {
    expect(callFor(EDIT, "/f", [{ name: "Read", free: false }])).toBeNull();
  });
});

describe("play", () => {
  it("gives up where nobody said where the answer goes", () => {
    const { said, trouble } = play(IMPROVE, heard({ results: ["one"] }));
    expect([said, trouble]).toEqual([
      { text: "I give up: nobody said where the answer goes." },
      "nobody said where the answer goes",
    ]);
  });

  it("gives up where no tool can do the step", () => {
    const { trouble } = play(IMPROVE, heard({ tools: [{ name: "Read", free: false }], results: ["1", "2"] }));
    expect(trouble).toBe("no tool on offer can edit a file");
  });

  it("reads the file first that holds its task, and finds in it what it has to know", () => {
    const told = "Read the file /run/exchange/prompt.md and do what it says.";
    const results = ["1: Your answer goes to /run/exchange/answer.json"];
    expect(play(IMPROVE, heard({ told })).said).toMatchObject({
      input: { file_path: "/run/exchange/prompt.md" },
    });
    expect(play(IMPROVE, heard({ told, results })).said).toMatchObject({
      input: { file_path: "src/carton.mjs" },
    });
    expect(play(IMPROVE, heard({ told, results: [...results, "2"] })).said).toMatchObject({
      tool: "write_file",
    });
  });

  it("never says the same twice where it has no end", () => {
    const turns = Array.from({ length: 100 }, (_, index) => Array(index).fill("result"));
    const said = turns.map((results) => JSON.stringify(play(NEVER_DONE, heard({ results })).said));
    expect(new Set(said).size).toBe(100);
    expect(said.every((one) => one.includes("tool"))).toBe(true);
  });

  it("costs more at each turn", () => {
    expect([0, 1].map((turn) => costOf(turn))).toEqual([
      { fresh: 1_000, cached: 0, visible: 10, thought: 4 },
      { fresh: 1_050, cached: 100, visible: 11, thought: 4 },
    ]);
  });
});

describe("what codex sends", () => {
  /** What the service makes of a conversation of this many turns behind these items. */
  function conversation(before: readonly object[], turns: number, last: readonly object[]) {
    const results = Array.from({ length: turns }, () => ({ type: "function_call_output", output: "done" }));
    const tools = [{ type: "custom", name: "apply_patch" }];
    const heard = responses.read(
      { model: "m", stream: true, input: [...before, ...results, ...last], tools },
      "/",
    );
    const { said, usage } = play(NEVER_DONE, heard);
    const reply = responses.write(heard, said, usage);
    const events = ("events" in reply ? reply.events : []).map(({ data }) => z.looseObject({}).parse(data));
    return { said, usage, events };
  }

  it("gets one summary of a conversation that it asks to make shorter, and goes on behind it", () => {
    const { events } = conversation([], 7, [{ type: "compaction_trigger" }]);
    const done = events.filter(({ type }) => type === "response.output_item.done");
    const [summary] = done.map(({ item }) => z.looseObject({ type: z.string() }).parse(item));
    expect(done).toHaveLength(1);
    expect(summary?.type).toBe("compaction");
    expect(events.at(-1)).toMatchObject({
      type: "response.completed",
      response: { output: [summary], usage: { input_tokens: costOf(7).fresh + costOf(7).cached } },
    });

    const { said, usage } = conversation([summary ?? {}], 2, []);
    expect(said).toEqual(conversation([], 9, []).said);
    expect(usage).toEqual(costOf(2));

    const again = conversation([summary ?? {}], 2, [{ type: "compaction_trigger" }]).said;
    expect(again).toEqual({ text: "9" });
  });

  it("offers its tools in an item of the conversation, in groups", () => {
    const tools = [
      { type: "custom", name: "exec" },
      { type: "namespace", name: "agents", tools: [{ type: "function", name: "wait" }] },
      { type: "web_search" },
    ];
    const body = {
      model: "m",
      input: [
        { type: "additional_tools", tools },
        { role: "user", content: "Go." },
      ],
    };
    expect(responses.read(body, "/v1/responses")).toMatchObject({
      tools: [
        { name: "exec", free: true },
        { name: "wait", free: false },
      ],
      told: "\nGo.",
    });
  });
});
