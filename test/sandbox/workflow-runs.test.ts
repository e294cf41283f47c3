// Runs of workflows: what may be dispatched, how jobs follow each other, what can be asked of a run and done to it.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  dispatched,
  fetched,
  isAlive,
  jobsNow,
  logOf,
  oneJob,
  performed,
  runNow,
  writeWorkflow,
} from "./workflows.ts";
import { type Delivery, headOf, startWorld, type World } from "./world.ts";

const TWO_JOBS = `
name: Two
run-name: "two \${{ inputs.program }} \${{ inputs.nonce }}"
on:
  workflow_dispatch:
    inputs:
      program: { required: true, type: string }
      nonce: { required: false, default: none, type: string }
      kind: { type: choice, options: [improve, fix] }
permissions:
  contents: read
jobs:
  propose:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - name: Write
        env:
          NONCE: \${{ inputs.nonce }}
        run: printf '{"nonce":"%s"}' "$NONCE" > proposal.json
      - uses: actions/upload-artifact@v4
        with:
          name: proposal
          path: proposal.json
          if-no-files-found: error
  evaluate:
    needs: propose
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v4
        with:
          name: proposal
          path: in
      - name: Report
        run: |
          test ! -e proposal.json
          mkdir out && cp in/proposal.json out/report.json
      - uses: actions/upload-artifact@v4
        with:
          name: report-\${{ inputs.nonce }}
          path: out
`;

let world: World;

beforeAll(async () => {
  world = await startWorld({ ci: "off", people: { reader: "read" } });
  await writeWorkflow(world, "two.yml", TWO_JOBS);
});

afterEach(() => {
  world.sandbox.actions.release();
  world.sandbox.actions.failJob(null);
  world.sandbox.actions.onUpload((_, zip) => zip);
});

afterAll(() => world.close());

interface Artifacts {
  readonly total_count: number;
  readonly artifacts: readonly { id: number; name: string; size_in_bytes: number; expired: boolean }[];
}

const runs = (query: string) =>
  world.app<{ total_count: number; workflow_runs: { id: number }[] }>(
    "GET",
    `${world.base}/actions/workflows/two.yml/runs?${query}`,
  );
const dispatch = (file: string, body: object, api = world.app) =>
  api<{ message?: string }>("POST", `${world.base}/actions/workflows/${file}/dispatches`, body);
const artifactsOf = async (id: number) =>
  (await world.app<Artifacts>("GET", `${world.base}/actions/runs/${id}/artifacts`)).body;
const of = (event: string, action: string, id: number) => (one: Delivery) =>
  one.event === event && one.action === action && (one.payload[event] as { id: number }).id === id;

describe("a dispatch", () => {
  it("answers with the run only where it is asked to", async () => {
    const inputs = { program: "p" };
    const silent = await dispatch("two.yml", { ref: "main", inputs });
    const told = await dispatch("two.yml", { ref: "main", inputs, return_run_details: true });
    const [run] = (await runs("per_page=1")).body.workflow_runs;
    expect([silent.status, silent.body]).toEqual([204, null]);
    expect(told).toMatchObject({
      status: 200,
      body: {
        workflow_run_id: run?.id,
        run_url: `${world.sandbox.url}${world.base}/actions/runs/${run?.id}`,
        html_url: `${world.sandbox.url}/acme/carton/actions/runs/${run?.id}`,
      },
    });
    await world.sandbox.settled();
  });

  it.each([
    ["a workflow that is not there", "none.yml", { ref: "main" }, 404, "Not Found"],
    ["a branch that is not there", "two.yml", { ref: "gone" }, 422, "No ref found for: gone"],
    ["a missing input", "two.yml", { ref: "main" }, 422, "Required input 'program' not provided"],
    [
      "a strange input",
      "two.yml",
      { ref: "main", inputs: { program: "p", x: "1" } },
      422,
      'Unexpected inputs provided: ["x"]',
    ],
    [
      "a choice that is none",
      "two.yml",
      { ref: "main", inputs: { program: "p", kind: "no" } },
      422,
      "Provided value 'no' for input 'kind' not in the list of allowed values",
    ],
  ])("is refused for %s", async (_, file, body, status, message) => {
    expect(await dispatch(file, body)).toMatchObject({ status, body: { message } });
  });

  it("is refused for a workflow that has no such trigger or is no YAML", async () => {
    await writeWorkflow(
      world,
      "push.yml",
      TWO_JOBS.replace(/workflow_dispatch:[\s\S]*?permissions/, "push:\npermissions"),
    );
    await writeWorkflow(world, "broken.yml", "on: [workflow_dispatch\njobs: {");
    expect((await dispatch("push.yml", { ref: "main" })).body.message).toBe(
      "Workflow does not have 'workflow_dispatch' trigger",
    );
    const broken = await dispatch("broken.yml", { ref: "main" });
    expect([broken.status, broken.body.message]).toEqual([
      422,
      expect.stringMatching(/^failed to parse workflow: /),
    ]);
  });

  it("needs the permission to write actions", async () => {
    const inputs = { ref: "main", inputs: { program: "p" } };
    const ci = world.sandbox.api(world.sandbox.tokens.ci);
    const reader = world.sandbox.api(String(world.sandbox.tokens.reader));
    expect(await dispatch("two.yml", inputs, ci)).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
    expect((await dispatch("two.yml", inputs, reader)).status).toBe(403);
  });

  it("is refused while somebody has disabled the workflow", async () => {
    const workflow = `${world.base}/actions/workflows/two.yml`;
    const state = async () => (await world.app<{ state: string }>("GET", workflow)).body.state;
    const before = await state();
    await world.maintainer("PUT", `${workflow}/disable`);
    expect([before, await state()]).toEqual(["active", "disabled_manually"]);
    expect(await dispatch("two.yml", { ref: "main", inputs: { program: "p" } })).toMatchObject({
      status: 422,
      body: { message: "Cannot trigger a 'workflow_dispatch' on a disabled workflow" },
    });
    await world.maintainer("PUT", `${workflow}/enable`);
    expect(await state()).toBe("active");
  });
});

describe("a run", () => {
  it("carries out its jobs in order, each in an empty place, and passes artifacts on", async () => {
    const { id, run, jobs } = await performed(world, "two.yml", { program: "p", nonce: "n1" });
    expect(run).toMatchObject({
      ...{ name: "Two", display_title: "two p n1", event: "workflow_dispatch", run_attempt: 1 },
      ...{ status: "completed", conclusion: "success", path: ".github/workflows/two.yml" },
      ...{ head_branch: "main", head_sha: await headOf(world, "main"), actor: { login: "autoloop[bot]" } },
    });
    expect(
      jobs.map(({ name, conclusion, steps }) => [name, conclusion, steps.map((step) => step.name)]),
    ).toEqual([
      ["propose", "success", ["Set up job", "Write", "Run actions/upload-artifact@v4"]],
      [
        "evaluate",
        "success",
        ["Set up job", "Run actions/download-artifact@v4", "Report", "Run actions/upload-artifact@v4"],
      ],
    ]);
    const { total_count, artifacts } = await artifactsOf(id);
    expect([total_count, artifacts.map(({ name }) => name)]).toEqual([2, ["report-n1", "proposal"]]);
    const zip = await fetched(world, `${world.base}/actions/artifacts/${artifacts[0]?.id}/zip`);
    const files = Object.entries(unzipSync(zip)).map(([name, bytes]) => [
      name,
      Buffer.from(bytes).toString(),
    ]);
    expect(files).toEqual([["report.json", '{"nonce":"n1"}']]);
    expect(artifacts[0]?.size_in_bytes).toBe(zip.length);
  });

  it("is announced from its request to its end, and so are its jobs", async () => {
    const { id, jobs } = await performed(world, "two.yml", { program: "p" });
    for (const action of ["requested", "in_progress", "completed"]) {
      const { payload } = await world.hooks.first(of("workflow_run", action, id));
      expect(payload).toMatchObject({ workflow: { name: "Two" }, sender: { login: "autoloop[bot]" } });
    }
    for (const action of ["queued", "in_progress", "completed"]) {
      await world.hooks.first(of("workflow_job", action, jobs[0]?.id ?? 0));
    }
  });

  it("shows its jobs as check runs of GitHub Actions on the commit it ran at", async () => {
    const { id, run, jobs } = await performed(world, "two.yml", { program: "p" });
    const path = `${world.base}/commits/${run.head_sha}/check-runs?check_name=propose`;
    const { body } = await world.app<{ check_runs: { id: number }[] }>("GET", path);
    const page = `${world.sandbox.url}/acme/carton/actions/runs/${id}/job/${jobs[0]?.id}`;
    expect(body.check_runs).toContainEqual(
      expect.objectContaining({
        ...{ id: jobs[0]?.id, conclusion: "success", details_url: page },
        app: { id: 15_368, slug: "github-actions", name: "github-actions" },
      }),
    );
  });

  it("is found again by event, time and page", async () => {
    const { id, run } = await performed(world, "two.yml", { program: "p" });
    const found = await runs(`event=workflow_dispatch&created=>=${run.created_at}&per_page=100`);
    expect(found.body.workflow_runs[0]?.id).toBe(id);
    expect((await runs("event=push")).body.total_count).toBe(0);
    expect((await runs("created=<2020-01-01")).body.total_count).toBe(0);
    const [first, second] = [await runs("per_page=1"), await runs("per_page=1&page=2")];
    expect(first.body.workflow_runs).toHaveLength(1);
    expect(first.headers.get("link")).toContain('rel="next"');
    expect(second.body.workflow_runs[0]?.id).not.toBe(first.body.workflow_runs[0]?.id);
  });

  it("skips what needs a job that failed, and says in the log why it failed", async () => {
    world.sandbox.actions.failJob("propose");
    const { run, jobs } = await performed(world, "two.yml", { program: "p" });
    expect([run.conclusion, jobs.map(({ conclusion }) => conclusion)]).toEqual([
      "failure",
      ["failure", "skipped"],
    ]);
    const [propose] = jobs;
    expect(propose?.steps.map(({ conclusion }) => conclusion)).toEqual([
      "success",
      "failure",
      "skipped",
      "skipped",
    ]);
    expect(await logOf(world, propose?.id ?? 0)).toContain("##[error]Process completed with exit code 1.");
    const annotations = `${world.base}/check-runs/${propose?.id}/annotations`;
    expect((await world.app("GET", annotations)).body).toMatchObject([
      { annotation_level: "failure", path: ".github", message: "Process completed with exit code 1." },
    ]);
  });

  it("waits in the queue while it is held, and does not count as work", async () => {
    world.sandbox.actions.hold();
    const { id, run, jobs } = await performed(world, "two.yml", { program: "p" });
    expect([run.status, run.conclusion, jobs]).toEqual(["queued", null, []]);
    world.sandbox.actions.release();
    await world.sandbox.settled();
    expect(await runNow(world, id)).toMatchObject({ status: "completed", conclusion: "success" });
  });

  it("can lose or change what it uploads", async () => {
    world.sandbox.actions.onUpload((name, zip) => (name.startsWith("report-") ? null : zip));
    const { id, run } = await performed(world, "two.yml", { program: "p", nonce: "lost" });
    expect(run.conclusion).toBe("success");
    expect((await artifactsOf(id)).artifacts.map(({ name }) => name)).toEqual(["proposal"]);
  });

  it("is asked for like any other thing that may not be there", async () => {
    const ask = async (path: string) => (await world.app("GET", `${world.base}/actions/${path}`)).status;
    const { id } = await performed(world, "two.yml", { program: "p" });
    expect(await ask("runs/1")).toBe(404);
    expect(await ask(`runs/${id}/attempts/1`)).toBe(200);
    expect(await ask(`runs/${id}/attempts/2`)).toBe(404);
    expect(await ask(`runs/${id}/attempts/1/jobs`)).toBe(200);
    expect(await ask("jobs/999999999/logs")).toBe(404);
    expect(await ask("artifacts/1/zip")).toBe(404);
  });
});

describe("an artifact", () => {
  it("is behind an address that takes no credential", async () => {
    const { id } = await performed(world, "two.yml", { program: "p" });
    const [artifact] = (await artifactsOf(id)).artifacts;
    const answer = await world.raw(`${world.base}/actions/artifacts/${artifact?.id}/zip`);
    const location = answer.headers.get("location") ?? "";
    expect([answer.status, new URL(location).host]).not.toContain(new URL(world.sandbox.url).host);
    const headers = { authorization: "Bearer whatever" };
    expect([(await fetch(location, { headers })).status, (await fetch(location)).status]).toEqual([400, 200]);
  });

  it("is gone once it expired", async () => {
    const { id } = await performed(world, "two.yml", { program: "p" });
    world.sandbox.actions.expireArtifacts();
    const [artifact] = (await artifactsOf(id)).artifacts;
    const path = `${world.base}/actions/artifacts/${artifact?.id}/zip`;
    expect([artifact?.expired, (await world.app("GET", path)).status]).toEqual([true, 410]);
  });
});

describe("cancelling", () => {
  const cancel = (id: number) => world.app("POST", `${world.base}/actions/runs/${id}/cancel`);
  const SLOW = oneJob(`
- name: Wait
  run: |
    sleep 600 &
    echo "$! $$" > "$PIDS"
    wait
  env:
    PIDS: \${{ inputs.pids }}
- name: Never
  run: exit 3
- name: Clean
  if: always()
  run: echo cleaned
`).replace("workflow_dispatch", "\n  workflow_dispatch:\n    inputs:\n      pids: { required: true }");

  it("ends the processes of a run that works", async () => {
    await writeWorkflow(world, "slow.yml", SLOW);
    const folder = await mkdtemp(join(tmpdir(), "sandbox-cancel-"));
    const id = await dispatched(world, "slow.yml", { pids: `${folder}/pids` });
    const pids = async () => (await readFile(`${folder}/pids`, "utf8").catch(() => "")).trim();
    await expect.poll(pids).toMatch(/^\d+ \d+$/);
    const started = await pids();
    expect(await cancel(id)).toMatchObject({ status: 202, body: {} });
    await world.sandbox.settled();
    const [job] = await jobsNow(world, id);
    expect([(await runNow(world, id)).conclusion, job?.conclusion]).toEqual(["cancelled", "cancelled"]);
    expect(job?.steps.map(({ conclusion }) => conclusion)).toEqual([
      "success",
      "cancelled",
      "skipped",
      "success",
    ]);
    for (const pid of started.split(" ")) await expect.poll(() => isAlive(Number(pid))).toBe(false);
    expect((await cancel(id)).status).toBe(409);
    await rm(folder, { recursive: true });
  });

  it("ends a run that waits, before any job", async () => {
    world.sandbox.actions.hold();
    const id = await dispatched(world, "two.yml", { program: "p" });
    expect((await cancel(id)).status).toBe(202);
    world.sandbox.actions.release();
    await world.sandbox.settled();
    expect([(await runNow(world, id)).conclusion, await jobsNow(world, id)]).toEqual(["cancelled", []]);
  });
});

describe("a time limit", () => {
  it("of a job cancels it, of a step fails it", async () => {
    const slow = oneJob("- run: sleep 600");
    await writeWorkflow(
      world,
      "job.yml",
      slow.replace("    steps:", "    timeout-minutes: 0.005\n    steps:"),
    );
    await writeWorkflow(world, "step.yml", `${slow}        timeout-minutes: 0.005\n`);
    const job = await performed(world, "job.yml");
    const step = await performed(world, "step.yml");
    expect([job.run.conclusion, step.run.conclusion]).toEqual(["cancelled", "failure"]);
    expect(await logOf(world, job.jobs[0]?.id ?? 0)).toContain(
      "exceeded the maximum execution time of 0.005 minutes",
    );
    expect(await logOf(world, step.jobs[0]?.id ?? 0)).toContain("has timed out after 0.005 minutes");
  });
});

describe("a re-run", () => {
  it("is another attempt of the same run, and only of one that is over", async () => {
    world.sandbox.actions.hold();
    const id = await dispatched(world, "two.yml", { program: "p", nonce: "again" });
    const rerun = () => world.maintainer("POST", `${world.base}/actions/runs/${id}/rerun`);
    expect((await rerun()).status).toBe(403);
    world.sandbox.actions.release();
    await world.sandbox.settled();
    expect((await rerun()).status).toBe(201);
    await world.sandbox.settled();
    expect(await runNow(world, id)).toMatchObject({
      ...{ run_attempt: 2, conclusion: "success", display_title: "two p again" },
      ...{ actor: { login: "autoloop[bot]" }, triggering_actor: { login: "maintainer" } },
    });
    const first = await world.app("GET", `${world.base}/actions/runs/${id}/attempts/1`);
    expect(first.body).toMatchObject({ run_attempt: 1, triggering_actor: { login: "autoloop[bot]" } });
    const all = await world.app("GET", `${world.base}/actions/runs/${id}/jobs?filter=all`);
    expect(all.body).toMatchObject({ total_count: 4 });
    expect(await jobsNow(world, id)).toHaveLength(2);
  });
});

describe("a concurrency group", () => {
  it("lets one run work and one wait; a newer one takes the place of the one that waits", async () => {
    const yaml = oneJob("- run: 'true'", "concurrency:\n  group: one");
    await writeWorkflow(world, "group.yml", yaml);
    world.sandbox.actions.hold();
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push(await dispatched(world, "group.yml"));
    world.sandbox.actions.release();
    await world.sandbox.settled();
    const ends = await Promise.all(ids.map(async (id) => (await runNow(world, id)).conclusion));
    expect(ends).toEqual(["success", "cancelled", "success"]);
  });
});

describe("a workflow with syntax that is not emulated", () => {
  it("fails and says where", async () => {
    await writeWorkflow(
      world,
      "matrix.yml",
      oneJob("- run: 'true'").replace("    steps:", "    strategy: {}\n    steps:"),
    );
    const { run, jobs } = await performed(world, "matrix.yml");
    expect(run.conclusion).toBe("failure");
    expect(await logOf(world, jobs[0]?.id ?? 0)).toContain('jobs.only: Unrecognized key: "strategy"');
  });
});
