// From changes on disk to a proposal, or to the reason why it is refused. The one place of the runner that
// decides what an agent may hand in; the app checks the same rules again on the tree that it commits.

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { ProposedFile } from "../domain/iteration.ts";
import { PROPOSAL_BYTES, PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../domain/limits.ts";
import { checkPaths, type PathRules } from "../domain/paths.ts";
import type { Change } from "./changes.ts";
import type { Tree } from "./tree.ts";

/** How many paths a refusal names. */
const NAMED = 10;

export interface ProposalRules extends PathRules {
  /** Symbolic links and submodules of the repository, which nobody sees in the checkout. */
  readonly leftOut: readonly string[];
  /** Values that no file may hold. */
  readonly secrets: readonly string[];
}

export type Proposal =
  | {
      readonly files: readonly ProposedFile[];
      /** Bytes of the changed files before and after. */
      readonly size: { readonly before: number; readonly after: number };
    }
  | { readonly refused: string };

export async function takeProposal(
  workspace: string,
  changes: readonly Change[],
  base: Tree,
  rules: ProposalRules,
): Promise<Proposal> {
  const refused = refusal(changes, base, rules);
  if (refused !== null) return { refused };
  const files: ProposedFile[] = [];
  const size = { before: 0, after: 0 };
  for (const change of changes) {
    const before = base.get(change.path);
    size.before += before?.bytes ?? 0;
    if (change.kind !== "file") {
      files.push({ path: change.path, mode: before?.executable ? "100755" : "100644", contents: null });
      continue;
    }
    const contents = await readRegular(join(workspace, change.path), PROPOSAL_FILE_BYTES);
    if (contents === null) return { refused: `${quote(change.path)} (changed while it was read).` };
    if (rules.secrets.some((secret) => contents.includes(secret))) {
      return { refused: `${quote(change.path)} (holds a secret of the agent).` };
    }
    size.after += contents.length;
    files.push({
      path: change.path,
      mode: change.executable ? "100755" : "100644",
      contents: contents.toString("base64"),
    });
  }
  return { files, size };
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

function refusal(changes: readonly Change[], base: Tree, rules: ProposalRules): string | null {
  const odd = changes.find((change) => change.kind === "other");
  if (odd?.kind === "other") {
    return `${quote(odd.path)} (is ${odd.what}, and a proposal may hold only regular files).`;
  }
  const paths = changes.map((change) => change.path);
  const lost = paths.filter((path) =>
    rules.leftOut.some((out) => path === out || path.startsWith(`${out}/`)),
  );
  if (lost.length > 0) return `${named(lost)} (is a symbolic link or a submodule in the repository).`;
  const problems = checkPaths(paths, rules, new Set([...base.keys(), ...rules.leftOut]));
  if (problems.length > 0) {
    const told = problems.slice(0, NAMED).map(({ path, reason }) => `${quote(path)} (${reason})`);
    return `${told.join(", ")}${more(problems.length)}.`;
  }
  if (paths.length > PROPOSAL_FILES) {
    return `${paths.length} files, where at most ${PROPOSAL_FILES} are allowed.`;
  }
  const sized = changes.flatMap((change) => (change.kind === "file" ? [change] : []));
  const big = sized.filter((change) => change.bytes > PROPOSAL_FILE_BYTES).map(({ path }) => path);
  if (big.length > 0)
    return `${named(big)} (more than ${PROPOSAL_FILE_BYTES} bytes, the most that one file may hold).`;
  const together = sized.reduce((sum, change) => sum + change.bytes, 0);
  if (together > PROPOSAL_BYTES) {
    return `${together} bytes together, where at most ${PROPOSAL_BYTES} are allowed.`;
  }
  return null;
}

function named(paths: readonly string[]): string {
  return `${paths.slice(0, NAMED).map(quote).join(", ")}${more(paths.length)}`;
}

function more(count: number): string {
  return count > NAMED ? ` and ${count - NAMED} more` : "";
}

function quote(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}
