import { describe, expect, it } from "vitest";
import { pullRequest } from "../../src/plan/pull-request.ts";
import { aKeptProgram, aProgram } from "../support/observation.ts";
import { planned } from "../support/planned.ts";
import { aBranch, aCommit, aPull, iterationCommit } from "../support/view-parts.ts";

const OPEN = "open a draft pull request from autoloop/carton to main";
const kept = () => aProgram().baseline(760).accepted(750);
const pull = (change: Parameters<typeof aPull>[1]) => aPull(aKeptProgram().state, change);

describe(pullRequest, () => {
  it("opens one when something was kept, labelled, and looks again to learn its number", () => {
    const { actions, says, again } = planned({ journal: kept(), pulls: [] });
    expect(says).toEqual([OPEN]);
    expect(actions[0]).toMatchObject({ title: "[Autoloop: carton]", labels: ["automation", "autoloop"] });
    expect(again).toBe(true);
  });

  it("comes after everything else, so that a repository without pull requests still sees the rest", () => {
    const { says } = planned({ journal: kept(), pulls: [], shown: false });
    expect(says.at(-1)).toBe(OPEN);
    expect(says.length).toBeGreaterThan(1);
  });

  it.each([
    ["nothing was kept", { journal: aProgram().baseline(760) }],
    ["the loop is paused", { journal: kept().paused() }],
    ["the loop was stopped", { journal: kept().event({ type: "loop.stop", reason: "Closed.", by: null }) }],
    ["the branch is gone", { journal: kept(), branch: "absent" as const }],
    [
      "nothing on the branch is new",
      { journal: kept(), branch: aBranch([iterationCommit(1)], { ahead: 0, behind: 1 }) },
    ],
    ["the default branch is gone", { journal: kept(), defaultBranch: "absent" as const }],
    ["somebody closed one to say no", { journal: kept(), pulls: [pull({ state: "closed" })] }],
    ["a person opened one", { journal: kept(), pulls: [pull({ own: false, title: "Mine" })] }],
  ])("opens none while %s", (_, deviation) => {
    const { says } = planned({ pulls: [], ...deviation });
    expect(says.filter((line) => line.includes("pull request"))).toEqual([]);
  });

  it("opens one for a program that is completed and has none", () => {
    const journal = kept().event({ type: "loop.complete", reason: "Done." });
    expect(planned({ journal, pulls: [] }).says).toEqual([OPEN]);
  });

  it("takes a pull request of a fork for nobody's", () => {
    expect(planned({ journal: kept(), pulls: [pull({ sameRepository: false, own: false })] }).says).toEqual([
      OPEN,
    ]);
  });

  it("opens another only when something was kept since the last was merged", () => {
    const merged = (head: string) => [pull({ state: "merged", head })];
    const opens = (commits: Parameters<typeof aBranch>[0], head: string) =>
      planned({ journal: kept(), pulls: merged(head), branch: aBranch(commits) }).says.includes(OPEN);
    const one = iterationCommit(1);
    const byHand = aCommit("f".repeat(40), { parents: [one.id] });
    expect(opens([one], one.id)).toBe(false);
    expect(opens([byHand, one], byHand.id)).toBe(false);
    expect(opens([byHand, one], one.id)).toBe(false);
    expect(opens([one, byHand], byHand.id)).toBe(true);
    expect(opens([one], "a".repeat(40))).toBe(true);
  });

  it("edits what no longer says what is true, and only that", () => {
    const edit = (change: Parameters<typeof aPull>[1]) =>
      planned({ pulls: [pull(change)] }).actions.map(({ type, ...fields }) => [type, Object.keys(fields)]);
    expect(edit({ title: "old" })).toEqual([["pull.edit", ["number", "title"]]]);
    expect(edit({ body: "old" })).toEqual([["pull.edit", ["number", "body"]]]);
    expect(edit({})).toEqual([]);
  });

  it("puts on the labels that it lacks, and leaves all others alone", () => {
    expect(planned({ pulls: [pull({ labels: ["autoloop", "mine"] })] }).says).toEqual([
      "change labels of pull request #2: +automation",
    ]);
  });

  it("does not mind other line ends", () => {
    const { body } = pull({});
    expect(planned({ pulls: [pull({ body: body.replaceAll("\n", "\r\n").trimEnd() })] }).says).toEqual([]);
  });

  it("lets a person's pull request say what they like, and an old epoch's as it was", () => {
    expect(planned({ pulls: [pull({ own: false, title: "Mine", body: "x" })] }).says).toEqual([]);
    const journal = aProgram().baseline(760).pull(2);
    expect(
      planned({ journal, pulls: [aPull(journal.state, { title: "old" })] }, { after: 0 }).says,
    ).not.toContain("edit pull request #2");
  });
});
