// One benchmark in a process of its own, so that none inherits the garbage or the warmth of another. Started by
// `main.ts` with a name and, perhaps, `--quick`.

import { sectionNamed } from "./sections.ts";

const [name = "", flag] = process.argv.slice(2);
const section = await sectionNamed(name)(flag === "--quick");
process.send?.(section, () => process.exit(0));
