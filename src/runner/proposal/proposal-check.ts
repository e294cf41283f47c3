// The files of a proposal that another machine handed in, checked before anything of them touches the disk. The agent
// may have written them itself, so they are judged as if they had been found in its workspace here.

import { createHash } from "node:crypto";
import type { ProposedFile } from "../../domain/journal/iteration.ts";
import { changeOf } from "../../domain/paths/proposal-policy.ts";
import type { Tree } from "../workspace/tree.ts";
import { type ProposalRules, refusalOf } from "./proposal-rules.ts";

type Checked =
  | {
      readonly files: readonly ProposedFile[];
      /** Bytes of the changed files before and after. */
      readonly size: { readonly before: number; readonly after: number };
    }
  | { readonly refused: string };

/** Files that the base already holds as they are proposed are no part of what comes back. */
export function checkProposal(proposed: readonly ProposedFile[], base: Tree, rules: ProposalRules): Checked {
  const refused = refusalOf(proposed.map(changeOf), base, rules);
  if (refused !== null) return { refused };
  const files: ProposedFile[] = [];
  const size = { before: 0, after: 0 };
  for (const { path, mode, contents } of proposed) {
    const before = base.get(path);
    if (contents === null) {
      files.push({ path, mode: before?.executable ? "100755" : "100644", contents });
    } else {
      const bytes = Buffer.from(contents, "base64");
      if (before?.digest === digestOf(bytes) && before.executable === (mode === "100755")) continue;
      size.after += bytes.length;
      files.push({ path, mode, contents: bytes.toString("base64") });
    }
    size.before += before?.bytes ?? 0;
  }
  return { files, size };
}

function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
