// The app's own check on the pull request, and its buttons.

import { describe, expect, it } from "vitest";
import type { Box } from "../../src/domain/commands/commands.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { ownCheck } from "../../src/text/comments/own-check.ts";
import { decodeEvents } from "../../src/text/journal/journal.ts";
import { Loop } from "../support/loop/loop.ts";

async function running() {
  const loop = new Loop();
  loop.github.permissions.set("helper", "triage");
  const issue = loop.openProgram();
  await loop.settle(issue);
  await loop.clock.advance(5_000);
  return { loop, issue };
}

const checksOf = ({ github }: Loop) => {
  const head = github.git.branches.get("autoloop/carton") ?? "";
  return (github.checks.get(head) ?? []).filter(({ own }) => own);
};

let deliveries = 0;
async function checkRunActions(
  loop: Loop,
  issue: number,
  login: string,
  box: Box,
  delivery?: string,
): Promise<void> {
  deliveries += 1;
  const at = new Date(loop.clock.now()).toISOString();
  loop.checkRunActions.add(loop.github.key(issue), {
    ...{ checkRun: 9, login, box, at, delivery: delivery ?? `d-${deliveries}` },
  });
  await loop.settle(issue);
  await loop.clock.advance(2_000);
}

describe(`${createReconciler.name}: own check`, () => {
  it("stands on the pull request's head, says what is true, and is written once", async () => {
    const { loop, issue } = await running();
    expect(checksOf(loop)).toMatchObject([
      { name: "Autoloop / carton", externalId: ownCheck(loop.state()).externalId },
    ]);
    const writes = loop.github.writes.length;
    loop.restart();
    await loop.settle(issue);
    expect(loop.github.writes).toHaveLength(writes);
    await loop.hours(issue, 1);
    expect(checksOf(loop)).toMatchObject([{ externalId: ownCheck(loop.state()).externalId }]);
  });

  it("never counts as CI", async () => {
    const loop = new Loop({ green: false });
    const issue = loop.openProgram();
    await loop.settle(issue);
    loop.github.setChecks(loop.head("autoloop/carton"), [
      { name: "Autoloop / carton", app: "autoloop", own: true, state: "success" },
    ]);
    await loop.settle(issue);
    expect(loop.state().best).toMatchObject({ commit: null });
  });

  it("does by its buttons what the boxes do, for people who may, once for each press", async () => {
    const { loop, issue } = await running();
    await checkRunActions(loop, issue, "writer", "pause", "same");
    expect(loop.state()).toMatchObject({
      status: "paused",
      pause: { by: { login: "writer", permission: "write" } },
    });
    expect(checksOf(loop)).toMatchObject([{ externalId: ownCheck(loop.state()).externalId }]);
    await checkRunActions(loop, issue, "writer", "resume");
    await checkRunActions(loop, issue, "writer", "pause", "same");
    expect(loop.state().status).toBe("active");
    const started = loop.executor.started.length;
    await checkRunActions(loop, issue, "writer", "run");
    expect(loop.executor.started.length).toBe(started + 1);
  });

  it("refuses a press by somebody who may not, with a line in the journal, and drops a stranger's", async () => {
    const { loop, issue } = await running();
    for (const login of ["helper", "stranger"]) await checkRunActions(loop, issue, login, "pause");
    expect(loop.state().status).toBe("active");
    const events = decodeEvents(loop.github.memoryFile("journal/carton/000001.jsonl") ?? "");
    expect(events.filter(({ type }) => type === "command.received")).toMatchObject([
      { by: { login: "helper" }, outcome: "refused", text: "[button] pause" },
    ]);
  });
});
