// A look at a repository by its name, without queue and server: what `autoloop doctor` needs.

import type { Examined } from "../plan/repository/setup.ts";
import type { Clock } from "../ports/clock.ts";
import { examineNamed } from "../reconcile/read/examine.ts";
import { isolate } from "./isolation.ts";
import { looking } from "./looking.ts";
import type { Config } from "./settings/config.ts";

/** @returns a look; it resolves with `absent` where the app is not installed */
export function composeDoctor(
  config: Config,
  clock: Clock,
): (owner: string, name: string) => Promise<Examined | "absent"> {
  return async (owner, name) => {
    const { isolation } = await isolate(config);
    return examineNamed(looking(config, isolation, clock).parts, owner, name);
  };
}
