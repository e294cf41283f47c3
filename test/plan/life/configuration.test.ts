import { describe, expect, it } from "vitest";
import { configuration } from "../../../src/plan/life/configuration.ts";
import { bodyOf, HOUR, planned } from "../../support/plan/planned.ts";

const configProblems = [
  {
    key: "agent",
    value: "???",
    allowed: "the name of an agent",
    line: 3,
    message: "agent has a wrong value",
  },
];

describe(configuration, () => {
  it("starts nothing while the repository's configuration holds something wrong", () => {
    const plan = planned({ configProblems }, { after: HOUR });
    expect(plan.events).toEqual([]);
    expect(bodyOf(plan, "notice (problems)")).toContain(".github/autoloop.yml");
    expect(bodyOf(plan, "status comment")).toContain("✋ Waiting for a maintainer");
  });

  it("says nothing on an issue that is no program yet", () => {
    const issue = { labels: [] };
    expect(planned({ journal: "absent", issue, configProblems }).says).toEqual([]);
  });
});
