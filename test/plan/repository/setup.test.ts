import { describe, expect, it } from "vitest";
import type { ReadinessCheck, ReadinessView } from "../../../src/domain/repository/readiness.ts";
import type { ListedIssue, RepositoryView } from "../../../src/domain/repository/view.ts";
import { type Examined, setUp, setupIssues, wantsSetup } from "../../../src/plan/repository/setup.ts";
import { type SetupFacts, setupIssue } from "../../../src/text/setup/setup-issue.ts";
import { LINKS, WEB_URL } from "../../support/github/links.ts";
import { SELF } from "../../support/plan/view-parts.ts";

const VIEW: ReadinessView = {
  ...{ defaultBranch: { name: "trunk" }, takesIssues: true, isPrivate: false, checks: [], config: "absent" },
  ...{ workflow: "absent", form: true, label: true, memory: { exists: false, rules: [] } },
  ...{ branchRules: [], runnerFiles: [], server: null },
  ...{ secrets: "unknown", actions: true },
};
const CI: ReadinessCheck = { name: "ci", state: "ready", text: "Green.", link: null };
const NO_CI: ReadinessCheck = { ...CI, state: "missing", text: "No check ran." };
const NO_LABEL: ReadinessCheck = {
  ...{ name: "label", state: "missing", text: "It does not exist." },
  link: { text: "Labels", url: LINKS.labels },
};
const LABEL: ReadinessCheck = {
  ...{ name: "label", state: "ready", text: "The label `autoloop-program` exists.", link: null },
};

const MARKED = "<!-- autoloop:v1 setup done=no -->\nold";
const DONE = "<!-- autoloop:v1 setup done=yes -->\nold";

function anIssue(number: number, change: Partial<ListedIssue> = {}): ListedIssue {
  return {
    ...{ number, title: "Set up Autoloop", body: MARKED, labels: [], edited: null },
    state: "open",
    ...{ author: { login: SELF, type: "Bot" }, createdAt: "2026-01-01T00:00:00Z" },
    ...change,
  };
}

const PROGRAM = anIssue(9, {
  ...{ title: "Carton", body: "A goal.", labels: ["autoloop-program"] },
  author: { login: "maria", type: "User" },
});

function repository(...issues: readonly ListedIssue[]): RepositoryView {
  return { self: SELF, files: [], registry: "absent", issues };
}

function examined(...checks: readonly ReadinessCheck[]): Examined {
  return { checks, view: VIEW, links: LINKS };
}

/** What the issue has to say in a repository like that. */
function words(facts: Partial<SetupFacts> = {}): string {
  return setupIssue({
    ...{ checks: [], links: LINKS, done: false, program: false, form: true },
    branch: "trunk",
    ...facts,
  });
}

const edit = (issue: number, change: { readonly body?: string; readonly state?: "closed" }) => ({
  ...{ type: "issue.edit", issue, change },
});

describe(wantsSetup, () => {
  const chosen = { selection: "selected", granted: new Map<string, string>(), url: WEB_URL } as const;
  const all = { ...chosen, selection: "all" } as const;

  it("is so where the repository was chosen, or has a program", () => {
    expect(wantsSetup(repository(), chosen)).toBe(true);
    expect(wantsSetup(repository(), all)).toBe(false);
    expect(wantsSetup(repository(PROGRAM), all)).toBe(true);
    expect(wantsSetup({ ...repository(), files: [{ path: ".autoloop/program.md", id: "1" }] }, all)).toBe(
      true,
    );
  });

  it("counts neither a closed program nor an issue that is none", () => {
    expect(wantsSetup(repository({ ...PROGRAM, state: "closed" }), all)).toBe(false);
    expect(wantsSetup(repository({ ...PROGRAM, labels: ["bug"] }), all)).toBe(false);
  });
});

describe(setupIssues, () => {
  it("are the app's own that carry the marker or the title, the first one first", () => {
    const issues = [
      anIssue(8),
      anIssue(7, { title: "Renamed" }),
      anIssue(6, { body: "Rewritten" }),
      anIssue(5, { title: "Renamed", body: "Rewritten" }),
      anIssue(4, { author: { login: "maria", type: "User" } }),
      anIssue(3, { author: null }),
    ];
    expect(setupIssues(repository(...issues)).map(({ number }) => number)).toEqual([6, 7, 8]);
  });
});

describe("setUp without an issue", () => {
  it("opens one that says what is missing, with its own labels", () => {
    expect(setUp(repository(), examined(NO_CI, LABEL))).toEqual([
      {
        type: "issue.open",
        text: {
          title: "Set up Autoloop",
          body: words({ checks: [NO_CI, LABEL] }),
          labels: ["autoloop", "automation"],
        },
      },
    ]);
  });

  it("makes the missing label before, and says that it is there", () => {
    const view = { ...VIEW, label: false };
    expect(setUp(repository(), { ...examined(CI, NO_LABEL), view })).toEqual([
      { type: "label.create", label: "autoloop-program" },
      {
        type: "issue.open",
        text: {
          title: "Set up Autoloop",
          body: words({ checks: [CI, LABEL] }),
          labels: ["autoloop", "automation"],
        },
      },
    ]);
  });

  it.each([
    ["a program and something missing", [PROGRAM], NO_CI, 1],
    ["a program and nothing missing", [PROGRAM], CI, 0],
    ["no program and nothing missing", [], CI, 1],
  ])("opens one or none where there is %s", (_, issues, check, count) => {
    expect(setUp(repository(...issues), examined(check))).toHaveLength(count);
  });

  it("opens none where issues cannot be opened, or where it may not look", () => {
    const view = { ...VIEW, takesIssues: false };
    expect(setUp(repository(), { ...examined(NO_CI), view })).toEqual([]);
    expect(setUp(repository(), { ...examined(NO_CI), view: null })).toEqual([]);
  });
});

describe("setUp of an issue", () => {
  const current = words({ checks: [NO_CI] });

  it("writes of the branch and the form as they are", () => {
    expect(setUp(repository(anIssue(4)), examined(NO_CI))).toEqual([edit(4, { body: current })]);
    const view = { ...VIEW, form: false };
    expect(setUp(repository(anIssue(4)), { ...examined(), view })).toEqual([
      edit(4, { body: words({ form: false }) }),
    ]);
    const empty = { ...view, defaultBranch: "absent" } as const;
    expect(setUp(repository(anIssue(4)), { ...examined(), view: empty })).toEqual([
      edit(4, { body: words({ form: false, branch: null }) }),
    ]);
  });

  it("writes as somebody who does not know where the app may not look", () => {
    expect(setUp(repository(anIssue(4)), { ...examined(), view: null })).toEqual([
      edit(4, { body: words({ form: null, branch: null }) }),
    ]);
  });

  it("writes the text again that somebody took away with its marker", () => {
    const issue = anIssue(4, { body: "Rewritten" });
    expect(setUp(repository(issue), examined(NO_CI))).toEqual([edit(4, { body: current })]);
  });

  it("leaves one alone that says what it has to say", () => {
    expect(setUp(repository(anIssue(4, { body: current })), examined(NO_CI))).toEqual([]);
  });

  it("never opens a second one, nor edits one that is closed or was made a program", () => {
    expect(setUp(repository(anIssue(4, { state: "closed" })), examined(NO_CI))).toEqual([]);
    expect(setUp(repository(anIssue(4, { labels: ["autoloop-program"] })), examined(NO_CI))).toEqual([]);
  });

  it("closes it when there is a program and nothing is missing", () => {
    const done = { checks: [CI], program: true, done: true };
    expect(setUp(repository(anIssue(4), PROGRAM), examined(CI))).toEqual([
      edit(4, { body: words(done), state: "closed" }),
    ]);
    expect(setUp(repository(anIssue(4)), examined(CI))).toEqual([edit(4, { body: words({ checks: [CI] }) })]);
    expect(setUp(repository(anIssue(4), PROGRAM), examined(NO_CI))).toEqual([
      edit(4, { body: words({ checks: [NO_CI], program: true }) }),
    ]);
  });

  it("keeps one open that was done before and that somebody opened again", () => {
    const issue = anIssue(4, { body: DONE });
    expect(setUp(repository(issue, PROGRAM), examined(CI))).toEqual([
      edit(4, { body: words({ checks: [CI], program: true, done: true }) }),
    ]);
    expect(setUp(repository(issue), examined(NO_CI))).toEqual([
      edit(4, { body: words({ checks: [NO_CI], done: true }) }),
    ]);
  });

  it("closes every open one but the first, and nothing else about them", () => {
    const issues = [anIssue(7), anIssue(6, { state: "closed" }), anIssue(5), anIssue(4, { body: current })];
    expect(setUp(repository(...issues), examined(NO_CI))).toEqual([
      edit(5, { state: "closed" }),
      edit(7, { state: "closed" }),
    ]);
  });
});
