// The patch of a proposal, to be shown and kept, and a proposal made of patches that were kept. Must never put a secret into
// one, nor write a path of one to the disk.

import { Retryable, Terminal } from "../../domain/errors.ts";
import type { Patch, ProposedFile } from "../../domain/journal/iteration.ts";
import { PATCH_BYTES } from "../../domain/limits.ts";
import { type Change, patched, patchOf, pathsIn } from "../../git/patches.ts";
import { scrubber } from "../../text/format/scrub.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import type { Stage } from "../run-context.ts";
import { verified } from "../workspace/laid.ts";

type Around = Pick<Stage, "base" | "laid" | "places" | "launch">;

/**
 * Null where none can be made, for which no run is to end.
 * @param secrets values that must not be in it
 */
export async function patchOfProposal(
  files: readonly ProposedFile[],
  secrets: readonly string[],
  around: Around,
): Promise<Patch | null> {
  const before = await filesOf(new Set(files.map(({ path }) => path)), around);
  const changes = files.map(({ path, mode, contents }): Change => {
    const after = contents === null ? null : { mode, bytes: Buffer.from(contents, "base64") };
    return { path, before: before.get(path) ?? null, after };
  });
  try {
    return fitToKeep(await patchOf(changes, placeOf(around)), secrets);
  } catch (error) {
    if (error instanceof Retryable) return null;
    throw error;
  }
}

/**
 * What patches make of the base, as a proposal whose files nobody has checked yet.
 * @throws Terminal where one of them does not apply, with git's words as its cause
 */
export async function proposalOf(
  patches: readonly string[],
  around: Around,
): Promise<readonly ProposedFile[]> {
  try {
    const paths = await pathsIn(patches, placeOf(around));
    const base = await filesOf(paths, around);
    const files = Array.from(base, ([path, state]) => ({ path, ...state }));
    return (await patched(files, patches, placeOf(around))).map(({ path, after }) => ({
      path,
      mode: after?.mode ?? "100644",
      contents: after === null ? null : after.bytes.toString("base64"),
    }));
  } catch (cause) {
    if (!(cause instanceof Retryable)) throw cause;
    throw new Terminal(runProblem.doesNotApply(), { cause: cause.cause });
  }
}

function placeOf({ places, launch }: Around) {
  return { folder: places.folder, searchPath: launch.environment.PATH ?? "" };
}

/** Those of these paths that the base has. */
async function filesOf(paths: ReadonlySet<string>, { base, laid }: Around) {
  const there = new Set([...paths].filter((path) => laid.tree.has(path)));
  const found = new Map<string, NonNullable<Change["before"]>>();
  if (there.size === 0) return found;
  for await (const { path, executable, bytes } of verified(base, laid.tree, there))
    found.set(path, { mode: executable ? "100755" : "100644", bytes });
  return found;
}

/** Git's line for a file whose bytes are not in the patch. No line of a file's own text begins like this in one. */
const BINARY = /^Binary files .* differ$/m;

function fitToKeep(bytes: Buffer, secrets: readonly string[]): Patch {
  const whole = bytes.toString("utf8");
  const text = scrubber(secrets)(whole);
  const short = beginning(text);
  if (short !== text) return { state: "cut", text: short };
  if (text !== whole) return { state: "masked", text };
  const isText = !BINARY.test(text) && Buffer.from(text).equals(bytes);
  return { state: isText ? "whole" : "binary", text };
}

/** As many whole lines as may be kept. */
function beginning(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= PATCH_BYTES) return text;
  const end = bytes.lastIndexOf("\n", PATCH_BYTES - 1);
  return bytes.subarray(0, end + 1).toString("utf8");
}
