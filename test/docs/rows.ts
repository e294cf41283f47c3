// `npm run rows`, after a row was added or changed: writes what is derived from rows. Not one of the tests: it writes.

import { it } from "vitest";
import { writeDerived } from "./write-derived.ts";

it("writes what is derived from rows", async () => {
  for (const path of await writeDerived(process.cwd())) process.stdout.write(`wrote ${path}\n`);
});
