// What every `WorkflowRuns` must do, whatever stands behind it: an order starts one run, also where the host does not tell
// which, and only what the app started itself is its own.

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Repository } from "../../src/domain/repository/view.ts";
import type { WorkflowRuns } from "../../src/ports/workflow-runs.ts";

export interface RunsWorld {
  readonly runs: WorkflowRuns;
  /** The workflow is on its default branch. No run of it ends by itself. */
  readonly repository: Repository;
  readonly defaultBranch: string;
  /** Somebody with write access starts the same workflow with these inputs on a branch of their own. */
  startElsewhere(inputs: Readonly<Record<string, string>>): Promise<void>;
  /** The host is one that does not tell which run an order began, and refuses to be asked for it; null: no more. */
  older(status: 400 | 422 | null): void;
  /** Runs that were ever started, by whomever. */
  count(): Promise<number>;
  close(): Promise<void>;
}

const EVER = new Date(0).toISOString();

const inputsOf = (nonce: string) => ({ program: "tiny", iteration: "3", nonce });

export function workflowRunsContract(name: string, makeWorld: () => Promise<RunsWorld>): void {
  describe(`WorkflowRuns (${name})`, () => {
    let world: RunsWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.older(null));
    afterAll(() => world.close());

    const order = (nonce: string) =>
      world.runs.dispatch(world.repository, { branch: world.defaultBranch, inputs: inputsOf(nonce) });
    const find = (nonce: string) => world.runs.find(world.repository, nonce, EVER);

    it("starts a run, tells which, and finds it by its nonce and by its id", async () => {
      const ordered = await order("first");
      const found = await find("first");
      expect(found).toMatchObject({ attempt: 1 });
      expect(ordered).toEqual({ run: found?.id });
      expect(await world.runs.run(world.repository, found?.id ?? 0)).toEqual(found);
    });

    it("finds nothing that was never ordered", async () => {
      expect(await find("never")).toBeNull();
      expect(await world.runs.run(world.repository, 987_654_321)).toBeNull();
      await world.runs.cancel(world.repository, 987_654_321);
    });

    // Row 12 of docs/refusals.md.
    it.each([400, 422] as const)(
      "starts one run where the host refuses to tell which by a %i, and finds it",
      async (status) => {
        const before = await world.count();
        world.older(status);
        expect(await order(`older${status}`)).toEqual({ run: null });
        expect(await find(`older${status}`)).toMatchObject({ attempt: 1 });
        expect(await world.count()).toBe(before + 1);
      },
    );

    // Row 31 of docs/refusals.md.
    it("takes no run for the app's that somebody else started with the same inputs, before or after", async () => {
      await world.startElsewhere(inputsOf("taken"));
      expect(await find("taken")).toBeNull();
      const ordered = await order("taken");
      await world.startElsewhere(inputsOf("taken"));
      const found = await find("taken");
      expect(found).not.toBeNull();
      expect(ordered).toEqual({ run: found?.id });
    });

    it("ends a run on request, also one that has ended", async () => {
      await order("cancelled");
      const { id = 0 } = (await find("cancelled")) ?? {};
      await world.runs.cancel(world.repository, id);
      await expect.poll(async () => (await find("cancelled"))?.state).toBe("cancelled");
      await world.runs.cancel(world.repository, id);
    });
  });
}
