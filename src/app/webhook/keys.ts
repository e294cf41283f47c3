// Owns the keys of the app's work queue: what may have changed, as text and back. Says nothing about what
// changed, so that a key can be lost, doubled or late without harm.

import { parseProgramKey, programKeyText } from "../../domain/repository/program-key.ts";
import type { ProgramKey, Repository } from "../../domain/repository/view.ts";

/** What may have changed: one program, programs of a repository, repositories of an installation, or anything. */
export type WorkKey =
  | ({ readonly kind: "program" } & ProgramKey)
  | ({ readonly kind: "repository" } & Repository)
  /** Program files on the default branch. */
  | ({ readonly kind: "files" } & Repository)
  | { readonly kind: "installation"; readonly installation: number }
  | { readonly kind: "everything" };

const EVERYTHING = "*";
const TEXT = /^([1-9][0-9]{0,15})(?:\/([^/#]{1,100})\/([^/#:]{1,100})(:files)?)?$/;

/** `installation/owner/name#issue`, `installation/owner/name`, the same with `:files`, `installation`, or `*`. */
export function keyText(key: WorkKey): string {
  switch (key.kind) {
    case "program":
      return programKeyText(key);
    case "repository":
      return `${key.installation}/${key.owner}/${key.name}`;
    case "files":
      return `${key.installation}/${key.owner}/${key.name}:files`;
    case "installation":
      return String(key.installation);
    case "everything":
      return EVERYTHING;
  }
}

/** The key in a text that `keyText` made; null for any other. */
export function parseKey(text: string): WorkKey | null {
  if (text === EVERYTHING) return { kind: "everything" };
  const program = parseProgramKey(text);
  if (program) return { kind: "program", ...program };
  const [, id, owner, name, files] = TEXT.exec(text) ?? [];
  if (!id) return null;
  const installation = Number(id);
  return owner && name
    ? { kind: files ? "files" : "repository", installation, owner, name }
    : { kind: "installation", installation };
}
