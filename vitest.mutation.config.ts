// Owns which tests have to notice a mutant: those of the folder that is mutated (FOLDER), without the slow ones, and the
// recorded journals.
import { defineConfig } from "vitest/config";

const folder = process.env.FOLDER ?? "domain";

export default defineConfig({
  test: {
    include: [`test/${folder}/**/*.test.ts`, "test/replay/*.test.ts"],
    exclude: ["test/plan/laws.test.ts"],
    setupFiles: ["test/support/fixed-seed.ts"],
    environment: "node",
    runner: "test/mutation/one-worker-runner.ts",
    testTimeout: 120_000,
    env: { TZ: "UTC" },
  },
});
