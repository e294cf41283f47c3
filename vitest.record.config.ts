// Owns the one run that writes journals down instead of testing (CONTRIBUTING.md, "At a release").
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/replay/record.ts"], environment: "node", testTimeout: 300_000, env: { TZ: "UTC" } },
});
