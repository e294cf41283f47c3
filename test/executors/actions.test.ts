import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { Retryable, Terminal } from "../../src/domain/errors.ts";
import type { RunState } from "../../src/domain/journal/iteration.ts";
import type { ProgramKey } from "../../src/domain/repository/view.ts";
import { actionsExecutor } from "../../src/executors/actions.ts";
import type { WorkflowRun } from "../../src/ports/workflow-runs.ts";
import { runLossWords } from "../../src/text/outcome/run-loss-words.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { aReport } from "../support/loop/fake-executor.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { craftedZip } from "./crafted-zip.ts";
import { type Answer, FakeWorkflowRuns } from "./fake-workflow-runs.ts";
import { KEY, requestFor } from "./local-world.ts";

const MINUTE = 60_000;
const BASE = "a".repeat(40);
const REPORT = aReport({ nonce: "n", base: BASE, kind: "improve" }, 740);
const QUEUED = { state: "running", queued: true };

/** The app and its host. The iteration starts as it is made, in a process that has lived for an hour. */
async function world() {
  const clock = new FakeClock();
  const runs = new FakeWorkflowRuns(clock);
  const { log } = memoryLog();
  const told: ProgramKey[] = [];
  const aProcess = () => {
    const executor = actionsExecutor({ runs, clock, log });
    executor.onFinished((key) => told.push(key));
    return executor;
  };
  const first = aProcess();
  await clock.advance(60 * MINUTE);
  const startedAt = new Date(clock.now()).toISOString();
  const request = requestFor("n", {
    ...{ startedAt, base: BASE, defaultBranch: "trunk", iteration: 3, attempt: 2 },
    ...{ definitionHash: "d".repeat(64), requestHash: "e".repeat(64) },
  });
  const ref = { key: KEY, nonce: "n", workerId: "actions", startedAt };
  return {
    ...{ clock, runs, told, first, aProcess, request, ref },
    minutes: (n: number) => clock.advance(n * MINUTE),
  };
}

/** A world in which the run was ordered and heard of. */
async function started(answer: Answer = "told") {
  const all = await world();
  all.runs.answer = answer;
  await all.first.start(all.request).catch(() => undefined);
  return all;
}

/** Where a run stands, with the words of its loss. */
const wordsOf = async (look: Promise<RunState>) => {
  const state = await look;
  return state.state === "lost" ? { state: state.state, reason: runLossWords(state.loss) } : state;
};

const archiveOf = (text: string | Uint8Array) =>
  zipSync({ "report.json": typeof text === "string" ? Buffer.from(text) : text });

/** An artifact as the run leaves it. */
const artifact = (archive: Uint8Array | "gone", change: object = {}) => ({
  ...{ id: 7, name: "autoloop-report-n", bytes: archive.length, expired: false, archive },
  ...change,
});

describe("start", () => {
  it("orders the workflow of the default branch with names, numbers and hashes, and nothing else", async () => {
    const { runs } = await started();
    expect(runs.heard).toEqual([
      {
        branch: "trunk",
        inputs: {
          program: "tiny",
          iteration: "3",
          kind: "improve",
          attempt: "2",
          base: BASE,
          definition: "d".repeat(64),
          request: "e".repeat(64),
          nonce: "n",
        },
      },
    ]);
  });

  it("orders nothing when a run has the nonce already", async () => {
    const { runs, aProcess, request, ref, minutes } = await started();
    await minutes(5);
    const later = aProcess();
    await later.start(request);
    expect(runs.heard).toHaveLength(1);
    expect(await later.look(ref)).toEqual(QUEUED);
  });

  it.each<[Answer, RegExp]>([
    ["missing", /has no workflow \.github\/workflows\/autoloop\.yml/],
    ["disabled", /is disabled\. Enable it/],
    [
      "unfit",
      /does not take what this version of Autoloop sends\..* GitHub said: Unexpected inputs provided/,
    ],
    ["forbidden", /needs the permission to read and write Actions.* GitHub said: Resource not accessible/],
  ])("ends a run whose order is %s, and says so at once", async (answer, reason) => {
    const { told, first, ref } = await started(answer);
    expect(told).toEqual([KEY]);
    expect(await wordsOf(first.look(ref))).toEqual({ state: "lost", reason: expect.stringMatching(reason) });
  });

  it("ends a run when even looking for it is forbidden", async () => {
    const { runs, first, request, ref } = await world();
    runs.trouble = new Terminal("403");
    await first.start(request);
    expect(await first.look(ref)).toMatchObject({ state: "lost" });
    expect(runs.heard).toEqual([]);
  });

  it("orders nothing when nobody can tell whether there is a run", async () => {
    const { runs, first, request } = await world();
    runs.trouble = new Retryable("no answer");
    await expect(first.start(request)).rejects.toBeInstanceOf(Retryable);
    expect(runs.heard).toEqual([]);
  });
});

describe("at most once", () => {
  it.each<[string, number]>([
    ["at once", 0],
    ["a minute later", 1],
    ["almost three minutes later", 2.9],
  ])("finds the run of an order whose answer was lost, listed %s", async (_, lag) => {
    const { runs, first, request, ref, clock, minutes } = await world();
    runs.answer = "lost";
    runs.lagMs = lag * MINUTE;
    await expect(first.start(request)).rejects.toBeInstanceOf(Retryable);
    const end = clock.now() + 10 * MINUTE;
    while (clock.now() < end) {
      // What the loop does: an order is repeated only when the run is known to be absent.
      const state = await first.look(ref);
      if (state.state === "absent") await first.start(request);
      await minutes(0.5);
    }
    expect(runs.heard).toHaveLength(1);
    expect(await first.look(ref)).toEqual(QUEUED);
  });

  it("waits for as long after a repeated order as after the first", async () => {
    const { runs, first, request, ref, minutes } = await world();
    runs.answer = "unheard";
    await expect(first.start(request)).rejects.toBeInstanceOf(Retryable);
    await minutes(2.9);
    expect(await first.look(ref)).toEqual(QUEUED);
    await minutes(0.1);
    expect(await first.look(ref)).toEqual({ state: "absent" });
    runs.answer = "lost";
    runs.lagMs = 2 * MINUTE;
    await expect(first.start(request)).rejects.toBeInstanceOf(Retryable);
    expect(await first.look(ref)).toEqual(QUEUED);
    await minutes(2);
    expect(await first.look(ref)).toEqual(QUEUED);
    expect(runs.heard).toHaveLength(1);
  });

  it("waits after its own birth, too: the process before it may have died with an order on its way", async () => {
    const { runs, first, request, aProcess, ref, minutes } = await world();
    await minutes(10);
    runs.answer = "lost";
    runs.lagMs = MINUTE;
    await expect(first.start(request)).rejects.toBeInstanceOf(Retryable);
    const second = aProcess();
    expect(await second.look(ref)).toEqual(QUEUED);
    await minutes(1);
    expect(await second.look(ref)).toEqual(QUEUED);
    expect(runs.heard).toHaveLength(1);
  });

  it("orders again what was never heard, once that is certain", async () => {
    const { runs, first, request, ref, minutes } = await started("unheard");
    await minutes(3);
    expect(await first.look(ref)).toEqual({ state: "absent" });
    runs.answer = "untold";
    await first.start(request);
    expect(runs.heard).toHaveLength(1);
    expect(await first.look(ref)).toEqual(QUEUED);
  });

  it("does not take a list that cannot be read for one that holds no run", async () => {
    const { runs, aProcess, ref, minutes } = await started();
    await minutes(10);
    const second = aProcess();
    await minutes(10);
    runs.trouble = new Retryable("no answer");
    await expect(second.look(ref)).rejects.toBeInstanceOf(Retryable);
    runs.trouble = new Terminal("403");
    expect(await second.look(ref)).toEqual({ state: "unknown", doubt: { code: "refused", why: "403" } });
  });

  it("takes no run for its own that somebody else started before it with the same inputs", async () => {
    const { runs, first, request, ref, aProcess } = await world();
    runs.begin("n", false);
    runs.becomes("succeeded", { artifacts: [artifact(archiveOf(JSON.stringify(REPORT)))] });
    expect(await first.look(ref)).not.toMatchObject({ state: "finished" });
    runs.answer = "untold";
    await first.start(request);
    expect(runs.heard).toHaveLength(1);
    runs.becomes("running");
    expect(await aProcess().look(ref)).toEqual({ state: "running" });
  });

  it("takes the first of two runs of one nonce", async () => {
    const { runs, aProcess, ref } = await started("untold");
    runs.becomes("succeeded", { artifacts: [artifact(archiveOf(JSON.stringify(REPORT)))] });
    runs.begin("n");
    runs.becomes("succeeded", { artifacts: [artifact(archiveOf("{}"), { id: 8 })] });
    expect(await aProcess().look(ref)).toEqual({ state: "finished", report: REPORT, workflowRun: 100 });
  });
});

describe("look", () => {
  it("follows a run from the queue to its report, which is fetched once", async () => {
    const { runs, first, ref, minutes } = await started();
    expect(await first.look(ref)).toEqual(QUEUED);
    runs.becomes("running");
    expect(await first.look(ref)).toEqual({ state: "running" });
    await minutes(20);
    runs.becomes("succeeded", { artifacts: [artifact(archiveOf(JSON.stringify(REPORT)))] });
    expect(await first.look(ref)).toEqual({ state: "finished", report: REPORT, workflowRun: 100 });
    expect(await first.look(ref)).toEqual({ state: "finished", report: REPORT, workflowRun: 100 });
    expect(runs.downloads).toEqual([7]);
  });

  it("finds everything again after a restart, whether or not GitHub had told the run's id", async () => {
    for (const answer of ["told", "untold"] as const) {
      const { runs, aProcess, ref, minutes } = await started(answer);
      runs.becomes("succeeded", { artifacts: [artifact(archiveOf(JSON.stringify(REPORT)))] });
      await minutes(60);
      expect(await aProcess().look(ref)).toEqual({ state: "finished", report: REPORT, workflowRun: 100 });
    }
  });

  it("leaves runs of other places alone", async () => {
    const { runs, first, ref } = await started();
    const elsewhere = { ...ref, workerId: "worker-1" };
    expect(await first.look(elsewhere)).toEqual({
      state: "unknown",
      doubt: { code: "other-worker", holds: "worker-1", asked: "actions" },
    });
    await first.dispose(elsewhere);
    expect(runs.cancelled).toEqual([]);
  });

  it.each<[WorkflowRun["state"], RegExp]>([
    ["cancelled", /^The workflow run was cancelled: by a person, or because a job took longer/],
    ["timed-out", /^The workflow run took longer than GitHub allows\.$/],
    ["unstartable", /^GitHub could not start the workflow run\./],
    ["other", /^The workflow run ended without doing its work\.$/],
    ["failed", /^The workflow run failed\.$/],
  ])("has a name for a run that is %s", async (state, reason) => {
    const { runs, first, ref } = await started();
    runs.becomes(state);
    expect(await wordsOf(first.look(ref))).toEqual({ state: "lost", reason: expect.stringMatching(reason) });
  });

  it.each([
    [{ job: "propose", step: "Run the agent" }, 'in the job "propose", in its step "Run the agent".'],
    [{ job: "evaluate", step: null }, 'in the job "evaluate".'],
    [{ job: "x".repeat(500), step: null }, `in the job "${"x".repeat(99)}…".`],
  ])("says where a run failed", async (broken, where) => {
    const { runs, first, ref } = await started();
    runs.becomes("failed", { broken: [broken, { job: "later", step: null }] });
    expect(await wordsOf(first.look(ref))).toEqual({
      state: "lost",
      reason: `The workflow run failed ${where}`,
    });
  });

  it.each(["queued", "running", "succeeded"] as const)(
    "takes nothing of a run that was run again, whether it is %s now",
    async (state) => {
      const { runs, first, ref } = await started();
      const artifacts = [artifact(archiveOf(JSON.stringify(REPORT)))];
      runs.becomes(state, { attempt: 2, artifacts });
      expect(await wordsOf(first.look(ref))).toEqual({
        state: "lost",
        reason: "Somebody ran the workflow run again. Only the first attempt counts.",
      });
    },
  );

  it("does not care for a second attempt once it has the report of the first", async () => {
    const { runs, first, ref } = await started();
    runs.becomes("succeeded", { artifacts: [artifact(archiveOf(JSON.stringify(REPORT)))] });
    await first.look(ref);
    runs.becomes("running", { attempt: 2, artifacts: [] });
    expect(await first.look(ref)).toEqual({ state: "finished", report: REPORT, workflowRun: 100 });
  });

  it("tells a run that was deleted from one that GitHub does not show yet", async () => {
    const { runs, first, ref, minutes } = await started();
    runs.runs.length = 0;
    expect(await first.look(ref)).toEqual(QUEUED);
    await minutes(3);
    expect(await wordsOf(first.look(ref))).toEqual({
      state: "lost",
      reason: "The workflow run was deleted.",
    });
  });

  it("tells a report that is missing from one that GitHub does not show yet", async () => {
    const { runs, first, ref, minutes } = await started();
    await minutes(10);
    runs.becomes("succeeded", { artifacts: [artifact(archiveOf("{}"), { name: "autoloop-proposal" })] });
    await minutes(2);
    expect(await first.look(ref)).toEqual({ state: "running" });
    await minutes(1);
    expect(await wordsOf(first.look(ref))).toEqual({
      state: "lost",
      reason: "The workflow run ended well but left no report.",
    });
  });

  const other = aReport({ nonce: "m", base: BASE, kind: "improve" }, 740);
  const text = JSON.stringify(REPORT);
  it.each<[string, readonly ReturnType<typeof artifact>[], RegExp]>([
    ["has expired", [artifact(archiveOf(text), { expired: true })], /^The report is gone/],
    ["has just expired", [artifact("gone")], /^The report is gone/],
    ["is there twice", [artifact(archiveOf(text)), artifact(archiveOf(text))], /more than one report/],
    ["is too big", [artifact(archiveOf(text), { bytes: 10 * 1024 * 1024 + 1 })], /is too big/],
    ["is bigger than told", [artifact(Buffer.alloc(10 * 1024 * 1024 + 1), { bytes: 5 })], /is too big/],
    ["is no archive", [artifact(Buffer.from(text))], /archive is damaged/],
    ["is empty", [artifact(craftedZip([]))], /holds no report\.json/],
    ["is elsewhere in it", [artifact(zipSync({ "a/report.json": Buffer.from(text) }))], /no report\.json/],
    [
      "is in it twice",
      [
        artifact(
          craftedZip([
            { name: "report.json", text },
            { name: "report.json", text },
          ]),
        ),
      ],
      /two files of one name/,
    ],
    [
      "has many others beside it",
      [artifact(craftedZip(Array.from({ length: 51 }, (_, n) => ({ name: `${n}` }))))],
      /too many files/,
    ],
    [
      "has one beside it that wants out",
      [
        artifact(
          craftedZip([
            { name: "report.json", text },
            { name: "../../x", text },
          ]),
        ),
      ],
      /no plain relative path/,
    ],
    ["is too big", [artifact(archiveOf(new Uint8Array(7_000_000)))], /too big/],
    ["is encrypted", [artifact(craftedZip([{ name: "report.json", flags: 1 }]))], /of a kind that no upload/],
    ["lies", [artifact(craftedZip([{ name: "report.json", text, size: 3 }]))], /something else than it says/],
    ["is not text", [artifact(archiveOf(Buffer.from([0x22, 0xff, 0x22])))], /^The report is not text\.$/],
    ["is not JSON", [artifact(archiveOf("metric=1"))], /^The report is not JSON\.$/],
    ["is of another shape", [artifact(archiveOf('{"v":2}'))], /not of the expected shape at v/],
    ["is another run's", [artifact(archiveOf(JSON.stringify(other)))], /a report of another run/],
  ])("has a name for a report that %s, and keeps to it", async (_, artifacts, reason) => {
    const { runs, first, ref, minutes } = await started();
    await minutes(10);
    runs.becomes("succeeded", { artifacts });
    const state = await wordsOf(first.look(ref));
    expect(state).toEqual({ state: "lost", reason: expect.stringMatching(reason) });
    runs.becomes("succeeded", { artifacts: [artifact(archiveOf(text))] });
    expect(await wordsOf(first.look(ref))).toEqual(state);
  });

  it("fetches no report of a run that did not end well", async () => {
    const { runs, first, ref } = await started();
    runs.becomes("failed", { artifacts: [artifact(archiveOf(text))] });
    expect(await first.look(ref)).toMatchObject({ state: "lost" });
    expect(runs.downloads).toEqual([]);
  });
});

describe("dispose", () => {
  it.each(["told", "untold", "lost"] as const)(
    "cancels a run that goes on (its id was %s)",
    async (answer) => {
      const { runs, first, ref } = await started(answer);
      runs.becomes("running");
      await first.dispose(ref);
      expect(runs.runs[0]?.state).toBe("cancelled");
      await first.dispose(ref);
      expect(runs.cancelled).toEqual([100]);
    },
  );

  it("cancels a run that another process ordered", async () => {
    const { runs, aProcess, ref } = await started();
    await aProcess().dispose(ref);
    expect(runs.runs[0]?.state).toBe("cancelled");
  });

  it("asks for nothing when the run has ended", async () => {
    const { runs, first, aProcess, ref } = await started();
    runs.becomes("succeeded", { artifacts: [artifact(archiveOf(JSON.stringify(REPORT)))] });
    await first.look(ref);
    await first.dispose(ref);
    await aProcess().dispose(ref);
    expect(runs.cancelled).toEqual([]);
  });

  it("does not stop what comes after it for a permission that is missing, but for a host that is away", async () => {
    const { runs, first, ref } = await started();
    runs.trouble = new Retryable("no answer");
    await expect(first.dispose(ref)).rejects.toBeInstanceOf(Retryable);
    runs.trouble = new Terminal("403");
    expect(await first.dispose(ref)).toBeUndefined();
  });
});
