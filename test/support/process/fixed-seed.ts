// Makes every property draw the same cases each time: what is measured (coverage, mutants) must not depend on luck.
// Not for `npm test`, where new cases are welcome.

import fc from "fast-check";

fc.configureGlobal({ seed: 20_261_121 });
