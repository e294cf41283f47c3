import { describe, expect, it } from "vitest";
import { branchDeleted } from "../../../src/plan/branch/branch-deleted.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, aProgram, type Deviation } from "../../support/plan/observation.ts";
import { HOUR, planned, typesOf } from "../../support/plan/planned.ts";
import { aPull } from "../../support/plan/view-parts.ts";

const events = (deviation: Deviation) => planned({ branch: "absent", ...deviation }).events;
const pull = (change: Parameters<typeof aPull>[1]) => [aPull(aKeptProgram().state, change)];

describe(branchDeleted, () => {
  it("pauses where work went with the branch that is nowhere else, and says so once", () => {
    const first = events({ pulls: pull({ state: "closed" }) });
    expect(first).toMatchObject([
      { type: "branch.sync", how: "deleted", head: someSha(1) },
      { type: "loop.pause", kind: "branch-deleted", reason: expect.stringContaining("autoloop/carton") },
      { type: "pull.closed", number: 2 },
    ]);
    const journal = aKeptProgram()
      .event({ type: "branch.sync", how: "deleted", head: someSha(1) })
      .pull(2, "closed");
    expect(events({ journal: journal.paused("branch-deleted") })).toEqual([]);
  });

  it("pauses before the report of a run that goes on is used", () => {
    const journal = aKeptProgram().begun();
    expect(typesOf(events({ journal }))).toEqual(["branch.sync", "loop.pause"]);
  });

  it.each<[string, Deviation]>([
    ["its work was merged", { pulls: pull({ state: "merged" }) }],
    [
      "nothing was ever kept on it",
      {
        journal: aProgram()
          .baseline(760)
          .event({ type: "branch.sync", how: "pushed", head: someSha(5) }),
      },
    ],
    ["there never was one", { journal: aProgram().baseline(760) }],
    ["the loop stands still", { journal: aKeptProgram().paused() }],
    ["the default branch is gone too", { defaultBranch: "absent" }],
  ])("says nothing where %s", (_, deviation) => {
    expect(typesOf(events(deviation))).not.toContain("loop.pause");
  });

  it("takes a merge into another branch for none", () => {
    expect(typesOf(events({ pulls: pull({ state: "merged", base: "release" }) }))).toContain("loop.pause");
  });

  it("does not answer a person who just said that the loop is to go on", () => {
    const off = aKeptProgram().event({ type: "loop.stop", reason: "Closed.", by: null });
    const labelled = {
      labelled: [{ login: "maria", at: "2026-01-02T00:00:00Z" }],
      labels: ["autoloop-program"],
    };
    const { events: all, says } = planned(
      { journal: off, branch: "absent", issue: labelled },
      { after: 48 * HOUR },
    );
    expect(typesOf(all)).toEqual(["loop.start", "branch.sync"]);
    expect(says).toContain(`create branch autoloop/carton at ${someSha(1).slice(0, 7)}`);
  });
});
