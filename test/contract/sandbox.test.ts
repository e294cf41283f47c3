import { Probot } from "probot";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { systemClock } from "../../src/app/system-clock.ts";
import { WORKFLOW } from "../../src/domain/program/names.ts";
import { connectGithub, localBudget } from "../../src/github/forge.ts";
import { AutoloopOctokit, connectThrough } from "../../src/github/http/octokit.ts";
import { forgeContract } from "./forge-contract.ts";
import { workflowRunsContract } from "./workflow-runs-contract.ts";
import type { ContractWorld } from "./world.ts";

/** A local GitHub, and the app's own way to it. */
async function connected() {
  const sandbox = await startSandbox({ ci: "off", people: { boss: "admin" } });
  const { appId, privateKey, url, installation, repository } = sandbox;
  const probot = new Probot({ appId, privateKey, baseUrl: url, Octokit: AutoloopOctokit, logLevel: "fatal" });
  const ways = connectGithub({
    ...{ connection: connectThrough(probot), clock: systemClock, budget: localBudget(systemClock, 0) },
  });
  return { sandbox, ways, repository: { account: String(installation), ...repository } };
}

async function makeWorld(): Promise<ContractWorld> {
  const { sandbox, ways, repository } = await connected();
  const { forge, memory, checkouts } = ways;
  const base = `/repos/${repository.owner}/${repository.name}`;
  const person = sandbox.api(sandbox.tokens.maintainer);
  const ci = sandbox.api(sandbox.tokens.ci);

  /** Does it and insists that it worked. */
  async function act<T>(api: typeof person, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await api<T>(method, `${base}${path}`, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  return {
    ...{ forge, memory, checkout: checkouts.overApi() },
    ...{ repository, defaultBranch: "main" },
    person: "maintainer",
    openIssue: async (issue) => (await act<{ number: number }>(person, "POST", "/issues", issue)).number,
    closeIssue: (number) => act(person, "PATCH", `/issues/${number}`, { state: "closed" }),
    editIssue: (number, body) => act(person, "PATCH", `/issues/${number}`, { body }),
    addLabel: (number, label) => act(person, "POST", `/issues/${number}/labels`, { labels: [label] }),
    removeLabel: (number, label) => act(person, "DELETE", `/issues/${number}/labels/${label}`),
    reopenIssue: (number) => act(person, "PATCH", `/issues/${number}`, { state: "open" }),
    comment: async (issue, body) =>
      (await act<{ id: number }>(person, "POST", `/issues/${issue}/comments`, { body })).id,
    editComment: (_issue, comment, body) => act(person, "PATCH", `/issues/comments/${comment}`, { body }),
    minimiseComment: async (_issue, comment, minimised) => {
      const { node_id } = await act<{ node_id: string }>(person, "GET", `/issues/comments/${comment}`);
      const query = minimised
        ? "mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OFF_TOPIC }) { clientMutationId } }"
        : "mutation ($id: ID!) { unminimizeComment(input: { subjectId: $id }) { clientMutationId } }";
      const { body } = await person<{ errors?: unknown }>("POST", "/graphql", {
        query,
        variables: { id: node_id },
      });
      if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
    },
    deleteComment: (_issue, comment) => act(person, "DELETE", `/issues/comments/${comment}`),
    push: async (branch, path, text) => {
      const present = await person<{ sha: string }>("GET", `${base}/contents/${path}?ref=${branch}`);
      const reply = await act<{ commit: { sha: string } }>(person, "PUT", `/contents/${path}`, {
        ...{ message: `Write ${path}`, branch, content: Buffer.from(text).toString("base64") },
        ...(present.status === 200 && { sha: present.body.sha }),
      });
      return reply.commit.sha;
    },
    filesOf: async (commit) => {
      const { tree } = await act<{
        tree: readonly { path: string; mode: string; type: string; sha: string }[];
      }>(...([person, "GET", `/git/trees/${commit}?recursive=1`] as const));
      const files: Record<string, { text: string; executable: boolean }> = {};
      for (const { path, mode, type, sha } of tree) {
        if (type !== "blob") continue;
        const { content } = await act<{ content: string }>(person, "GET", `/git/blobs/${sha}`);
        files[path] = { text: Buffer.from(content, "base64").toString(), executable: mode === "100755" };
      }
      return files;
    },
    succeed: (commit, name) =>
      act(ci, "POST", "/check-runs", { name, head_sha: commit, status: "completed", conclusion: "success" }),
    fail: async (jobs) => {
      const file = "fail.yml";
      const path = `/contents/.github/workflows/${file}`;
      const before = await person<{ sha?: string }>("GET", `${base}${path}`);
      const yaml = JSON.stringify({
        on: "workflow_dispatch",
        jobs: Object.fromEntries(Object.entries(jobs).map(([name, text]) => [name, failingJob(text)])),
      });
      const written = await act<{ commit: { sha: string } }>(person, "PUT", path, {
        ...{ message: "Fail", branch: "main", content: Buffer.from(yaml).toString("base64") },
        ...(before.status === 200 && { sha: before.body.sha }),
      });
      await act(person, "POST", `/actions/workflows/${file}/dispatches`, { ref: "main" });
      await sandbox.settled();
      return written.commit.sha;
    },
    require: async (checks) => {
      // In both ways at once, as they may well be.
      const required = checks.map((context) => ({ context, app: null }));
      const protection = checks.length === 0 ? null : { checks: required, strict: false };
      sandbox.protect("ruleset", "main", protection);
      sandbox.protect(
        "branch-protection",
        "main",
        protection && { ...protection, checks: required.slice(0, 1) },
      );
    },
    hideRules: async (hidden) => {
      const path = `${base}/rules/branches/main`;
      if (hidden) sandbox.refuse({ method: "GET", path, status: 403 });
      else sandbox.answerAgain();
    },
    exhaust: async (isRefused = false) => {
      const reset = String(Math.floor(Date.now() / 1_000) + 3_600);
      const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
      const errors = [{ type: "RATE_LIMIT", message: "API rate limit exceeded for installation." }];
      const answer = isRefused ? { status: 200, body: { data: null, errors } } : {};
      sandbox.refuse({ ...{ method: "POST", path: "/graphql", headers, times: 1 }, ...answer });
    },
    customRole: async () => {
      const user = { login: "chief", id: 77 };
      const body = { permission: "write", role_name: "release-captain", user };
      sandbox.refuse({ method: "GET", path: "*/collaborators/chief/permission", status: 200, body });
      return "chief";
    },
    settings: async ({ archived, issues }) => {
      await sandbox.configure({
        ...(archived === undefined ? {} : { archived }),
        ...(issues === undefined ? {} : { has_issues: issues }),
      });
    },
    refuseList: async (isRefused) => {
      const path = "/installation/repositories";
      if (isRefused) sandbox.refuse({ method: "GET", path, status: 403 });
      else sandbox.answerAgain();
    },
    rerequest: async (commit, name) => {
      const { check_runs } = await act<{ check_runs: readonly { id: number; name: string }[] }>(
        ...([ci, "GET", `/commits/${commit}/check-runs`] as const),
      );
      const id = check_runs.find((run) => run.name === name)?.id;
      await act(person, "POST", `/check-runs/${id}/rerequest`);
    },
    closePull: (number) => act(person, "PATCH", `/pulls/${number}`, { state: "closed" }),
    deleteIssue: async (number) => {
      const { node_id: issueId } = await act<{ node_id: string }>(person, "GET", `/issues/${number}`);
      const query =
        "mutation Delete($input: DeleteIssueInput!) { deleteIssue(input: $input) { clientMutationId } }";
      await sandbox.person("boss")("POST", "/graphql", { query, variables: { input: { issueId } } });
    },
    no: {
      forbid: (branch) => sandbox.refusals.forbid(branch, true),
      drafts: () => {
        sandbox.refusals.drafts = false;
      },
      moved: () => {
        sandbox.refusals.moved = true;
      },
      reactions: (said) =>
        sandbox.refuse({ method: "POST", path: "*/reactions", status: 422, message: said }),
      roles: () => sandbox.refuse({ method: "GET", path: "*/collaborators/*/permission", status: 502 }),
      omit: (what) => sandbox.refusals.omitted.add(what),
      relent: () => {
        sandbox.refusals.relent();
        sandbox.answerAgain();
      },
    },
    close: () => sandbox.close(),
  };
}

/** A job that prints this and fails. */
const failingJob = (text: string) => ({
  "runs-on": "ubuntu-latest",
  steps: [{ env: { SAID: text }, run: 'echo "$SAID"; exit 1' }],
});

forgeContract("sandbox", makeWorld);

workflowRunsContract("sandbox", async () => {
  const { sandbox, ways, repository } = await connected();
  const person = sandbox.api(sandbox.tokens.maintainer);
  const base = `/repos/${repository.owner}/${repository.name}`;
  const of = (input: string) => ["$", `{{ inputs.${input} }}`].join("");
  const inputs = Object.fromEntries(
    ["program", "iteration", "nonce"].map((name) => [name, { type: "string" }]),
  );
  const yaml = JSON.stringify({
    ...{ name: "Autoloop", on: { workflow_dispatch: { inputs } } },
    "run-name": `autoloop ${of("program")} iteration ${of("iteration")} ${of("nonce")}`,
    jobs: { one: { "runs-on": "ubuntu-latest", steps: [{ run: "true" }] } },
  });
  const content = Buffer.from(yaml).toString("base64");
  await person("PUT", `${base}/contents/${WORKFLOW.path}`, { message: "Run", branch: "main", content });
  const main = await person<{ object: { sha: string } }>("GET", `${base}/git/ref/heads/main`);
  await person("POST", `${base}/git/refs`, { ref: "refs/heads/elsewhere", sha: main.body.object.sha });
  sandbox.actions.hold();
  return {
    ...{ runs: ways.workflowRuns, repository, defaultBranch: "main" },
    startElsewhere: async (given) => {
      const path = `${base}/actions/workflows/${WORKFLOW.file}/dispatches`;
      const { status } = await person("POST", path, { ref: "elsewhere", inputs: given });
      if (status !== 204) throw new Error(`not started: ${status}`);
    },
    older: (status) => {
      sandbox.refusals.runDetails = status ?? "known";
    },
    count: async () =>
      (await person<{ total_count: number }>("GET", `${base}/actions/runs`)).body.total_count,
    close: () => sandbox.close(),
  };
});
