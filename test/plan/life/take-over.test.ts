import { describe, expect, it } from "vitest";
import type { Legacy, OpenPull } from "../../../src/domain/program/legacy.ts";
import { type Draft, emptyDraft } from "../../../src/plan/draft.ts";
import {
  askedForTakeOver,
  beginning,
  legacyRead,
  inherited as standsStill,
} from "../../../src/plan/life/take-over.ts";
import { movedComment } from "../../../src/text/comments/moved-comment.ts";
import { POLICY, PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { upgradeText } from "../../support/loop/upgrade.ts";
import { aDefinition } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { planned, typesOf } from "../../support/plan/planned.ts";
import { aBranch, aCommit, aPull } from "../../support/plan/view-parts.ts";

const NAME = "carton";
const LEGACY_BRANCH = `autoloop/${NAME}-4f1d9c2`;
const BOT = { login: "github-actions[bot]", type: "Bot" } as const;
const permissions = { maria: "maintain", writer: "write", helper: "triage" } as const;

const row = (field: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^\\| ${field} \\|.*$`, "m"), `| ${field} | ${value} |`);

function aLegacyPull(change: Partial<OpenPull> = {}): OpenPull {
  return {
    number: 4,
    title: "Sort by bucket",
    branch: LEGACY_BRANCH,
    sameRepository: true,
    author: BOT,
    ...change,
  };
}

/** The world before the adoption of a program that an older edition ran. */
function inherited(pulls: readonly OpenPull[] = [aLegacyPull()], change: Deviation = {}): Deviation {
  const legacy: Legacy = { pulls, issues: [] };
  return {
    journal: "absent",
    permissions,
    legacy,
    stateFile: () => upgradeText("parcel-sorter.md"),
    ...change,
  };
}

/** What the adoption says. */
function adopted(deviation: Deviation) {
  const [first] = planned(deviation).events;
  if (first?.type !== "program.adopted") throw new Error("not adopted");
  return first;
}

describe("a program that says no direction", () => {
  const text = PROGRAM_TEXT.replace(" Lower is better.", "");

  it("goes on as *higher* where an older edition ran it", () => {
    const { events } = planned(inherited([], { text }));
    const defined = events.find(({ type }) => type === "program.defined");
    expect(defined).toMatchObject({ definition: { direction: "higher" } });
  });

  it("does not run where none did", () => {
    const plan = planned({ journal: "absent", text });
    expect(typesOf(plan.events)).toEqual([]);
    expect(plan.actions).toMatchObject([{ body: expect.stringContaining("says no direction") }]);
  });
});

describe(beginning, () => {
  it("begins on the canonical branch, with nothing imported, where no older edition was", () => {
    const { branch, imported } = adopted({ journal: "absent" });
    expect([branch, imported]).toEqual(["autoloop/carton", undefined]);
  });

  it("runs a new Evaluation so that it ends where a command fails, and one that ran before as it ran", () => {
    expect(adopted({ journal: "absent" }).shell).toBe("bash -eo pipefail");
    expect(adopted(inherited()).shell).toBeUndefined();
  });

  it("takes the facts of the state file over", () => {
    expect(adopted(inherited()).imported).toEqual({
      iterations: 42,
      best: 118.5,
      baseline: null,
      last_run: "2025-12-31T21:40:12.000Z",
      recent_statuses: expect.arrayContaining(["pending-ci", "local-only"]),
      pull_request: 4,
    });
  });

  it.each<readonly [string, Partial<OpenPull>, string]>([
    ["of its bot on a suffixed branch", {}, LEGACY_BRANCH],
    ["of its bot on the canonical branch", { branch: "autoloop/carton" }, "autoloop/carton"],
    ["of its bot with the title", { branch: "feature", title: "[Autoloop: carton] x" }, "feature"],
    ["of a person with write access", { author: { login: "writer", type: "User" } }, LEGACY_BRANCH],
    ["of a person without", { author: { login: "helper", type: "User" } }, "autoloop/carton"],
    ["of another bot", { author: { login: "renovate[bot]", type: "Bot" } }, "autoloop/carton"],
    ["of an account called like the bot", { author: { login: BOT.login, type: "User" } }, "autoloop/carton"],
    ["of an account that is gone", { author: null }, "autoloop/carton"],
    ["from a fork", { sameRepository: false }, "autoloop/carton"],
    ["of another program's branch", { branch: "autoloop/cartons-4f1d9c2" }, "autoloop/carton"],
    ["from the default branch", { branch: "main", title: "[Autoloop: carton]" }, "autoloop/carton"],
  ])("goes on with the pull request %s, or leaves it alone", (_, change, branch) => {
    expect(adopted(inherited([aLegacyPull(change)])).branch).toBe(branch);
  });

  it.each([
    ["of its bot", BOT, 4],
    ["of a person, whose words stay that person's", { login: "writer", type: "User" } as const, null],
  ])("keeps the text of a pull request up to date that is %s", (_, author, expected) => {
    expect(adopted(inherited([aLegacyPull({ author })])).imported?.pull_request).toBe(expected);
  });

  it("prefers a pull request on the canonical branch, and the newest of the others", () => {
    const canonical = aLegacyPull({ number: 3, branch: "autoloop/carton" });
    const newer = aLegacyPull({ number: 9, branch: `${LEGACY_BRANCH}0` });
    expect(adopted(inherited([aLegacyPull(), canonical, newer])).branch).toBe("autoloop/carton");
    expect(adopted(inherited([aLegacyPull(), newer])).branch).toBe(`${LEGACY_BRANCH}0`);
  });

  it("stays on a canonical branch that is there, whatever pull request another one has", () => {
    const branch = aBranch([aCommit("c".repeat(40))]);
    expect(adopted(inherited([aLegacyPull()], { branch }))).toMatchObject({
      branch: "autoloop/carton",
      imported: { pull_request: null },
    });
  });

  it("looks again where the branch is another one than was looked at", () => {
    expect(planned(inherited()).again).toBe(true);
    expect(planned(inherited([aLegacyPull({ branch: "autoloop/carton" })])).again).toBe(false);
  });

  it.each([
    ["Paused", "loop.pause"],
    ["Completed", "loop.complete"],
  ])("leaves a program that stood still so: %s", (field, type) => {
    const stateFile = () => row(field, "true")(upgradeText("parcel-sorter.md"));
    const { events } = planned(inherited([], { stateFile }));
    expect(typesOf(events)).toEqual(["program.adopted", "program.defined", "loop.start", type]);
  });
});

describe("a repository in which only half of an older edition is left", () => {
  const worldOf = (deviation: Deviation) => ({ seen: anObservation(deviation), now: 0, policy: POLICY });
  const nothing = { branch: "autoloop/carton" };

  it("is begun like any other without a state file, whatever pull requests there are", () => {
    const legacy: Legacy = { pulls: [aLegacyPull()], issues: [] };
    expect(beginning(worldOf({ journal: "absent", permissions, legacy }), aDefinition())).toEqual(nothing);
  });

  it("is begun like any other where a state file is no older edition's", () => {
    const { legacy, ...rest } = inherited();
    expect(legacy).toEqual({ pulls: [aLegacyPull()], issues: [] });
    expect(beginning(worldOf(rest), aDefinition())).toEqual(nothing);
  });
});

describe(standsStill, () => {
  const file = upgradeText("parcel-sorter.md");
  const reasoned = row("Pause Reason", "a holiday")(row("Paused", "true")(file));
  const done = row("Completed Reason", "enough")(row("Completed", "true")(reasoned));

  /** The events, of an older edition's file or of one that is not. */
  function events(text: string, legacy: Legacy | null = { pulls: [], issues: [] }): Draft["events"] {
    const seen = anObservation({ journal: "absent", stateFile: () => text, ...(legacy && { legacy }) });
    return standsStill({ seen, now: 0, policy: POLICY }, emptyDraft(aKeptProgram().state, 0)).events;
  }

  it("goes on standing still, for the reason in the file", () => {
    expect(events(reasoned)).toMatchObject([
      {
        ...{ type: "loop.pause", kind: "state-edited", by: null },
        reason: "It stood so when Autoloop took it over: a holiday",
      },
    ]);
    expect(events(done)).toMatchObject([
      { type: "loop.complete", reason: "It stood so when Autoloop took it over: enough" },
    ]);
  });

  it("does not where it ran, or where the file is no older edition's", () => {
    expect(events(file)).toEqual([]);
    expect(events(done, null)).toEqual([]);
  });
});

describe("the older edition's other issues", () => {
  const issues = [
    { number: 2, pointed: false },
    { number: 3, pointed: true },
  ];

  it("are pointed to the program before the journal begins, each once", () => {
    const plan = planned(inherited([], { legacy: { pulls: [], issues } }));
    expect(plan.events).toEqual([]);
    expect(plan.actions).toEqual([
      {
        type: "comment.post",
        issue: 2,
        body: movedComment(NAME, 1),
        what: "pointer to the program on issue #2",
      },
    ]);
    expect(plan.again).toBe(true);
  });
});

describe("a pull request of the older edition's bot on the canonical branch", () => {
  const imported = {
    ...{ iterations: 42, best: 118.5, baseline: null, last_run: null, recent_statuses: [] },
  };
  const theirs = (journal: ReturnType<typeof aKeptProgram>) =>
    aPull(journal.state, { own: false, title: `[Autoloop: ${NAME}] Sort by bucket`, body: "Old words." });

  it("gets the app's words once something was kept, and no second one beside it", () => {
    const journal = aKeptProgram(undefined, { ...imported, pull_request: 2 });
    const plan = planned({ journal, pulls: [theirs(journal)] });
    expect(plan.says).toContain("edit pull request #2");
    expect(plan.says.filter((line) => line.startsWith("open a draft"))).toEqual([]);
  });

  it("keeps its words where a person opened it", () => {
    const journal = aKeptProgram(undefined, { ...imported, pull_request: null });
    expect(planned({ journal, pulls: [theirs(journal)] }).says).toEqual([]);
  });
});

describe(askedForTakeOver, () => {
  it("wants the roles of people, never of bots or of accounts that are gone", () => {
    const pulls = [
      aLegacyPull(),
      aLegacyPull({ author: { login: "writer", type: "User" } }),
      aLegacyPull({ author: null }),
      aLegacyPull({ author: { login: "forker", type: "User" }, sameRepository: false }),
    ];
    expect(askedForTakeOver(anObservation(inherited(pulls)))).toEqual(["writer"]);
    expect(askedForTakeOver(anObservation({ journal: "absent" }))).toEqual([]);
    const empty = anObservation(inherited(pulls, { defaultBranch: "absent" }));
    expect(askedForTakeOver(empty)).toEqual([]);
  });
});

describe(legacyRead, () => {
  const asks = (change: Deviation) => {
    const seen = { ...anObservation(inherited([], change)), legacy: "unread" } as const;
    return legacyRead({ seen, policy: POLICY });
  };

  it("wants to know what is left, and of the issues that the state file names without the program's own", () => {
    const read = asks({});
    if (read?.type !== "legacy") throw new Error("nothing is asked");
    expect(read.issues).toEqual(expect.arrayContaining([expect.any(Number)]));
    expect(read.issues).not.toContain(1);
  });

  it.each<[string, Deviation]>([
    ["the program is adopted", { journal: aKeptProgram() }],
    ["the issue is gone", { issue: "absent" }],
    ["the issue is closed", { issue: { state: "closed" } }],
    ["the issue is no program", { issue: { labels: [] } }],
  ])("asks nobody where %s", (_, change) => {
    expect(asks(change)).toBeNull();
  });

  it("asks nobody where no state file is", () => {
    const seen = { ...anObservation(inherited()), stateFile: "absent", legacy: "unread" } as const;
    expect(legacyRead({ seen, policy: POLICY })).toBeNull();
  });

  it("asks once", () => {
    expect(legacyRead({ seen: anObservation(inherited()), policy: POLICY })).toBeNull();
  });
});
