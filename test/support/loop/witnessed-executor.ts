// The executor as the app sees it in a fake world: every order is written into the world's chronicle, and can go
// wrong there like any other call.

import type { Executor } from "../../../src/ports/executor.ts";
import type { FakeFaults } from "../github/fake-faults.ts";
import type { FakeExecutor } from "./fake-executor.ts";

export function witnessed(executor: FakeExecutor, { faults }: { readonly faults: FakeFaults }): Executor {
  if (executor.isWitnessed) return executor;
  return {
    name: executor.name,
    workerId: executor.workerId,
    start: (request) =>
      faults.order("run.start", () => {
        faults.record({ what: "run", request });
        return executor.start(request);
      }),
    look: (run) => faults.read("run.look", () => executor.look(run)),
    dispose: (run) => faults.order("run.dispose", () => executor.dispose(run)),
    // What this machine knows anyway: no call that could go wrong.
    held: (key) => executor.held(key),
    onFinished: (listener) => executor.onFinished(listener),
  };
}
