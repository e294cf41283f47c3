// Variables that begin like Autoloop's own and are none. One that is near a known one was meant for it and would be passed
// over in silence. Speaks of names only: a value may be a secret in the wrong place.

import { meaning } from "../../text/settings/meant/closed-lists.ts";
import { nearKey } from "../../text/settings/meant/near-key.ts";
import type { Variables } from "./child-environment.ts";

const OWN = /^AUTOLOOP_\w{1,64}$/i;

/** Given to the children of a run: an Autoloop that is started within one finds them. */
const OF_RUNS: readonly string[] = [
  "AGENT_VARIABLES",
  "ANSWER",
  "ATTEMPT",
  "BASE",
  "CONTEXT",
  "DEFINITION",
  "ITERATION",
  "KIND",
  "NONCE",
  "PROGRAM",
  "PROMPT",
  "REQUEST",
  "RUN",
];

/**
 * @param known the variables that the configuration reads, and those that the operator names for agents
 * @returns a line for each that is near a known one, and the names of the others
 */
export function unknownVariables(given: Variables, known: readonly string[]) {
  const names = new Map(known.map((name) => [withoutPrefix(name), name]));
  const unknown = Object.keys(given).filter(
    (name) => OWN.test(name) && !known.includes(name) && !OF_RUNS.includes(name.replace("AUTOLOOP_", "")),
  );
  const meant = (name: string) => nearKey(withoutPrefix(name), names);
  return {
    problems: unknown
      .filter((name) => meant(name) !== null)
      .map((name) => `${name} is no variable of Autoloop${meaning(meant(name))}`),
    strange: unknown.filter((name) => meant(name) === null),
  };
}

function withoutPrefix(name: string): string {
  return name.replace(/^AUTOLOOP_/i, "");
}
