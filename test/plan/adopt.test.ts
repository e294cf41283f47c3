import { describe, expect, it } from "vitest";
import { adopt } from "../../src/plan/adopt.ts";
import { LONG_AGO, programText } from "../support/observation.ts";
import { bodyOf, planned, typesOf } from "../support/planned.ts";

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
