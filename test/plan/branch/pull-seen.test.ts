import { describe, expect, it } from "vitest";
import { pullSeen } from "../../../src/plan/branch/pull-seen.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, aProgram } from "../../support/plan/observation.ts";
import { HOUR, planned, typesOf } from "../../support/plan/planned.ts";
import { aPull } from "../../support/plan/view-parts.ts";

const kept = () => aProgram().baseline(760).accepted(750);
const pull = (change: Parameters<typeof aPull>[1]) => aPull(aKeptProgram().state, change);

describe(pullSeen, () => {
  const noted = (deviation: Parameters<typeof planned>[0]) =>
    planned(deviation, { after: HOUR }).events.filter(({ type }) => type.startsWith("pull."));

  it.each([
    ["pull.opened", "open"],
    ["pull.closed", "closed"],
    ["pull.merged", "merged"],
  ] as const)("notes %s", (type, state) => {
    expect(noted({ journal: kept(), pulls: [pull({ state, head: someSha(1) })] })).toMatchObject([
      { type, number: 2 },
    ]);
  });

  it("prefers the open one to a newer one that is closed, and says nothing twice", () => {
    const pulls = [pull({ number: 9, state: "closed" }), pull({})];
    expect(noted({ pulls })).toEqual([]);
  });

  it("pauses when the pull request is closed without being merged, once, whatever is in flight", () => {
    for (const journal of [aKeptProgram(), aKeptProgram().begun()]) {
      expect(planned({ journal, pulls: [pull({ state: "closed" })] }).events).toMatchObject([
        { type: "pull.closed", number: 2 },
        {
          type: "loop.pause",
          kind: "pull-closed",
          reason: "Pull request 2 was closed without being merged.",
        },
      ]);
    }
    const journal = aKeptProgram().pull(2, "closed").paused("pull-closed").resumed();
    expect(typesOf(planned({ journal, pulls: [pull({ state: "closed" })] }).events)).toEqual([]);
  });

  it.each([
    ["nothing was kept in this life", { journal: aProgram().baseline(760) }],
    ["the loop stands still", { journal: aKeptProgram().paused() }],
  ])("pauses for no closed one where %s", (_, deviation) => {
    expect(typesOf(planned({ ...deviation, pulls: [pull({ state: "closed" })] }).events)).not.toContain(
      "loop.pause",
    );
  });
});
