// Whether a folder that an agent could write is still the one that the runner made. An agent in a sandbox may put a link in
// its place, and the runner, which is outside, would follow it to what the sandbox hides.

import { realpath } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * Ask when nothing of the agent is alive any more.
 * @param folder of the run, which no agent can move
 * @param place below it
 */
export async function isReal(folder: string, place: string): Promise<boolean> {
  const wanted = join(await realpath(folder), relative(folder, place));
  return (await realpath(place).catch(() => null)) === wanted;
}
