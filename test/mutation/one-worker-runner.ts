// Runs the tests once, then stays where it is and runs those that cover a mutant again for each mutant, in the same
// worker: starting a worker takes about a second, running the tests of a mutant some milliseconds. It must never
// run a test that has hooks, whose world it would not set up anew, or believe one that cannot run twice.

import { inject, type RunnerTestCase, type RunnerTestFile, type RunnerTestSuite, TestRunner } from "vitest";
import type { MutantOrder, MutantVerdict } from "./messages.ts";

declare global {
  /** What instrumented code looks at; the name is Stryker's. */
  var __stryker__: Switches | undefined;
}

interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

/** All tests of all files by their id. One worker runs all files, so there is one map. */
const tests = new Map<string, RunnerTestCase>();
const files: RunnerTestFile[] = [];

const HOOKS = ["beforeAll", "beforeEach", "afterEach", "afterAll", "aroundAll", "aroundEach"] as const;

export default class OneWorkerRunner extends TestRunner {
  readonly #switches: Switches;

  constructor(...config: ConstructorParameters<typeof TestRunner>) {
    super(...config);
    globalThis.__stryker__ ??= {};
    this.#switches = globalThis.__stryker__;
  }

  override onBeforeTryTask(test: RunnerTestCase): void {
    this.#switches.currentTestId = test.id;
    super.onBeforeTryTask(test);
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    this.#switches.currentTestId = undefined;
    super.onAfterRunTask(test);
  }

  override async onAfterRunFiles(ran: RunnerTestFile[] = []): Promise<void> {
    for (const file of ran) {
      files.push(file);
      for (const test of testsOf(file)) tests.set(test.id, test);
    }
    if (files.length === inject("testFiles")) await this.#serve();
    super.onAfterRunFiles();
  }

  /** Answers orders until one says that there are no more. */
  async #serve(): Promise<void> {
    const channel = new BroadcastChannel(inject("channel"));
    for (const file of files) await this.onBeforeRunSuite(file);
    const coverage = this.#switches.mutantCoverage;
    this.#switches.mutantCoverage = { static: {}, perTest: {} };
    // Inline snapshots are for Vitest's own eyes; a mutant that only they would notice counts as not noticed.
    for (const id of tests.keys()) {
      if ((await this.#failureOf(id)) === null) continue;
      tests.delete(id);
      delete coverage?.perTest[id];
    }
    await new Promise<void>((resolve) => {
      channel.onmessage = async ({ data }: { data: MutantOrder | null }) => {
        if (data === null) resolve();
        else channel.postMessage(await this.#judge(data));
      };
      channel.postMessage({ coverage, tests: [...tests.values()].map(resultOf) });
    });
    channel.close();
  }

  async #judge({ mutant, hitLimit, tests: chosen }: MutantOrder): Promise<MutantVerdict> {
    for (const [index, id] of chosen.entries()) {
      Object.assign(this.#switches, { activeMutant: mutant, hitCount: 0, hitLimit });
      const failure = await this.#failureOf(id);
      const { hitCount = 0 } = this.#switches;
      Object.assign(this.#switches, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
      if (failure === null) continue;
      // What a mutant put into a cache of a module would condemn all that come after it.
      const isTainted = (await this.#failureOf(id)) !== null;
      const isEndless = hitCount > (hitLimit ?? Number.POSITIVE_INFINITY);
      return { kind: isEndless ? "endless" : "killed", by: id, failure, ran: index + 1, isTainted };
    }
    return { kind: "survived", ran: chosen.length };
  }

  async #failureOf(id: string): Promise<string | null> {
    const test = tests.get(id);
    if (test === undefined) throw new Error(`No test is called ${id}.`);
    try {
      this.onBeforeTryTask(test);
      await TestRunner.getTestFn(test)();
      this.onAfterTryTask(test);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.onAfterRunTask(test);
    }
  }
}

function testsOf(suite: RunnerTestSuite): RunnerTestCase[] {
  const hooks = TestRunner.getSuiteHooks(suite);
  const used = HOOKS.filter((kind) => hooks[kind].length > 0);
  if (used.length > 0)
    throw new Error(`${suite.fullName} has ${used.join(", ")}: its tests cannot run again.`);
  return suite.tasks.flatMap((task) => (task.type === "suite" ? testsOf(task) : [task]));
}

/** A test as Stryker is told of it; its id is the file and the place in it. */
function resultOf({ id, fullName, file, result }: RunnerTestCase) {
  const { state = "skip", duration = 0, errors = [] } = result ?? {};
  return { id, name: fullName, file: file.filepath, state, duration, failure: errors[0]?.message ?? null };
}
