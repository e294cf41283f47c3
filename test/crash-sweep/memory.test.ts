import { sweepThrough } from "./crash-sweep.ts";
import { MEMORY } from "./scenarios/memory.ts";

sweepThrough("what is shared and made room for", MEMORY);
