// The options of Node's with which `npm start` starts the server, so that what is measured is what runs.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Of the package in the folder in which the benchmarks, or the tests, were started. */
export const START_FLAGS: readonly string[] = startCommand()
  .split(" ")
  .filter((word) => word.startsWith("--"));

function startCommand(): string {
  const { scripts } = JSON.parse(readFileSync(join(process.cwd(), "package.json"), "utf8")) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start;
}
