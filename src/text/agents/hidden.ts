// Which files of a repository are settings of agents' own tools: by them a tool starts programs of the repository before
// any model speaks, with the agent's key at hand. No agent gets them, whichever tool reads them. Instructions for models
// stay: they start nothing, and who may change them may change the program as well.

import { AGENTS } from "./agents.ts";

const NAMES = AGENTS.flatMap(({ hides }) => hides);
const DIRECTORIES = new Set(NAMES.flatMap((name) => (name.endsWith("/") ? [name.slice(0, -1)] : [])));
const FILES = new Set(NAMES.filter((name) => !name.endsWith("/") && !name.includes("/")));
/** Names of more than one part. */
const BELOW = NAMES.filter((name) => name.slice(0, -1).includes("/"));

/**
 * Whether no agent gets the file or directory of this path, or what lies in it. Some file systems take names of other
 * case for the same.
 */
export function isHidden(path: string): boolean {
  const parts = path.toLowerCase().split("/");
  if (parts.some((name) => DIRECTORIES.has(name)) || parts.slice(-1).some((name) => FILES.has(name)))
    return true;
  const whole = `/${parts.join("/")}/`;
  return BELOW.some((name) =>
    name.endsWith("/") ? whole.includes(`/${name}`) : whole.endsWith(`/${name}/`),
  );
}
