import { describe, expect, it } from "vitest";
import { mergedHeads, newestPull, pullRequest } from "../../../src/plan/branch/pull-request.ts";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { pullRequest as pullText } from "../../../src/text/comments/pull-request.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { aKeptProgram, anObservation, aProgram, type Deviation } from "../../support/plan/observation.ts";
import { planned } from "../../support/plan/planned.ts";
import { aBranch, aCommit, aPull, iterationCommit, MAIN } from "../../support/plan/view-parts.ts";

const OPEN = "open a draft pull request from autoloop/carton to main";
const kept = () => aProgram().baseline(760).accepted(750);
const pull = (change: Parameters<typeof aPull>[1]) => aPull(aKeptProgram().state, change);

describe(pullRequest, () => {
  it("opens one when something was kept, labelled, and looks again to learn its number", () => {
    const { actions, says, again } = planned({ journal: kept(), pulls: [] });
    expect(says).toEqual([OPEN]);
    expect(actions).toEqual([
      {
        ...{ type: "pull.open", head: "autoloop/carton", base: "main", title: "[Autoloop: carton]" },
        ...pullText(kept().state, POLICY.links),
        ordinaryBody: pullText(kept().state, POLICY.links, false).body,
        labels: ["automation", "autoloop"],
      },
    ]);
    expect(again).toBe(true);
  });

  it("leaves one that could be no draft the text that says so", () => {
    const journal = aKeptProgram();
    const { body } = pullText(journal.state, POLICY.links, false);
    const open = pull({ draft: false, body });
    expect(planned({ journal, pulls: [open] }).says).toEqual([]);
    const stale = pull({ draft: false, body: `Old.\n${body}` });
    expect(planned({ journal, pulls: [stale] }).actions).toMatchObject([{ type: "pull.edit", body }]);
  });

  it("comes after everything else, so that a repository without pull requests still sees the rest", () => {
    const { says } = planned({ journal: kept(), pulls: [], shown: false });
    expect(says.at(-1)).toBe(OPEN);
    expect(says.length).toBeGreaterThan(1);
  });

  it.each([
    ["nothing was kept", { journal: aProgram().baseline(760) }],
    [
      "nothing of what is on the branch was kept",
      { journal: aProgram().baseline(760), branch: aBranch([iterationCommit(1)]) },
    ],
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

const worldOf = (deviation: Deviation) => ({ seen: anObservation(deviation), now: 0, policy: POLICY });

describe("pullRequest by itself", () => {
  it("opens none after one that was closed, whatever was kept since", () => {
    const draft = emptyDraft(kept().state, 0);
    const openedAfter = (state: "closed" | "merged") =>
      pullRequest(worldOf({ journal: kept(), pulls: [pull({ state, head: "a".repeat(40) })] }), draft);
    expect(openedAfter("closed")).toBe(draft);
    expect(openedAfter("merged").actions.map(({ type }) => type)).toEqual(["pull.open"]);
  });

  it("leaves everything as it is before adoption", () => {
    const draft = emptyDraft(null, 0);
    for (const pulls of [[], [pull({ title: "old" })]])
      expect(pullRequest(worldOf({ pulls }), draft)).toBe(draft);
  });
});

describe(newestPull, () => {
  const numberOf = (...pulls: readonly ReturnType<typeof pull>[]) => newestPull(worldOf({ pulls }))?.number;

  it("is the open one, else the first, and none of a fork", () => {
    const closed = pull({ number: 5, state: "closed" });
    const fork = pull({ number: 9, own: false, sameRepository: false });
    expect(numberOf(fork, closed, pull({ number: 4 }))).toBe(4);
    expect(numberOf(fork, closed, pull({ number: 3, state: "merged" }))).toBe(5);
    expect(numberOf(fork)).toBeUndefined();
  });
});

describe(mergedHeads, () => {
  const merged = { state: "merged", head: "a".repeat(40) } as const;
  const pulls = [
    pull({ ...merged, number: 2 }),
    pull({ ...merged, number: 3, head: "b".repeat(40), own: false }),
    pull({ ...merged, number: 4, head: "c".repeat(40), base: "release" }),
    pull({ ...merged, number: 5, head: "d".repeat(40), sameRepository: false, own: false }),
    pull({ number: 6, head: "e".repeat(40), state: "closed" }),
    pull({ number: 7, head: "f".repeat(40) }),
  ];

  it("are the default branch's own and those that were merged into it from this repository", () => {
    expect(mergedHeads(worldOf({ pulls }))).toEqual([MAIN, "a".repeat(40), "b".repeat(40)]);
    expect(mergedHeads(worldOf({ pulls, defaultBranch: "absent" }))).toEqual([]);
  });
});
