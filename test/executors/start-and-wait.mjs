// Starts a run as an app would, and then waits to be killed: `start-and-wait.mjs <dist> <directory> <request>`.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [dist, directory, request] = process.argv.slice(2);
const { localExecutor } = await import(pathToFileURL(join(dist, "src/executors/local.js")).href);
const { cp } = await import("node:fs/promises");
const nothing = () => undefined;
const executor = localExecutor({
  checkout: {
    materialise: async (_repository, _commit, base) => {
      await cp(join(directory, "repository"), base, { recursive: true });
      return { leftOut: [], form: "files" };
    },
  },
  directory: join(directory, "runs"),
  place: "here",
  environment: process.env,
  agentVariables: [],
  agentCommand: `until test -e ${join(directory, "go")}; do sleep 0.02; done; echo 9 > src/value.txt`,
  reportSecret: "the app's own",
  cage: null,
  clock: { now: Date.now, after: () => nothing },
  log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
});
await executor.start(JSON.parse(request));
process.stdout.write("started\n");
setInterval(nothing, 1_000);
