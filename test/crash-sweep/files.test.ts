import { sweepThrough } from "./crash-sweep.ts";
import { FILES } from "./scenarios/files.ts";

sweepThrough("how programs are found and taken over", FILES);
