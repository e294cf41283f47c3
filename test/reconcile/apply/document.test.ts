import { describe, expect, it } from "vitest";
import { AutoloopError, Conflict, Retryable, Terminal } from "../../../src/domain/errors.ts";
import type { Action } from "../../../src/plan/action.ts";
import type { Became, Showing } from "../../../src/ports/forge/display.ts";
import { apply } from "../../../src/reconcile/apply/apply.ts";
import { FakeGithub } from "../../support/github/fake-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { FakeExecutor } from "../../support/loop/fake-executor.ts";
import { memoryLog } from "../../support/loop/memory-log.ts";
import { aKeptProgram, anObservation } from "../../support/plan/observation.ts";

const { view, key } = anObservation({ journal: aKeptProgram() });
const [status] = view.comments;
const comment = status?.id ?? 0;
const EDIT: Action = { type: "comment.edit", comment, body: "new", what: "status", seen: status?.body ?? "" };
const POST: Action = { type: "comment.post", body: "told", what: "iteration" };

/** Shows two things over a host that answers each of them so. */
async function shown(became: readonly Became[], actions: readonly Action[] = [EDIT, POST]) {
  const github = new FakeGithub({ clock: new FakeClock(), files: {} });
  const sent: Showing[] = [];
  const forge = new Proxy(github.forge, {
    get: (target, name) =>
      name === "show"
        ? async (_: unknown, showings: readonly Showing[]) => {
            sent.push(...showings);
            return { became, view };
          }
        : Reflect.get(target, name),
  });
  const outcome = await apply(
    { forge, memory: github.memory, executor: new FakeExecutor() },
    key,
    actions.map((action) => ({ rule: "some", action })),
    memoryLog().log,
    () => undefined,
    { look: { key, name: "carton" }, view },
  ).catch((error: unknown) => {
    if (error instanceof AutoloopError) return error;
    throw error;
  });
  return { sent, outcome };
}

describe("a document", () => {
  const done: Became = { outcome: 1 };

  it("brings a look where every part of it was done", async () => {
    const { sent, outcome } = await shown([done, done]);
    expect(sent.map(({ what }) => what)).toEqual(["editComment", "postComment"]);
    expect(outcome).toMatchObject({ failure: null, view });
  });

  it("is believed for no look where a part failed, and the others stand", async () => {
    const failure = new Retryable("no answer");
    const { outcome } = await shown([{ failure }, done]);
    expect(outcome).toMatchObject({ failure, view: null });
    expect((await shown([done, { failure: new Terminal("no") }])).outcome).toMatchObject({
      denied: true,
      view: null,
    });
  });

  it("ends the plan where the host asks for a pause", async () => {
    const failure = new Retryable("a limit", 60_000);
    expect((await shown([{ failure }, { failure }])).outcome).toBe(failure);
  });

  it("does not send the edit of what somebody replaced, and sends the rest", async () => {
    const { sent, outcome } = await shown([done], [{ ...EDIT, seen: "something else" }, POST]);
    expect(sent.map(({ what }) => what)).toEqual(["postComment"]);
    expect(outcome).toMatchObject({ failure: expect.any(Conflict), view: null });
  });

  it("takes no answer for nothing", async () => {
    expect((await shown([])).outcome).toMatchObject({ failure: null, view: null });
  });
});
