// Owns how all tests run: two projects, so that `npm test` can leave the slow suites to `npm run check`.
import { defineConfig } from "vitest/config";
import { SLOW_SUITES } from "./test/slow-suites.ts";

const shared = {
  environment: "node" as const,
  // Far more than any of them takes on a quiet machine: a limit is for what hangs.
  testTimeout: 120_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 30_000 } },
  env: { TZ: "UTC" },
  setupFiles: ["test/support/process/fixed-seed.ts"],
};

export default defineConfig({
  test: {
    // Two cores on the machines that run this: more workers only fight over them.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "fast",
          // These suites share no state, so each worker may load the modules once: most of the time went into that.
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: [...SLOW_SUITES],
          globalSetup: ["test/slow-suites.ts"],
        },
      },
      { test: { ...shared, name: "slow", include: [...SLOW_SUITES] } },
    ],
  },
});
