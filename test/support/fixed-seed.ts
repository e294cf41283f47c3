// Makes every property draw the same cases each time: what is measured (coverage, mutants) must not depend on luck.
// Not for `npm test`, where new cases are welcome.

import fc from "fast-check";

// A mutant needs to be noticed, not to be understood.
fc.configureGlobal({ seed: 20_261_121, endOnFailure: true });
