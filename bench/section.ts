// One benchmark in a process of its own, so that none inherits the garbage or the warmth of another. Started by
// `main.ts` with a name, and perhaps `--quick` and the root of another build.

import { sectionNamed } from "./sections.ts";

const [name = "", speed, build] = process.argv.slice(2);
const section = await sectionNamed(name)(speed === "--quick", build);
process.send?.(section, () => process.exit(0));
