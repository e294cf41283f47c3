import { FakeWorkflowRuns } from "../executors/fake-workflow-runs.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { forgeContract } from "./forge-contract.ts";
import { workflowRunsContract } from "./workflow-runs-contract.ts";
import type { ContractWorld } from "./world.ts";

async function makeWorld(): Promise<ContractWorld> {
  const github = new FakeGithub({ clock: new FakeClock() });
  const { forge, memory, checkout, repository, defaultBranch } = github;
  const person = "maintainer";
  return {
    ...{ forge, memory, checkout, repository, defaultBranch, person },
    openIssue: async (issue) => github.openIssue(issue),
    closeIssue: async (number) => github.closeIssue(number),
    editIssue: async (number, body) => github.editIssue(number, person, { body }),
    addLabel: async (number, label) => github.addLabel(number, person, label),
    removeLabel: async (number, label) => github.removeLabel(number, label),
    reopenIssue: async (number) => github.reopenIssue(number),
    comment: async (issue, body) => github.comment(issue, person, body),
    editComment: async (issue, comment, body) => github.editComment(issue, comment, person, body),
    minimiseComment: async (issue, comment, minimised) => github.minimiseComment(issue, comment, minimised),
    deleteComment: async (issue, comment) => github.deleteComment(issue, comment),
    push: async (branch, path, text) => github.pushCommit(branch, { [path]: text }),
    filesOf: async (commit) =>
      Object.fromEntries(
        [...github.git.get(commit).tree].map(([path, { id, mode }]) => [
          path,
          { text: github.git.blob(id)?.toString() ?? "", executable: mode === "100755" },
        ]),
      ),
    succeed: async (commit, name) => github.setChecks(commit, [{ name }]),
    fail: async (jobs) => {
      const commit = github.pushCommit(defaultBranch, { "jobs.json": JSON.stringify(jobs) });
      github.setChecks(
        commit,
        Object.keys(jobs).map((name) => ({ name, state: "failure" })),
      );
      for (const [name, log] of Object.entries(jobs)) github.logs.set(`${commit} ${name}`, log);
      return commit;
    },
    require: async (checks) => {
      github.requiredChecks.splice(0, Infinity, ...checks);
    },
    hideRules: async (hidden) => {
      github.rulesHidden = hidden;
    },
    exhaust: async (isRefused = false) => github.faults.exhaust(isRefused),
    customRole: async () => {
      // Beyond the port there are no others.
      github.setPermission("chief", "write");
      return "chief";
    },
    settings: async ({ archived, issues }) => {
      if (archived !== undefined) github.settings.archived = archived;
      if (issues !== undefined) github.settings.issues = issues ? "on" : "off";
    },
    refuseList: async (isRefused) => {
      github.access = isRefused ? "refused" : "given";
    },
    rerequest: async (commit) => github.rerequest(commit),
    closePull: async (number) => github.closePull(number),
    deleteIssue: async (number) => github.deleteIssue(number),
    no: {
      forbid: (branch) => github.settings.forbidden.add(branch),
      drafts: () => {
        github.settings.drafts = false;
      },
      // Nothing that a port could see.
      moved: () => undefined,
      reactions: (said) => github.settings.refused.set("react", said),
      omit: () => github.faults.failNext("look", "retryable"),
      roles: () => github.faults.failNext("standing", "retryable"),
      relent: () => github.settings.relent(),
    },
    close: async () => undefined,
  };
}

forgeContract("fake", makeWorld);

workflowRunsContract("fake", async () => {
  const { repository, defaultBranch } = new FakeGithub({ clock: new FakeClock() });
  const runs = new FakeWorkflowRuns(new FakeClock());
  return {
    ...{ runs, repository, defaultBranch },
    startElsewhere: async ({ nonce = "" }) => void runs.begin(nonce, false),
    // By which status does not show beyond the port.
    older: (status) => {
      runs.answer = status === null ? "told" : "untold";
    },
    count: async () => runs.runs.length,
    close: async () => undefined,
  };
});
