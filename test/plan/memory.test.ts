import { describe, expect, it } from "vitest";
import type { RunOrder } from "../../src/plan/action.ts";
import { memory } from "../../src/plan/memory.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { sha256 } from "../../src/text/hash.ts";
import { parseRegistry } from "../../src/text/journal/registry.ts";
import { decodeRunFile } from "../../src/text/run/run-request.ts";
import { aKeptProgram, anObservation } from "../support/observation.ts";
import { finished, HOUR, planned, typesOf } from "../support/planned.ts";
import { said } from "../support/view-parts.ts";

function written({ actions }: Plan): ReadonlyMap<string, string | null> {
  const commit = actions.find(({ type }) => type === "memory.commit");
  if (commit?.type !== "memory.commit") throw new Error("nothing is written");
  return new Map(commit.files.map(({ path, text }) => [path, text]));
}

function ordered({ actions }: Plan): readonly RunOrder[] {
  return actions.flatMap((action) => (action.type === "run.start" ? [action.request] : []));
}

describe(memory, () => {
  it("writes the journal and all that follows from it in one commit on what was seen", () => {
    const journal = aKeptProgram().begun();
    const { actions } = planned({ journal, run: finished(800) });
    const commits = actions.filter(({ type }) => type === "memory.commit");
    expect(commits).toMatchObject([
      {
        expectedHead: anObservation({ journal }).view.memory.head,
        message: expect.stringContaining("[Autoloop: carton] iteration.report, iteration.reject"),
        events: ["iteration.report", "iteration.reject"],
      },
    ]);
    expect([...written(planned({ journal, run: finished(800) })).keys()]).toEqual([
      "journal/carton/000001.jsonl",
      "carton.md",
      "carton.tsv",
      "registry.json",
    ]);
  });

  it("only adds to the journal", () => {
    const journal = aKeptProgram().begun();
    const { journal: before } = anObservation({ journal });
    const text = written(planned({ journal, run: finished(800) })).get("journal/carton/000001.jsonl") ?? "";
    expect(typeof before === "object" && "text" in before && text.startsWith(before.text)).toBe(true);
  });

  it("writes nothing for what can be seen again any time, and all of it with the next reason to write", () => {
    const comments = [said("maria", "Try a cube.")];
    expect(planned({ comments, pulls: [] }).actions.map(({ type }) => type)).not.toContain("memory.commit");
    const { events } = planned({ comments }, { after: HOUR });
    expect(events.map(({ type }) => type)).toEqual(["steering.received", "iteration.start"]);
  });

  it("leaves out projections that did not change", () => {
    expect([...written(planned({}, { after: HOUR })).keys()]).toEqual([
      "journal/carton/000001.jsonl",
      "carton.md",
      "registry.json",
    ]);
  });

  it("makes projections again that are gone", () => {
    const plan = planned({ memoryFiles: "absent" }, { after: HOUR });
    expect([...written(plan).keys()]).toEqual(expect.arrayContaining(["carton.md", "carton.tsv"]));
  });

  it("keeps the rows of the other programs", () => {
    const plan = planned({ neighbours: [{}, {}] }, { after: HOUR });
    const { programs } = parseRegistry(written(plan).get("registry.json") ?? "");
    expect(programs.map(({ name, in_flight }) => [name, in_flight])).toEqual([
      ["carton", 2],
      ["neighbour-0", null],
      ["neighbour-1", null],
    ]);
  });

  it("makes a registry where there is none", () => {
    const plan = planned({ registry: "absent" }, { after: HOUR });
    expect(parseRegistry(written(plan).get("registry.json") ?? "").programs).toHaveLength(1);
  });

  it("writes what a run on GitHub Actions is asked for together with the start that orders it", () => {
    const plan = planned({}, { after: HOUR, policy: { executor: "actions" } });
    const text = written(plan).get("requests/carton.json") ?? "";
    const [order] = ordered(plan);
    expect(order?.requestHash).toBe(sha256(text));
    expect(decodeRunFile(text)).toMatchObject({
      key: { owner: "octo", name: "carton", issue: 1 },
      nonce: "fresh-nonce",
      iteration: 2,
      base: order?.base,
      definition: { evaluation: "node evaluate.mjs" },
      leftOut: [],
      agentCommand: null,
    });
    expect(typesOf(plan.events)).toEqual(["iteration.start"]);
  });

  it("writes the request again when the order is repeated, and nothing else that is new", () => {
    const journal = aKeptProgram().begun("improve", "actions");
    const plan = planned({ journal, run: { state: "absent" } }, { policy: { executor: "actions" } });
    expect([...written(plan).keys()]).toEqual(["requests/carton.json", "registry.json"]);
    expect(plan.actions.map(({ type }) => type).slice(0, 2)).toEqual(["memory.commit", "run.start"]);
    expect(plan.says[0]).toContain("(journal: nothing new)");
  });

  it("writes no request for a run on this machine", () => {
    expect([...written(planned({}, { after: HOUR })).keys()]).not.toContain("requests/carton.json");
  });

  it("writes the approved text itself with its definition, and none where the issue is gone", () => {
    const body = anObservation().view.issue;
    const text = `${body === "absent" ? "" : body.body}\nMore context.\n`;
    const files = written(
      planned({ issue: { body: text, edited: { login: "maria", at: "2026-01-01T01:00:00Z" } } }),
    );
    const [path] = [...files.keys()].filter((one) => one.startsWith("definitions/"));
    expect(files.get(path ?? "")).toBe(text);
    expect(
      [...written(planned({ issue: "absent" })).keys()].some((one) => one.startsWith("definitions/")),
    ).toBe(false);
  });
});
