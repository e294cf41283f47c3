// Which programs an event is said to concern; every payload is hostile until read.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keysFromEvent } from "../../../src/app/webhook/keys-from-event.ts";

const SELF = "autoloop[bot]";
const PROGRAM = { kind: "program", account: "7", owner: "octo", name: "repo", issue: 12 };
const REPOSITORY = { kind: "repository", account: "7", owner: "octo", name: "repo" };
const BRANCH = { ...REPOSITORY, branch: "autoloop/carton" };
const EVENTS = [
  "issues",
  "issue_comment",
  "push",
  "pull_request",
  "check_run",
  "check_suite",
  "status",
  "workflow_run",
  "repository",
  "installation",
  "installation_repositories",
  "unheard_of",
];

/** A payload as GitHub sends it, with what matters to the test put in. */
function payload(parts: object = {}): object {
  return {
    installation: { id: 7 },
    repository: { name: "repo", owner: { login: "octo" }, default_branch: "main" },
    sender: { login: "mona", type: "User" },
    ...parts,
  };
}

const own = { sender: { login: SELF, type: "Bot" } };
const issue = (labels: readonly string[], more: object = {}) => ({
  issue: { number: 12, labels: labels.map((name) => ({ name })), ...more },
});
const keys = (event: string, parts: object) => keysFromEvent(event, payload(parts), SELF);

describe("keysFromEvent", () => {
  it.each(["issues", "issue_comment"])("%s: the program whose issue it is", (event) => {
    expect(keys(event, issue(["autoloop-program"]))).toEqual([PROGRAM]);
    expect(keys(event, issue(["bug", "autoloop-completed"]))).toEqual([PROGRAM]);
  });

  it("issues: a program whose label was just taken off", () => {
    expect(
      keys("issues", { action: "unlabeled", ...issue([]), label: { name: "autoloop-program" } }),
    ).toEqual([PROGRAM]);
  });

  it("issues: nothing for an issue that is no program, but one whose labels are not told may be", () => {
    expect(keys("issues", issue(["bug"]))).toEqual([]);
    expect(keys("issues", { issue: { number: 12 } })).toEqual([PROGRAM]);
  });

  it("issue_comment: the whole repository for a comment on a pull request", () => {
    expect(keys("issue_comment", issue([], { pull_request: { url: "x" } }))).toEqual([REPOSITORY]);
  });

  it.each([
    ["refs/heads/main", [REPOSITORY, { ...REPOSITORY, kind: "files" }]],
    ["refs/heads/memory/autoloop", [REPOSITORY]],
    ["refs/heads/autoloop/carton", [BRANCH]],
    ["refs/heads/feature", []],
    ["refs/tags/autoloop/carton", []],
    ["refs/tags/main", []],
  ])("push: %s", (ref, expected) => {
    expect(keys("push", { ref })).toEqual(expected);
  });

  it.each([
    ["a command on another issue", ["bug"], "/autoloop carton: run", [REPOSITORY]],
    ["talk on another issue", ["bug"], "See /autoloop run", []],
    ["a command for another program", ["autoloop-program"], "/autoloop other: run", [PROGRAM, REPOSITORY]],
    ["a command for whoever is here", ["autoloop-program"], "/autoloop run", [PROGRAM]],
  ])("issue_comment, %s", (_, labels, body, expected) => {
    expect(keys("issue_comment", { ...issue(labels), comment: { body } })).toEqual(expected);
  });

  it("pull_request: the program of its head branch", () => {
    expect(keys("pull_request", { pull_request: { head: { ref: "autoloop/carton" } } })).toEqual([BRANCH]);
    expect(keys("pull_request", { pull_request: { head: { ref: "feature" } } })).toEqual([]);
  });

  it("check_run and check_suite: the program of the branch, once completed", () => {
    const suite = { head_branch: "autoloop/carton" };
    expect(keys("check_run", { action: "completed", check_run: { check_suite: suite } })).toEqual([BRANCH]);
    expect(keys("check_suite", { action: "completed", check_suite: suite })).toEqual([BRANCH]);
    expect(keys("check_run", { action: "created", check_run: { check_suite: suite } })).toEqual([]);
    expect(keys("check_suite", { action: "requested", check_suite: suite })).toEqual([]);
  });

  it("check_run and check_suite: nothing for the app's own", () => {
    const suite = { head_branch: "autoloop/carton" };
    const app = { slug: "autoloop" };
    expect(keys("check_run", { action: "completed", check_run: { app, check_suite: suite } })).toEqual([]);
    expect(keys("check_suite", { action: "completed", check_suite: { ...suite, app } })).toEqual([]);
    const other = { slug: "circleci" };
    expect(keys("check_suite", { action: "completed", check_suite: { ...suite, app: other } })).toEqual([
      BRANCH,
    ]);
  });

  it("check_run and check_suite: heard without the app's name, or without its app", () => {
    const suite = { head_branch: "autoloop/carton" };
    for (const app of [{ id: 1 }, { id: 1, slug: null }, {}, null]) {
      const run = { app, check_suite: suite };
      expect(keys("check_run", { action: "completed", check_run: run })).toEqual([BRANCH]);
      expect(keys("check_suite", { action: "completed", check_suite: { ...suite, app } })).toEqual([BRANCH]);
    }
  });

  it("check_run and check_suite: the app's own when somebody wants it again, and nobody else's", () => {
    const suite = { head_branch: "autoloop/carton" };
    const again = (slug: string) => {
      const app = { slug };
      return [
        ...keys("check_run", { action: "rerequested", check_run: { app, check_suite: suite } }),
        ...keys("check_suite", { action: "rerequested", check_suite: { ...suite, app } }),
      ];
    };
    expect(again("autoloop")).toEqual([BRANCH, BRANCH]);
    expect(again("circleci")).toEqual([]);
  });

  it("repository: what its new state may let go on, under whichever name", () => {
    const some = { ...REPOSITORY, branch: null };
    const files = { ...REPOSITORY, kind: "files" };
    for (const action of ["renamed", "transferred"])
      expect(keys("repository", { action })).toEqual([{ kind: "account", account: "7" }]);
    for (const action of ["unarchived", "edited"])
      expect(keys("repository", { action })).toEqual([some, files]);
    expect(keys("repository", { action: "archived" })).toEqual([some]);
    for (const action of ["created", "deleted", "publicized", undefined])
      expect(keys("repository", { action })).toEqual([]);
  });

  it("check_run and check_suite: some branch, where the event does not say which", () => {
    const some = [{ ...REPOSITORY, branch: null }];
    expect(keys("check_suite", { action: "completed", check_suite: { head_branch: null } })).toEqual(some);
    expect(keys("check_run", { action: "completed", check_run: { check_suite: null } })).toEqual(some);
    expect(keys("check_run", { action: "completed", check_run: {} })).toEqual([]);
  });

  it("status: the programs of its branches, unless it is pending", () => {
    const branches = [{ name: "autoloop/carton" }, { name: "main" }];
    expect(keys("status", { state: "success", branches })).toEqual([BRANCH]);
    expect(keys("status", { state: "pending", branches })).toEqual([]);
    const ten = Array.from({ length: 10 }, (_, n) => ({ name: `feature-${n}` }));
    expect(keys("status", { state: "success", branches: ten })).toEqual([{ ...REPOSITORY, branch: null }]);
    expect(keys("status", { state: "success", branches: ten.slice(1) })).toEqual([]);
  });

  it("workflow_run: the program in its title, once completed, whoever began it", () => {
    const run = (display_title: unknown, action = "completed") =>
      keys("workflow_run", { action, workflow_run: { display_title }, ...own });
    expect(run("autoloop carton iteration 3 0af3")).toEqual([BRANCH]);
    expect(run("autoloop carton iteration 3 0af3", "requested")).toEqual([]);
    expect(run("CI")).toEqual([]);
    expect(run(null)).toEqual([]);
  });

  it("installation events: the installation, when it gives the app something new", () => {
    const installation = { kind: "account", account: "7" };
    expect(keys("installation", { action: "created" })).toEqual([installation]);
    expect(keys("installation", { action: "deleted" })).toEqual([]);
    expect(keys("installation_repositories", { action: "added" })).toEqual([installation]);
    expect(keys("installation_repositories", { action: "removed" })).toEqual([]);
  });

  it("drops what the app did itself", () => {
    expect(keys("issues", { ...issue(["autoloop-program"]), ...own })).toEqual([]);
    expect(keys("issue_comment", { ...issue(["autoloop-program"]), ...own })).toEqual([]);
    expect(keys("push", { ref: "refs/heads/autoloop/carton", ...own })).toEqual([]);
    expect(keys("pull_request", { pull_request: { head: { ref: "autoloop/carton" } }, ...own })).toEqual([]);
  });

  it("keeps checks of commits that the app pushed, of which it is the sender", () => {
    const parts = { action: "completed", check_suite: { head_branch: "autoloop/carton" }, ...own };
    expect(keys("check_suite", parts)).toEqual([BRANCH]);
  });

  it("does not take a person for the app, nor any bot while it does not know itself", () => {
    const event = issue(["autoloop-program"]);
    expect(keys("issues", { ...event, sender: { login: SELF, type: "User" } })).toEqual([PROGRAM]);
    expect(keysFromEvent("issues", payload({ ...event, ...own }), null)).toEqual([PROGRAM]);
  });

  it.each([
    ["no installation", { installation: undefined }],
    ["an owner that is a path", { repository: { name: "repo", owner: { login: "../x" } } }],
    ["a name that is a key", { repository: { name: "a/b#1", owner: { login: "octo" } } }],
    ["a name with a line end", { repository: { name: "repo\n", owner: { login: "octo" } } }],
    ["an issue number that is none", { issue: { number: -1, labels: [] } }],
    ["an issue number in text", { issue: { number: "12" } }],
  ])("makes nothing of %s", (_, parts) => {
    expect(keys("issues", { ...issue(["autoloop-program"]), ...parts })).toEqual([]);
  });

  it.each([".", ".."])("names no repository by %s, which would lead somewhere else in an address", (dots) => {
    const parts = issue(["autoloop-program"]);
    expect(keys("issues", { ...parts, repository: { name: dots, owner: { login: "octo" } } })).toEqual([]);
    expect(keys("issues", { ...parts, repository: { name: "repo", owner: { login: dots } } })).toEqual([]);
  });

  it("never throws, whatever arrives", () => {
    fc.assert(
      fc.property(fc.constantFrom(...EVENTS), fc.anything(), fc.anything(), (event, whole, part) => {
        expect(Array.isArray(keysFromEvent(event, whole, SELF))).toBe(true);
        for (const field of [
          "issue",
          "check_run",
          "check_suite",
          "pull_request",
          "ref",
          "branches",
          "workflow_run",
          "sender",
        ]) {
          expect(Array.isArray(keys(event, { action: "completed", [field]: part }))).toBe(true);
        }
      }),
    );
  });
});
