// How properties behave while mutants are tried: the same cases each time, nothing made smaller (a mutant needs to be
// noticed, not to be understood), and an end after a while, since each mutant that lives costs all of them.

import fc from "fast-check";

fc.configureGlobal({ seed: 20_261_121, endOnFailure: true, interruptAfterTimeLimit: 500 });
