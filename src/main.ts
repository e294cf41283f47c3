// The process: configuration, server, and a clean end on SIGTERM and SIGINT. Exit codes: 0 stopped as asked,
// 1 failed, 2 the configuration cannot be used.

import { compose } from "./app/compose.ts";
import { stopOnSignals } from "./app/http/shutdown.ts";
import { isolateHere } from "./app/isolation.ts";
import { serve } from "./app/serve.ts";
import { type Config, readConfig } from "./app/settings/config.ts";
import { ConfigError } from "./app/settings/config-error.ts";
import { processEnvironment } from "./app/settings/process-environment.ts";
import { systemClock } from "./app/system-clock.ts";

function configOrExit(): Config {
  try {
    return readConfig(processEnvironment());
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`autoloop: ${error.message}\n${error.hint}\n`);
  return process.exit(2);
}

const exit = (code: number) => process.exit(code);
const config = configOrExit();
// The loop asks again, after it was begun; a start that is refused is refused before anybody is answered.
if (config.isolation === "required") await isolateHere(config).catch(refuse);
const app = compose(config, systemClock, (line) => process.stdout.write(line));

// A defect: its text goes through the log, which takes secrets out, and the next start finds everything again.
process.on("uncaughtException", (error) => {
  app.fatal(error, "defect");
  exit(1);
});

const { stop } = await serve(app, config, systemClock).catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`autoloop: ${error.message}\n${error.hint}\n`);
  else app.fatal(error, "cannot start");
  return process.exit(1);
});
stopOnSignals({ signals: process, stop, exit, clock: systemClock, log: app.log });
