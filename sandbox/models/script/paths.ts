// Finds in what a model was told where the files are. A model has no other way to know: what is not told is null.

import type { Place } from "./plan.ts";

const PATH = String.raw`/[^\s"'\`<>,;:()\[\]\\]+`;
/** How command lines name the folder that they work in, the first of several. */
const FOLDERS: readonly RegExp[] = [
  new RegExp(`<cwd>(${PATH})</cwd>`),
  new RegExp(String.raw`\bworking (?:in the (?:following )?)?director(?:y|ies)\b[^/]{0,40}(${PATH})`, "i"),
];
const ANSWER = new RegExp(String.raw`(${PATH}/answer\.json)`);
const PROMPT = new RegExp(String.raw`\bRead the file (${PATH})`);

/** Where the file is, or null where nobody said. One in the repository has its own path where no folder was told. */
export function pathOf(at: Place, told: string): string | null {
  if (at === "answer") return ANSWER.exec(told)?.[1] ?? null;
  if (at.file.startsWith("/")) return at.file;
  const folder = FOLDERS.flatMap((pattern) => pattern.exec(told)?.[1] ?? [])[0];
  return folder === undefined ? at.file : `${folder.replace(/[/.]+$/, "")}/${at.file}`;
}

/** The file that holds the task, where the model was told no more than to read it. */
export function promptFileIn(told: string): string | null {
  return PROMPT.exec(told)?.[1] ?? null;
}
