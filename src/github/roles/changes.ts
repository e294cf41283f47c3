// The role `Changes` over Octokit. Puts the requests of `write/` together and makes none itself.

import type { Clock } from "../../ports/clock.ts";
import type { Changes } from "../../ports/forge/changes.ts";
import { OwnChecks } from "../write/own-checks.ts";
import { editPull, openPull } from "../write/pulls.ts";
import type { Ways } from "./ways.ts";

export function changes({ of }: Ways, clock: Clock): Changes {
  const ownChecks = new OwnChecks(clock);
  return {
    openPull: (repository, request) => openPull(of(repository), repository, request),
    editPull: (repository, number, change) => editPull(of(repository), repository, number, change),
    writeCheck: (repository, check) => ownChecks.write(of(repository), repository, check),
  };
}
