import { sweepThrough } from "./crash-sweep.ts";
import { ITERATIONS } from "./scenarios/iterations.ts";

sweepThrough("what iterations come to", ITERATIONS);
