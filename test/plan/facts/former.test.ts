import { describe, expect, it } from "vitest";
import type { RunState } from "../../../src/domain/journal/iteration.ts";
import { formerRead } from "../../../src/plan/facts/former.ts";
import { aReport } from "../../support/loop/fake-executor.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation } from "../../support/plan/observation.ts";
import { planned, typesOf } from "../../support/plan/planned.ts";

const crash = { cause: "syntax", said: "x" } as const;
/** The second run was journalled; whether anybody heard of it is for the tests to say. */
const again = () => aKeptProgram().begun().reported(0).begun("improve", "local", undefined, crash);
const absent = { state: "absent" } as const;
const report = aReport({ nonce: "nonce-2-1", base: someSha(1), kind: "improve" }, 0, { outcome: "failed" });

describe(formerRead, () => {
  const asked = (journal: ReturnType<typeof again>, run: RunState = absent) =>
    formerRead({ seen: { ...anObservation({ journal, run }), former: "unread" }, policy: POLICY });

  it("asks for the former run where nobody has heard of the next", () => {
    expect(asked(again())).toEqual({
      ...{ type: "formerRun", nonce: "nonce-2-1", place: "here" },
      startedAt: again().state.in_flight?.crashes?.former.started_at,
    });
  });

  it.each<[string, Parameters<typeof asked>]>([
    ["nothing broke", [aKeptProgram().begun()]],
    ["the next run goes on", [again(), { state: "running" }]],
    ["the loop stands still", [again().paused()]],
    ["the iteration waits", [again().reported(0).waits(3)]],
  ])("asks for nothing where %s", (_, world) => {
    expect(asked(...world)).toBeNull();
  });
});

describe("an order that has to be repeated", () => {
  it("holds the former proposal again, by the same nonce", () => {
    const { actions } = planned({ journal: again(), run: absent, former: { state: "finished", report } });
    const [order] = actions.flatMap((one) => (one.type === "run.start" ? [one.request] : []));
    expect(order).toMatchObject({ nonce: "nonce-2-2", overlay: report.files });
  });

  it.each<[string, RunState]>([
    ["is gone", absent],
    ["is another one", { state: "finished", report: { ...report, nonce: "nonce-1-1" } }],
    ["stands on something else", { state: "finished", report: { ...report, base: someSha(8) } }],
    ["holds nothing", { state: "finished", report: { ...report, files: [] } }],
  ])("ends the iteration where the former proposal %s", (_, former) => {
    const { events } = planned({ journal: again(), run: absent, former });
    expect(events).toMatchObject([
      { type: "iteration.error", reason: expect.stringContaining("proposal that broke is gone") },
    ]);
  });
});

describe("the former run", () => {
  const held = [{ nonce: "nonce-2-1", iteration: 2 }];
  const cleaned = (run: RunState) =>
    planned({ journal: again(), run, held, former: { state: "finished", report } }).says.filter((line) =>
      line.startsWith("clean up"),
    );

  it("is kept until the next one has begun, and not for longer", () => {
    expect(cleaned(absent)).toEqual([]);
    expect(cleaned({ state: "running" })).toEqual(["clean up run nonce-2-1"]);
    expect(typesOf(planned({ journal: again(), run: absent, former: absent }).events)).toHaveLength(1);
  });
});
