// The loop with runs on GitHub Actions: what the planner does differently for them. How the executor finds out
// where a run stands is test/executors/actions.test.ts.

import { describe, expect, it } from "vitest";
import { Retryable } from "../../src/domain/errors.ts";
import type { RunRequest } from "../../src/ports/executor.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { decodeRunFile } from "../../src/text/run/run-request.ts";
import { aReport, type Ending, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";

const REQUEST = "requests/carton.json";

/** A loop whose executor notes what the memory branch asked for whenever a run began. */
function onActions(ending: (request: RunRequest) => Ending, Kind = FakeExecutor) {
  const found: (string | undefined)[] = [];
  const executor = new Kind((request) => {
    found.push(loop.github.memoryFile(REQUEST));
    return ending(request);
  }, "actions");
  const loop: Loop = new Loop({ executor, policy: { executor: "actions" } });
  return { loop, executor, found };
}

const better = (request: RunRequest) => aReport(request, 760 - 10 * request.iteration);
const slow = (request: RunRequest) => (request.kind === "baseline" ? aReport(request, 760) : "running");

/** Loses the first order after the baseline's, as a connection that breaks before it is sent. */
class Lossy extends FakeExecutor {
  #lost = false;
  override async start(request: RunRequest): Promise<void> {
    if (request.kind !== "baseline" && !this.#lost) {
      this.#lost = true;
      throw new Retryable("no answer");
    }
    await super.start(request);
  }
}

describe("runs on GitHub Actions", () => {
  it("each find their own request on the memory branch, bound by its hash", async () => {
    const { loop, executor, found } = onActions(better);
    const issue = loop.openProgram();
    await loop.settle(issue);
    await loop.hours(issue, 2);
    expect(executor.started.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3]);
    expect(found.map((text) => sha256(text ?? ""))).toEqual(
      executor.started.map(({ requestHash }) => requestHash),
    );
    expect(found.map((text) => decodeRunFile(text ?? "").nonce)).toEqual(
      executor.started.map(({ nonce }) => nonce),
    );
    for (const { definitionHash } of executor.started) {
      expect(sha256(loop.github.memoryFile(`definitions/carton/${definitionHash}.md`) ?? "")).toBe(
        definitionHash,
      );
    }
  });

  it("are ordered again, after a crash, with a request that says what the order says now", async () => {
    const { loop, executor, found } = onActions(better, Lossy);
    const issue = loop.openProgram();
    for (let round = 0; round < 2; round += 1) await loop.reconcile(issue);
    const before = loop.github.memoryFile(REQUEST);
    loop.restart();
    loop.github.comment(issue, "writer", "Try less glue.");
    await loop.settle(issue);
    const again = executor.started.at(-1);
    expect(again).toMatchObject({ iteration: 1, nonce: decodeRunFile(before ?? "").nonce });
    expect(again?.prompt).toContain("Try less glue.");
    expect(sha256(found.at(-1) ?? "")).toBe(again?.requestHash);
    expect(found.at(-1)).not.toBe(before);
    expect(loop.state().best).toMatchObject({ metric: 750, iteration: 1 });
  });

  it("are ended by a pause, and the program begins anew when it goes on", async () => {
    const { loop, executor } = onActions(slow);
    const issue = loop.openProgram();
    await loop.settle(issue);
    const nonce = executor.started.at(-1)?.nonce ?? "";
    await loop.clock.advance(5_000);
    loop.github.comment(issue, "writer", "/autoloop pause");
    await loop.settle(issue);
    expect(executor.disposed).toContain(nonce);
    expect(loop.state()).toMatchObject({ status: "paused", in_flight: null });
    await loop.hours(issue, 3);
    expect(executor.started).toHaveLength(2);

    loop.github.comment(issue, "writer", "/autoloop resume");
    await loop.settle(issue);
    expect(loop.state()).toMatchObject({ status: "active", in_flight: { number: 2 } });
    expect(executor.started).toHaveLength(3);
  });

  it("are ended at their deadline", async () => {
    const { loop, executor } = onActions(slow);
    const issue = loop.openProgram();
    await loop.settle(issue);
    const nonce = executor.started.at(-1)?.nonce ?? "";
    const deadline = Date.parse(loop.state().in_flight?.deadline ?? "");
    await loop.clock.advance(deadline + 60_000 - loop.clock.now());
    await loop.settle(issue);
    expect(executor.disposed).toContain(nonce);
    expect(loop.state().recent.at(-1)).toMatchObject({
      verdict: "error",
      reason: "No report arrived before the deadline.",
    });
  });
});
