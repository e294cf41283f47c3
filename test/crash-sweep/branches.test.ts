import { sweepThrough } from "./crash-sweep.ts";
import { BRANCHES } from "./scenarios/branches.ts";

sweepThrough("what people do to branches", BRANCHES);
