// Makes every property draw the same cases each time: neither what is measured (coverage, mutants) nor whether a change
// lands may depend on luck. `TEST_SEEDS=new` lets them draw new ones; `npm run check:all` does, where time is no matter.

import fc from "fast-check";

if (process.env.TEST_SEEDS !== "new") fc.configureGlobal({ seed: 20_261_121 });
