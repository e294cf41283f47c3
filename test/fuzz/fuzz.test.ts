// Each parser under a few hundred inputs, others in every run; `npm run fuzz` is the same for a night.

import { describe, expect, it } from "vitest";
import { TARGETS } from "./targets.ts";

const RUNS = 300;
const seed = Math.floor(Math.random() * 0x7fffffff);

describe(`laws that hold whatever comes in (seed ${seed})`, () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))("%s", (name, target) => {
    const verdict = target.check({ runs: RUNS, seed });
    const again = `npm run fuzz -- --only ${name} --seed ${seed} --runs ${RUNS}`;
    expect(verdict.failed ? `${verdict.report}\n${again}` : null).toBeNull();
  });
});
