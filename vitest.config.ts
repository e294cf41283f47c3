import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // Two cores on the machines that run this: more workers only fight over them.
    maxWorkers: 2,
    // Far more than any of them takes on a quiet machine: a limit is for what hangs.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    env: { TZ: "UTC" },
  },
});
