import { describe, expect, it } from "vitest";
import type { EventBody } from "../../../src/domain/journal/event.ts";
import { fold } from "../../../src/domain/journal/fold.ts";
import type { IterationRecord, ProgramState } from "../../../src/domain/journal/state.ts";
import type { RunOrder } from "../../../src/plan/action.ts";
import { act, type Draft, emptyDraft, record } from "../../../src/plan/draft.ts";
import { memory } from "../../../src/plan/show/memory.ts";
import type { Observation } from "../../../src/plan/world.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { parseRegistry } from "../../../src/text/journal/registry.ts";
import { readResults, renderResults } from "../../../src/text/journal/results-table.ts";
import { decodeRunFile } from "../../../src/text/run/run-request.ts";
import { renderStateFile } from "../../../src/text/state-file/state-file.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { someFacts } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, aProgram } from "../../support/plan/observation.ts";
import { finished, HOUR, type Planned, planned, typesOf } from "../../support/plan/planned.ts";
import { said } from "../../support/plan/view-parts.ts";

function written({ actions }: Planned): ReadonlyMap<string, string | null> {
  const commit = actions.find(({ type }) => type === "memory.commit");
  if (commit?.type !== "memory.commit") throw new Error("nothing is written");
  return new Map(commit.files.map(({ path, text }) => [path, text]));
}

/** The newest iteration as if it had had this number. */
function aRecord({ recent }: ProgramState, number: number): IterationRecord {
  const [last] = recent.slice(-1);
  if (last === undefined) throw new Error("no iteration");
  return { ...last, number };
}

function ordered({ actions }: Planned): readonly RunOrder[] {
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
      "attempts/carton/2-1.patch",
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

  describe("beside what people see of it", () => {
    const journal = aKeptProgram();
    const { state } = journal;
    /** Files that a pause writes over these. */
    function files(before: { readonly stateFile: string; readonly results: string }) {
      const world = { seen: { ...anObservation({ journal }), ...before }, now: 0, policy: POLICY };
      const by = null;
      const draft = record(world, emptyDraft(state, journal.events.length), {
        ...{ type: "loop.pause", kind: "plateau", reason: "No progress.", by },
      });
      const [commit] = memory(world, draft).actions;
      if (commit?.type !== "memory.commit") throw new Error("nothing is written");
      const after = fold(state, draft.events);
      if (after === null) throw new Error("no state");
      return { after, files: new Map(commit.files.map(({ path, text }) => [path, text])) };
    }

    it("makes whole files where there are none", () => {
      const made = files({ stateFile: "absent", results: "absent" });
      expect(made.files.get("carton.md")).toBe(renderStateFile(null, made.after));
      expect(made.files.get("carton.tsv")).toBe(renderResults(null, state.recent));
    });

    it("keeps what people, and iterations that are forgotten, left in them", () => {
      const mine = renderStateFile(null, state).replace(
        "## 📚 Lessons Learned\n",
        "## 📚 Lessons Learned\n\n- Mine.\n",
      );
      const [baseline, ...later] = state.recent;
      if (baseline === undefined) throw new Error("no baseline");
      const old = renderResults(null, [{ ...baseline, metric: 999 }]);
      const kept = files({ stateFile: mine, results: old });
      expect(kept.files.get("carton.md")).toBe(renderStateFile(mine, kept.after));
      expect(kept.files.get("carton.md")).toContain("- Mine.");
      expect(kept.files.get("carton.tsv")).toBe(renderResults(old, later));
      expect(kept.files.get("carton.tsv")).toContain("999");
    });
  });

  it.each(["with its end", "before its end"])("tells the other numbers of a report that came %s", (when) => {
    const journal = aProgram().baseline(2_000).begun();
    const secondary = { kb: 12, mb: 0.5 };
    const facts = someFacts(1_900, { measurement: { outcome: "measured", metric: 1_900, secondary } });
    const report = { type: "iteration.report", iteration: 1, ...facts } as const;
    if (when === "before its end") journal.event(report);
    const seen = anObservation({ journal });
    const world = { seen, now: 0, policy: POLICY };
    const events: readonly EventBody[] = [
      ...(when === "with its end" ? [report] : []),
      { type: "iteration.reject", iteration: 1, reason: "Worse." },
    ];
    const ended = events.reduce<Draft>(
      (so_far, event) => record(world, so_far, event),
      emptyDraft(journal.state, 9),
    );
    const [commit] = memory(world, ended).actions;
    if (commit?.type !== "memory.commit") throw new Error("nothing is written");
    const [header = "", baseline = "", first = ""] =
      commit.files.find(({ path }) => path === "carton.tsv")?.text?.split("\n") ?? [];
    expect(header.split("\t").slice(7, 11)).toEqual(["tokens", "kb", "mb", "confidence"]);
    expect(baseline.split("\t").slice(8, 10)).toEqual(["-", "-"]);
    expect(first.split("\t").slice(8, 10)).toEqual(["12", "0.5"]);
  });

  it("moves lines of iterations that are forgotten into a file of their own", () => {
    const long = aProgram().baseline(2_000);
    for (let n = 1; n <= 60; n += 1) long.rejected(2_000 + n);
    const whole = renderResults(
      null,
      Array.from({ length: 50 }, (_, number) => aRecord(long.state, number)),
    );
    const world = {
      seen: { ...anObservation({ journal: long }), results: whole },
      ...{ now: 0, policy: POLICY },
    };
    const write = (seen: Observation, body: EventBody) => {
      const draft = record({ ...world, seen }, emptyDraft(long.state, 9), body);
      const [commit] = memory({ ...world, seen }, draft).actions;
      if (commit?.type !== "memory.commit") throw new Error("nothing is written");
      return new Map(commit.files.map(({ path, text }) => [path, text]));
    };
    const pause = { type: "loop.pause", kind: "plateau", reason: "No progress.", by: null } as const;
    const kept = write(world.seen, pause);
    expect([...kept.keys()].filter((path) => path.endsWith(".tsv"))).toEqual(["carton.tsv"]);

    for (let n = 61; n <= 95; n += 1) long.rejected(2_000 + n);
    const files = write({ ...world.seen, results: kept.get("carton.tsv") ?? "" }, pause);
    const rows = (path: string) => [...readResults(files.get(path) ?? "").keys()];
    expect(rows("journal/carton/results-000000.tsv")).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(rows("carton.tsv").slice(0, 1)).toEqual([50]);
    expect(rows("carton.tsv").at(-1)).toBe(95);
  });

  it("writes nothing for actions that order no run, nor before adoption", () => {
    const world = { seen: anObservation(), now: 0, policy: { ...POLICY, executor: "actions" as const } };
    const draft = act(emptyDraft(aKeptProgram().state, 0), { type: "branch.create", branch: "b", at: "0" });
    expect(memory(world, draft)).toBe(draft);
    const none = { ...draft, state: null };
    expect(memory(world, none)).toBe(none);
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
