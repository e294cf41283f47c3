import { sweepThrough } from "./crash-sweep.ts";
import { PEOPLE } from "./scenarios/people.ts";

sweepThrough("what people say and do", PEOPLE);
