// Workflow runs as the app sees them in a fake world: orders that are heard are in the world's chronicle, and calls go
// wrong there like any other.

import type { RunRequest } from "../../../src/ports/executor.ts";
import type { WorkflowRuns } from "../../../src/ports/workflow-runs.ts";
import type { FakeFaults } from "../github/fake-faults.ts";

/** @param asked what was asked for, by nonce: an order itself says only a part of it */
export function witnessedRuns(
  runs: WorkflowRuns,
  asked: ReadonlyMap<string, RunRequest>,
  faults: FakeFaults,
): WorkflowRuns {
  return {
    dispatch: async (repository, order) => {
      const answers: Awaited<ReturnType<WorkflowRuns["dispatch"]>>[] = [];
      await faults.order("workflow.dispatch", async () => {
        answers.push(await runs.dispatch(repository, order));
        const request = asked.get(order.inputs.nonce ?? "");
        if (request !== undefined) faults.record({ what: "run", request });
      });
      return answers[0] ?? { run: null };
    },
    cancel: (repository, id) => faults.order("workflow.cancel", () => runs.cancel(repository, id)),
    find: (...args) => faults.read("workflow.find", () => runs.find(...args)),
    run: (...args) => faults.read("workflow.run", () => runs.run(...args)),
    brokenJobs: (...args) => faults.read("workflow.brokenJobs", () => runs.brokenJobs(...args)),
    artifacts: (...args) => faults.read("workflow.artifacts", () => runs.artifacts(...args)),
    download: (...args) => faults.read("workflow.download", () => runs.download(...args)),
  };
}
