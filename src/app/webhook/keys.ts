// Owns the keys of the app's work queue: what may have changed, as text and back. Says nothing about what
// changed, so that a key can be lost, doubled or late without harm.

import { parseProgramKey, programKeyText } from "../../domain/repository/program-key.ts";
import type { ProgramKey, Repository } from "../../domain/repository/view.ts";

/** What may have changed: one program, programs of a repository, repositories of an account, or anything. */
export type WorkKey =
  | ({ readonly kind: "program" } & ProgramKey)
  | ({ readonly kind: "repository" } & Repository)
  /** Program files on the default branch. */
  | ({ readonly kind: "files" } & Repository)
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "everything" };

const EVERYTHING = "*";
const TEXT = /^([\w-]{1,64})(?:\/([^/#]{1,100})\/([^/#:]{1,100})(:files)?)?$/;

/** `account/owner/name#issue`, `account/owner/name`, the same with `:files`, `account`, or `*`. */
export function keyText(key: WorkKey): string {
  switch (key.kind) {
    case "program":
      return programKeyText(key);
    case "repository":
      return `${key.account}/${key.owner}/${key.name}`;
    case "files":
      return `${key.account}/${key.owner}/${key.name}:files`;
    case "account":
      return key.account;
    case "everything":
      return EVERYTHING;
  }
}

/** The key in a text that `keyText` made; null for any other. */
export function parseKey(text: string): WorkKey | null {
  if (text === EVERYTHING) return { kind: "everything" };
  const program = parseProgramKey(text);
  if (program) return { kind: "program", ...program };
  const [, account, owner, name, files] = TEXT.exec(text) ?? [];
  if (!account) return null;
  return owner && name
    ? { kind: files ? "files" : "repository", account, owner, name }
    : { kind: "account", account };
}
