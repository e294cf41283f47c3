// The loop and the real executor for GitHub Actions, over fakes of GitHub alone: whatever breaks, no nonce is ordered
// twice, and every iteration comes to the same end.

import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { memoryPath, reportArtifact } from "../../src/domain/program/names.ts";
import { actionsExecutor } from "../../src/executors/actions.ts";
import type { Log } from "../../src/ports/log.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { decodeRunFile } from "../../src/text/run/run-request.ts";
import { type Answer, FakeWorkflowRuns } from "../executors/fake-workflow-runs.ts";
import { aReport } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { OnActions } from "../support/loop/on-actions.ts";

const MINUTE = 60_000;
/** Iterations of a life, the baseline among them. */
const ITERATIONS = 3;

interface Trouble {
  readonly answers?: readonly Answer[];
  readonly lagMs?: number;
  readonly crash?: { readonly when: "crashBeforeWrite" | "crashAfterWrite"; readonly write: number };
  /** A new process takes over whenever an order was given. */
  readonly restarts?: boolean;
}

/** A program's first iterations: minute by minute while something goes on, else from one moment to the next. */
async function live({ answers = [], lagMs = 0, crash, restarts = false }: Trouble = {}) {
  const executor = new OnActions();
  let died = false;
  const { log } = memoryLog();
  const noticing: Log = {
    ...log,
    error: () => {
      died = true;
    },
    child: () => noticing,
  };
  const loop = new Loop({ executor, policy: { executor: "actions" }, log: noticing });
  const runs = new FakeWorkflowRuns(loop.clock);
  runs.answers.push(...answers);
  runs.lagMs = lagMs;
  executor.restart(() => actionsExecutor({ runs, clock: loop.clock, log }));
  if (crash !== undefined) loop.github.faults[crash.when](crash.write);
  const issue = loop.openProgram();
  let orders = 0;
  for (let step = 0; step < 200 && !isOver(loop); step += 1) {
    const outcome = await loop.reconcile(issue);
    if (died || (restarts && runs.heard.length > orders)) {
      executor.restart();
      loop.restart();
    }
    died = false;
    orders = runs.heard.length;
    work(loop, runs);
    const waits = outcome.kind === "again" && !isFlying(loop);
    await loop.clock.advance(waits ? outcome.ms : MINUTE);
  }
  return { loop, runs };
}

function isFlying(loop: Loop): boolean {
  return isAdopted(loop) && loop.state().in_flight !== null;
}

function isOver(loop: Loop): boolean {
  return isAdopted(loop) && (loop.state().last_iteration ?? 0) >= ITERATIONS - 1 && !isFlying(loop);
}

function isAdopted(loop: Loop): boolean {
  return loop.github.memoryFile(memoryPath.segment("carton", 1)) !== undefined;
}

/** What the workflow does: reads the request by its hash from the memory branch, and leaves a report. */
function work(loop: Loop, runs: FakeWorkflowRuns): void {
  const run = runs.runs.at(-1);
  if (run?.state === "queued") {
    runs.becomes("running");
    return;
  }
  const inputs = runs.heard.at(-1)?.inputs;
  if (run?.state !== "running" || inputs === undefined) return;
  const text = loop.github.memoryFile(`requests/${inputs.program}.json`) ?? "";
  if (sha256(text) !== inputs.request) {
    runs.becomes("failed", { broken: [{ job: "propose", step: "request" }] });
    return;
  }
  const request = decodeRunFile(text);
  const report = aReport(request, 760 - 10 * request.iteration);
  const archive = zipSync({ "report.json": Buffer.from(JSON.stringify(report)) });
  const name = reportArtifact(request.nonce);
  runs.becomes("succeeded", {
    artifacts: [{ id: run.id, name, bytes: archive.length, expired: false, archive }],
  });
}

/** What must be the same however the life went. */
function endOf({ loop, runs }: Awaited<ReturnType<typeof live>>) {
  const { counts, best, recent } = loop.state();
  return {
    counts,
    best: best?.metric,
    verdicts: recent.map(({ number, kind, verdict, reason }) => ({ number, kind, verdict, reason })),
    nonces: new Set(runs.heard.map(({ inputs }) => inputs.nonce)).size,
    orders: runs.heard.length,
    cancelled: runs.cancelled,
  };
}

describe("the loop on GitHub Actions", () => {
  it("keeps what is better, with one run for each iteration", async () => {
    expect(endOf(await live())).toMatchObject({
      counts: { accepted: 2, rejected: 0, errors: 0 },
      best: 740,
      nonces: ITERATIONS,
      orders: ITERATIONS,
      cancelled: [],
    });
  });

  it("comes to the same end after a crash before or after any single write", async () => {
    const clean = await live();
    const expected = endOf(clean);
    for (const when of ["crashBeforeWrite", "crashAfterWrite"] as const) {
      for (let write = 1; write <= clean.loop.github.writes.length; write += 1) {
        const end = endOf(await live({ crash: { when, write } }));
        expect(end, `${when} ${write}`).toEqual(expected);
      }
    }
  }, 120_000);

  it("comes to the same end whatever becomes of an order, however late GitHub lists it, over any restart", async () => {
    const expected = endOf(await live());
    const bad: readonly (readonly Answer[])[] = [["untold"], ["lost"], ["unheard"], ["unheard", "lost"]];
    for (const some of bad) {
      for (let order = 0; order < ITERATIONS; order += 1) {
        for (const lagMs of [0, 2.5 * MINUTE]) {
          for (const restarts of [false, true]) {
            const answers = [...Array.from({ length: order }, () => "told" as const), ...some];
            const end = endOf(await live({ answers, lagMs, restarts }));
            expect(end, JSON.stringify({ answers, lagMs, restarts })).toEqual(expected);
          }
        }
      }
    }
  }, 120_000);
});
