// Who owns a run. Exactly one runner ever gets past `claim`, however many were started for it, so that an agent
// never works twice on one nonce.

import { link, rm, writeFile } from "node:fs/promises";

/**
 * Makes the claim file, which holds this process's id, in one step: it is complete or not there.
 * @returns false when another runner has it
 */
export async function claim(file: string): Promise<boolean> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, String(process.pid));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
