// The role `Changes` over Octokit. Puts the requests of `write/` together and makes none itself.

import type { Changes } from "../../ports/forge/changes.ts";
import type { OwnChecks } from "../write/own-checks.ts";
import { editPull, openPull } from "../write/pulls.ts";
import type { Ways } from "./ways.ts";

export function changes({ of }: Ways, ownChecks: OwnChecks): Changes {
  return {
    openPull: (repository, request) => openPull(of(repository), repository, request),
    editPull: (repository, number, change) => editPull(of(repository), repository, number, change),
    writeCheck: (repository, check) => ownChecks.write(of(repository), repository, check),
  };
}
