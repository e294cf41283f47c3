// The benchmarks by name, in the order in which they run.

import { bytes } from "./bytes.ts";
import { coldStart } from "./cold-start.ts";
import type { Section } from "./figures.ts";
import { memory } from "./memory.ts";
import { noise } from "./noise.ts";
import { reading } from "./reading.ts";
import { requests } from "./requests.ts";
import { runner } from "./runner.ts";
import { scheduling } from "./scheduling.ts";
import { webhooks } from "./webhooks.ts";
import { work } from "./work.ts";

/** @param build root of another build, for what can measure one; else it is this one */
type Measure = (quick: boolean, build?: string) => Promise<Section>;

const SECTIONS: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ["work", work],
  ["scheduling", scheduling],
  ["memory", memory],
  ["bytes", bytes],
  ["reading", reading],
  ["noise", noise],
  ["requests", requests],
  ["webhooks", webhooks],
  ["start", coldStart],
  ["runner", runner],
]);

/** Those that drive another build themselves, which need not know them. */
export const DRIVING: ReadonlySet<string> = new Set(["reading", "runner"]);

export const NAMES: readonly string[] = [...SECTIONS.keys()];

/** @throws RangeError for a name that is none */
export function sectionNamed(name: string): Measure {
  const measure = SECTIONS.get(name);
  if (measure === undefined) throw new RangeError(`no benchmark ${name}`);
  return measure;
}
