// Whose command it is. On a program's own issue and on its pull request that goes without saying; anywhere else it
// does where only one program runs. What nobody can be meant by is heard by one program, which asks back.

import type { RegistryRow } from "../../text/journal/registry.ts";

/** What must be known of the programs of a repository. */
export type Addressable = Pick<RegistryRow, "name" | "issue" | "status" | "pull_request">;

/** `unclear`: it is heard only to ask back. `which`: several could be meant. `unknown`: none has the name. */
export interface Addressee {
  readonly program: string;
  readonly unclear: "which" | "unknown" | null;
}

/**
 * Null where there is no program.
 * @param said where the command stands (issue or pull request), and the program it names
 */
export function addressee(
  said: { readonly issue: number; readonly name: string | null },
  programs: readonly Addressable[],
): Addressee | null {
  const here = programs.find(({ issue }) => issue === said.issue);
  const [eldest] = programs.toSorted((a, b) => a.issue - b.issue);
  const spokesman = here ?? eldest;
  if (spokesman === undefined) return null;
  if (said.name !== null) {
    const named = programs.find(({ name }) => name === said.name);
    return named === undefined ? asksBack(spokesman, "unknown") : clearly(named);
  }
  const offered = programs.find(({ pull_request }) => pull_request === said.issue);
  const only = here ?? offered ?? onlyOne(programs);
  return only === null ? asksBack(spokesman, "which") : clearly(only);
}

/** The only one that is not over, else the only one at all. */
function onlyOne(programs: readonly Addressable[]): Addressable | null {
  const on = programs.filter(({ status }) => status !== "stopped" && status !== "completed");
  const [first, ...others] = on.length > 0 ? on : programs;
  return first === undefined || others.length > 0 ? null : first;
}

function clearly({ name }: Addressable): Addressee {
  return { program: name, unclear: null };
}

function asksBack({ name }: Addressable, unclear: "which" | "unknown"): Addressee {
  return { program: name, unclear };
}
