// From changes on disk to the files of a proposal, or to the reason why they are refused. Reads regular files and
// follows no link.

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { ProposedFile } from "../../domain/journal/iteration.ts";
import { PROPOSAL_FILE_BYTES } from "../../domain/limits.ts";
import { fileRefusal } from "../../text/outcome/refusals.ts";
import type { Tree } from "../workspace/tree.ts";
import type { Change } from "./changes.ts";
import { type ProposalRules, refusal, withoutLeavings } from "./proposal-rules.ts";

/** The files of a proposal, or why they are refused. */
type Taken =
  | {
      readonly files: readonly ProposedFile[];
      /** Paths that tools left behind, which are no part of the proposal. */
      readonly left: readonly string[];
    }
  | { readonly refused: string };

export async function takeProposal(
  workspace: string,
  changes: readonly Change[],
  base: Tree,
  rules: ProposalRules & {
    /** Values that no file may hold. */
    readonly secrets: readonly string[];
  },
): Promise<Taken> {
  const refused = refusal(changes, base, rules);
  if (refused !== null) return { refused };
  const files: ProposedFile[] = [];
  const { own, left } = withoutLeavings(changes, base, rules);
  for (const change of own) {
    if (change.kind !== "file") {
      const mode = base.get(change.path)?.executable ? "100755" : "100644";
      files.push({ path: change.path, mode, contents: null });
      continue;
    }
    const contents = await readRegular(join(workspace, change.path), PROPOSAL_FILE_BYTES);
    if (contents === null) return { refused: fileRefusal.changing(change.path) };
    if (rules.secrets.some((secret) => contents.includes(secret))) {
      return { refused: fileRefusal.secret(change.path) };
    }
    files.push({
      path: change.path,
      mode: change.executable ? "100755" : "100644",
      contents: contents.toString("base64"),
    });
  }
  return { files, left };
}

/** Contents of a regular file of at most `limit` bytes; null for everything else. Never follows a link. */
export async function readRegular(file: string, limit: number): Promise<Buffer | null> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => null,
  );
  if (handle === null) return null;
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.size > limit) return null;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(found.size), 0, found.size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
