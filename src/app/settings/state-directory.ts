// Where the app keeps what has to outlive it on this machine, where nobody says so.

import { homedir } from "node:os";
import { join } from "node:path";
import type { Variables } from "./child-environment.ts";

/** Survives a reboot, unlike a temporary directory; runs must be found again (XDG Base Directory). */
export function stateDirectory(env: Variables): string {
  return join(env.XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "autoloop");
}
