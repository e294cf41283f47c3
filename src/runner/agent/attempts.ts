// Earlier proposals as files that an agent may read: those of the request, or those that lie beside it on the memory branch.
// They are for reading alone: nothing of them is used again, whatever the agent makes of them.

import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ATTEMPTS_TOLD, PATCH_BYTES } from "../../domain/limits.ts";
import { memoryPath } from "../../domain/program/names.ts";
import { PATCH_NAME, type RunFile } from "../../text/run/run-request.ts";
import { readRegular } from "../proposal/proposal.ts";
import type { Places } from "../workspace/folder.ts";

type Attempts = NonNullable<RunFile["attempts"]>;

/** The newest of a program in a checkout of the memory branch, newest first. */
export async function attemptsIn(memory: string, program: string): Promise<Attempts> {
  const folder = join(memory, memoryPath.attempts(program));
  const names = await readdir(folder).catch(() => []);
  const newest = names
    .filter((name) => PATCH_NAME.test(name))
    .toSorted((one, other) => order(other) - order(one))
    .slice(0, ATTEMPTS_TOLD);
  const found = await Promise.all(
    newest.map(async (name) => {
      const bytes = await readRegular(join(folder, name), PATCH_BYTES);
      return bytes === null ? [] : [{ name, text: bytes.toString("utf8") }];
    }),
  );
  return found.flat();
}

/** Iterations first, then their attempts, of which none has ten thousand. */
function order(name: string): number {
  const [, iteration, attempt] = PATCH_NAME.exec(name) ?? [];
  return Number(iteration) * 10_000 + Number(attempt);
}

/** @returns whether there are any */
export async function layAttempts(attempts: Attempts | undefined, places: Places): Promise<boolean> {
  if (attempts === undefined || attempts.length === 0) return false;
  await mkdir(places.attempts, { recursive: true });
  for (const { name, text } of attempts)
    await writeFile(join(places.attempts, name), text, { mode: 0o444, flag: "wx" });
  return true;
}
