// Lets Stryker run mutants in a worker that has run the tests already (one-worker-runner.ts). It answers Stryker's
// questions and decides nothing; a mutant that hangs is Stryker's to notice: it ends this process and starts another.

import { randomUUID } from "node:crypto";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { DryRunStatus, MutantRunStatus, TestStatus } from "@stryker-mutator/api/test-runner";
import { createVitest } from "vitest/node";

const STATUS = { pass: TestStatus.Success, fail: TestStatus.Failed };

class OneWorker {
  /** A mutant that is also reached while files load is tried in its tests alone, which needs no new process. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Starts the tests; they have run once when the worker speaks for the first time. */
  async init() {
    const name = `mutants-${randomUUID()}`;
    this.channel = new BroadcastChannel(name);
    const first = this.#answer();
    this.vitest = await createVitest("test", {
      config: "vitest.mutation.config.ts",
      watch: false,
      update: false,
      reporters: [{}],
      pool: "threads",
      isolate: false,
      maxWorkers: 1,
    });
    const files = await this.vitest.globTestSpecifications();
    this.vitest.provide("channel", name);
    this.vitest.provide("testFiles", files.length);
    this.running = this.vitest.start();
    this.first = await Promise.race([first, this.running.then(() => null)]);
    // The quick ones are asked first: most mutants are noticed by any test that meets them.
    this.durations = new Map(this.first?.tests.map(({ id, duration }) => [id, duration]));
  }

  async dryRun() {
    if (this.first === null) {
      const [error] = this.vitest.state.getUnhandledErrors();
      return { status: DryRunStatus.Error, errorMessage: String(error?.message ?? "The tests did not run.") };
    }
    const { coverage, tests } = this.first;
    return {
      status: DryRunStatus.Complete,
      mutantCoverage: coverage,
      tests: tests.map(({ id, name, file, state, duration, failure }) => ({
        id,
        name,
        fileName: file,
        timeSpentMs: duration,
        status: STATUS[state] ?? TestStatus.Skipped,
        ...(failure !== null && { failureMessage: failure }),
      })),
    };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const tests = (testFilter ?? [...this.durations.keys()]).toSorted(
      (one, other) => this.durations.get(one) - this.durations.get(other),
    );
    const answer = this.#answer();
    this.channel.postMessage({ mutant: activeMutant.id, hitLimit, tests });
    const verdict = await answer;
    if (verdict.isTainted) {
      await this.dispose();
      await this.init();
    }
    switch (verdict.kind) {
      case "survived":
        return { status: MutantRunStatus.Survived, nrOfTests: verdict.ran };
      case "endless":
        return { status: MutantRunStatus.Timeout, reason: "The mutant was reached too often." };
      default:
        return {
          status: MutantRunStatus.Killed,
          killedBy: [verdict.by],
          failureMessage: verdict.failure,
          nrOfTests: verdict.ran,
        };
    }
  }

  async dispose() {
    this.channel.postMessage(null);
    await this.running;
    this.channel.close();
    await this.vitest.close();
  }

  #answer() {
    return new Promise((resolve) => {
      this.channel.onmessage = ({ data }) => resolve(data);
    });
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "one-worker", OneWorker)];
