// Owns which tests have to notice a mutant: those of the folder that is mutated (FOLDER) and the recorded journals,
// without those that live through many whole lives each.
import { defineConfig } from "vitest/config";

const folder = process.env.FOLDER ?? "domain";

export default defineConfig({
  test: {
    include: [`test/${folder}/**/*.test.ts`, "test/replay/*.test.ts"],
    exclude: [
      "test/plan/laws.test.ts",
      "test/reconcile/{actions-convergence,at-rest,convergence,crowded-issue,digests,scheduling}.test.ts",
    ],
    testNamePattern: /^(?!.*(?:any single write|after any write|before a write|the laws of the state file))/,
    setupFiles: ["test/mutation/setup.ts"],
    environment: "node",
    runner: "test/mutation/one-worker-runner.ts",
    testTimeout: 120_000,
    env: { TZ: "UTC" },
  },
});
