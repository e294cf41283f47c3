import { describe, expect, it } from "vitest";
import { COMMENTS_PER_ISSUE } from "../../../src/domain/limits.ts";
import type { IssueView } from "../../../src/domain/repository/view.ts";
import { adopt } from "../../../src/plan/life/adopt.ts";
import { type Deviation, LONG_AGO, programText } from "../../support/plan/observation.ts";
import { bodyOf, planned, typesOf } from "../../support/plan/planned.ts";
import { ruled } from "../../support/plan/ruled.ts";
import { said } from "../../support/plan/view-parts.ts";

describe(adopt, () => {
  it("makes a program of a labelled issue whose author may write, and starts its baseline at once", () => {
    const { says, events } = planned({ journal: "absent" });
    expect(typesOf(events)).toEqual(["program.adopted", "program.defined", "loop.start", "iteration.start"]);
    expect(says.map((line) => line.replace(/\d{3,} characters/, "…"))).toEqual([
      expect.stringContaining("write journal/carton/000001.jsonl, definitions/carton/"),
      expect.stringContaining("start the baseline run of iteration 0"),
      "post the status comment (…)",
    ]);
  });

  it("freezes the observed name and remembers who approved which text, with the role seen", () => {
    const { events } = planned({ journal: "absent" });
    expect(events[0]).toMatchObject({ name: "carton", issue: 1, branch: "autoloop/carton" });
    expect(events[1]).toMatchObject({ approved_by: { login: "maria", permission: "maintain" }, epoch: 1 });
    expect(events[2]).toMatchObject({ run_id: "fresh-run", trigger: "label", project_dir: "octo/carton" });
  });

  it.each([
    ["a closed issue", { state: "closed" as const }],
    ["an issue without the label", { labels: ["autoloop"] }],
  ])("leaves %s alone", (_, issue) => {
    expect(planned({ journal: "absent", issue })).toMatchObject({ says: [], wakeAt: null });
  });

  it("leaves an issue alone that is gone", () => {
    expect(planned({ journal: "absent", issue: "absent" }).says).toEqual([]);
  });

  it("writes no journal for a text that nobody with write access stands behind, and asks for approval", () => {
    const plan = planned({ journal: "absent", permissions: { maria: "triage" } });
    expect(plan.events).toEqual([]);
    expect(plan.says).toHaveLength(1);
    expect(bodyOf(plan, "notice (approval)")).toContain("Waiting for approval");
  });

  it("writes no journal for a text that cannot run, and says what is wrong", () => {
    const plan = planned({ journal: "absent", text: programText("repeat: never") });
    expect(plan.events).toEqual([]);
    expect(bodyOf(plan, "notice (problems)")).toContain("repeat");
  });

  it("adopts once the label was put on by somebody who may write, whoever wrote the text", () => {
    const issue = { author: { login: "stranger", type: "User" as const } };
    const labelled = [{ login: "maria", at: LONG_AGO }];
    expect(typesOf(planned({ journal: "absent", issue: { ...issue, labelled } }).events)).toContain(
      "program.adopted",
    );
    expect(planned({ journal: "absent", issue: { ...issue, labelled: [] } }).events).toEqual([]);
  });
});

describe(`${adopt.name}: what cannot begin`, () => {
  const decided = (deviation: Deviation) => {
    const { world, draft } = ruled({ journal: "absent", ...deviation });
    const { actions, events, notices } = adopt(world, draft);
    return { actions, events, notices };
  };
  const nothing = { actions: [], events: [], notices: [] };
  const comments = Array.from({ length: COMMENTS_PER_ISSUE }, (_, id) => said("maria", "Hello", { id }));

  it.each<readonly [string, Partial<IssueView>, readonly unknown[]]>([
    ["is told by a reaction", {}, [{ type: "issue.react", reaction: "confused" }]],
    ["is told once", { reactions: ["confused"] }, []],
    ["cannot be told on a locked issue", { locked: true }, []],
  ])("on a full issue %s", (_, issue, actions) => {
    expect(decided({ comments, issue })).toEqual({ ...nothing, actions });
  });

  it("is nothing where the issue is gone", () => {
    expect(decided({ issue: "absent" })).toEqual(nothing);
  });

  it("asks for approval where the file that held the text is gone", () => {
    const { world, draft } = ruled({ journal: "absent" });
    const { notices, events } = adopt({ ...world, seen: { ...world.seen, program: "absent" } }, draft);
    expect({ notices, events }).toEqual({ notices: [{ kind: "approval" }], events: [] });
  });
});
