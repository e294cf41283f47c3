import { describe, expect, it } from "vitest";
import { define } from "../../../src/plan/life/define.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { JournalBuilder } from "../../support/plan/journal.ts";
import { aKeptProgram, type Deviation, programText } from "../../support/plan/observation.ts";
import { bodyOf, HOUR, planned, typesOf, type When } from "../../support/plan/planned.ts";
import { ruled } from "../../support/plan/ruled.ts";

const edit = (body: string, login = "maria") => ({
  issue: { body, edited: { login, at: "2026-01-01T00:30:00Z" } },
});

describe(define, () => {
  it("takes over a text by somebody with write access and stays in its epoch while measuring is the same", () => {
    const { events, says } = planned(edit(programText("target-metric: 600")));
    expect(events).toMatchObject([{ type: "program.defined", epoch: 1, approved_by: { login: "maria" } }]);
    expect(says[0]).toMatch(/definitions\/carton\/[0-9a-f]{64}\.md/);
  });

  it("opens an epoch with a new baseline when measuring changed", () => {
    const { events } = planned(edit(PROGRAM_TEXT.replace("evaluate.mjs", "evaluate.mjs --fine")), {
      after: HOUR,
    });
    expect(events).toMatchObject([
      { type: "program.defined", epoch: 2 },
      { type: "iteration.start", kind: "baseline", iteration: 2 },
    ]);
  });

  it("starts nothing while a changed text waits for approval, and says so where people look", () => {
    const plan = planned(edit(programText("target-metric: 600"), "stranger"), { after: HOUR });
    expect(plan.events).toEqual([]);
    expect(plan.says).toEqual([
      expect.stringContaining("edit the status comment"),
      expect.stringContaining("post the notice (approval)"),
    ]);
    expect(bodyOf(plan, "status comment")).toContain("nobody with write access has approved it");
  });

  it("starts nothing while an approved text cannot run, and says what is wrong", () => {
    const plan = planned(edit(programText("repeat: never")), { after: HOUR });
    expect(plan.events).toEqual([]);
    expect(bodyOf(plan, "notice (problems)")).toContain("repeat");
  });

  it("lets a new text wait for the end of the iteration that is bound to the old one", () => {
    const journal = aKeptProgram().begun();
    expect(planned({ journal, ...edit(programText("target-metric: 600")) }).events).toEqual([]);
  });

  it("forgets about an edit that was taken back", () => {
    expect(planned(edit(PROGRAM_TEXT, "stranger")).says).toEqual([]);
  });

  it("does not read a closed issue", () => {
    const closed = { body: "nonsense", state: "closed" as const };
    expect(typesOf(planned({ issue: closed }).events)).toEqual(["loop.stop"]);
  });
});

describe(`${define.name}: a text that nobody approved`, () => {
  const changed = edit(programText("target-metric: 600"), "stranger");
  const GO_ON = { policy: { unapprovedEdits: "continue" } } as const;
  const decided = (deviation: Deviation, when: When = {}) => {
    const { world, draft } = ruled(deviation, when);
    const { events, notices, blocked } = define(world, draft);
    return { events: events.map(({ type }) => type), notices, blocked };
  };
  const nothing = { events: [], notices: [], blocked: [] };
  const goesOn = { ...nothing, notices: [{ kind: "approval", meanwhile: "continue" }] };
  const waits = {
    events: [],
    notices: [{ kind: "approval", meanwhile: "wait" }],
    blocked: [
      {
        ...{ key: "approval", value: null, line: null },
        allowed: "an edit or a label by somebody with write access",
        message: "The text changed and nobody with write access has approved it.",
      },
    ],
  };
  const adopted = () => new JournalBuilder("carton").adopted();

  it.each<readonly [string, Deviation, When, unknown]>([
    ["waits, as the policy says", changed, {}, waits],
    ["lets the approved one go on, as the policy says", changed, GO_ON, goesOn],
    [
      "says so also while an iteration goes on",
      { ...changed, journal: aKeptProgram().begun() },
      GO_ON,
      goesOn,
    ],
    ["waits for the end of an iteration first", { ...changed, journal: aKeptProgram().begun() }, {}, nothing],
    ["waits where none was ever approved", { ...changed, journal: adopted() }, GO_ON, waits],
    [
      "is no matter of the policy once it is approved",
      edit(programText("target-metric: 600")),
      GO_ON,
      { ...nothing, events: ["program.defined"] },
    ],
    ["is not read on a closed issue", { issue: { ...changed.issue, state: "closed" } }, {}, nothing],
    ["is not read where the issue is gone", { issue: "absent" }, {}, nothing],
  ])("%s", (_, deviation, when, expected) => {
    expect(decided(deviation, when)).toEqual(expected);
  });

  it("opens an epoch with the first definition", () => {
    const { world, draft } = ruled({ journal: adopted() });
    const { events } = define(world, draft);
    const epoch = adopted().state.epoch + 1;
    expect(events).toMatchObject([{ type: "program.defined", hash: sha256(PROGRAM_TEXT), epoch }]);
  });

  it("is nothing where what held the text is gone", () => {
    const { world, draft } = ruled(changed);
    expect(define({ ...world, seen: { ...world.seen, program: "absent" } }, draft)).toBe(draft);
  });
});
