// What the queue is told after each kind of key.

import { describe, expect, it } from "vitest";
import { createTrace } from "../../../src/app/telemetry/trace.ts";
import { runKey } from "../../../src/app/webhook/run-key.ts";
import { Retryable, Terminal } from "../../../src/domain/errors.ts";
import type { Outcome } from "../../../src/ports/work-queue.ts";
import { memoryLog } from "../../support/loop/memory-log.ts";

/** Runs a key where every sweep fails with `failure`, or succeeds; `ran` is what was run. */
async function world(key: string, failure: Error | null = null) {
  const ran: string[] = [];
  const sweep = async (what: string) => {
    ran.push(what);
    if (failure) throw failure;
  };
  const { log, lines } = memoryLog();
  const again: Outcome = { kind: "again", ms: 5 };
  const outcome = await runKey(
    {
      reconciler: {
        reconcile: async ({ owner, name, issue }) => {
          ran.push(`${owner}/${name}#${issue}`);
          return again;
        },
      },
      sweep: {
        everything: () => sweep("everything"),
        account: (id) => sweep(`account ${id}`),
        repository: ({ owner, name }) => sweep(`${owner}/${name}`),
      },
      discovery: {
        repository: async ({ owner, name }) => {
          await sweep(`files of ${owner}/${name}`);
          return again;
        },
      },
      sweepMs: 300_000,
      log,
      trace: createTrace(),
      newId: () => "id1",
      onSwept: () => ran.push("swept"),
    },
    key,
  );
  return { ran, outcome, lines };
}

describe("runKey", () => {
  it.each([
    ["7/octo/repo#12", ["octo/repo#12"], { kind: "again", ms: 5 }],
    ["7/octo/repo", ["octo/repo"], { kind: "done" }],
    ["7/octo/repo:files", ["files of octo/repo"], { kind: "again", ms: 5 }],
    ["7", ["account 7"], { kind: "done" }],
    ["*", ["everything", "swept"], { kind: "again", ms: 300_000 }],
    ["no key", [], { kind: "done" }],
  ])("runs %s", async (key, ran, outcome) => {
    expect(await world(key)).toMatchObject({ ran, outcome });
  });

  it("tries again when the host may answer later, as late as it says", async () => {
    expect((await world("*", new Retryable("no answer"))).outcome).toEqual({ kind: "retry" });
    expect((await world("7", new Retryable("slow down", 60_000))).outcome).toEqual({
      kind: "retry",
      ms: 60_000,
    });
  });

  it("leaves what only a person can mend to the next sweep of everything", async () => {
    expect((await world("*", new Terminal("no"))).outcome).toEqual({ kind: "again", ms: 300_000 });
    expect((await world("7/octo/repo", new Terminal("no"))).outcome).toEqual({ kind: "done" });
  });

  it("tells of a defect, and tries again", async () => {
    const { outcome, lines } = await world("7", new TypeError("bug"));
    expect(outcome).toEqual({ kind: "retry" });
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "error",
        fields: expect.objectContaining({ error: "TypeError: bug" }),
      }),
    );
  });
});
