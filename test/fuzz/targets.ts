// Everything that is fuzzed, by name.

import { MEMORY_TARGETS } from "./memory-targets.ts";
import { PROGRAM_TARGETS } from "./program-targets.ts";
import { RUN_TARGETS } from "./run-targets.ts";
import type { Target } from "./target.ts";

export const TARGETS: readonly Target[] = [...PROGRAM_TARGETS, ...RUN_TARGETS, ...MEMORY_TARGETS];
