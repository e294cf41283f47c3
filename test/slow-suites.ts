// Which suites `npm test` leaves to `npm run check`: those that start servers, processes or whole worlds. Owns the list
// and the sentence about it; a suite that is not named here is fast, and needs no build.

import type { TestProject } from "vitest/node";

/** Folders and files below `test`, as globs. */
export const SLOW_SUITES: readonly string[] = [
  "e2e/**/*.test.ts",
  "crash-sweep/**/*.test.ts",
  "simulation/**/*.test.ts",
  "sandbox/**/*.test.ts",
  "executors/{forgeries,links,local,spent}.test.ts",
  "runner/**/*.test.ts",
  "contract/sandbox.test.ts",
  "queue/bullmq*.test.ts",
  "pace/redis-budget.test.ts",
  "rates/**/*.test.ts",
  "hostile/{bounds,harmless}.test.ts",
  "fuzz/**/*.test.ts",
  "templates/workflow.test.ts",
  "docs/recipes.test.ts",
  "app/{canaries,serve,webhook-examples,http/server}.test.ts",
  "plan/laws.test.ts",
  "reconcile/{actions-convergence,at-rest,convergence,crowded-issue,digests,scheduling}.test.ts",
].map((glob) => `test/${glob}`);

/** Told of a run of the fast project alone: says what it did not run. */
export default function sayWhatIsLeft({ vitest }: TestProject): (() => void) | undefined {
  if (vitest.projects.some(({ name }) => name === "slow")) return undefined;
  const left = SLOW_SUITES.map((glob) => glob.replace("test/", "")).join(", ");
  return () =>
    void process.stdout.write(`\nLeft to \`npm run check\` (servers, processes, whole worlds): ${left}\n`);
}
