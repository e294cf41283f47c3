// Owns which folders are measured branch by branch, by which tests, and what is enough. Leaves the tests that start
// processes or servers aside: what they run is counted by no collector of this process.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "test/{domain,text,plan,reconcile,replay,rates}/**/*.test.ts",
      // What is read of hostile texts is read by the parsers.
      "test/hostile/corpus.test.ts",
    ],
    setupFiles: ["test/support/process/fixed-seed.ts"],
    environment: "node",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    env: { TZ: "UTC" },
    coverage: {
      provider: "v8",
      include: [
        "src/{domain,plan,reconcile}/**/*.ts",
        "src/text/{agents,command,journal,markdown,outcome,output,program,run,settings,state-file}/**/*.ts",
        "src/text/comments/commit-message.ts",
        "src/text/format/markers.ts",
      ],
      reporter: ["text-summary", "json", "html"],
      reportsDirectory: "coverage",
      thresholds: { branches: 100 },
    },
  },
});
