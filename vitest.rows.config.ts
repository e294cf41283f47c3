// Owns the one run that writes what is derived from rows instead of testing (docs/extend.md).
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["test/docs/rows.ts"], environment: "node" } });
