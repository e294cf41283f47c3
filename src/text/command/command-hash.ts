// By what a command in a comment is known again: its line. What is written below does not make it another command.

import { sha256 } from "../format/hash.ts";
import { commandLine } from "./command.ts";

/** Of a comment whose first line is a command. */
export function commandHash(body: string): string {
  return sha256(
    commandLine(body)
      .normalize("NFC")
      .replace(/[\t\p{Zs}]+/gu, " ")
      .trim(),
  );
}

/** The comment still says what the journal knows by this hash. Journals of before 0.2 hold that of the whole comment. */
export function saysStill(body: string, hash: string): boolean {
  return commandHash(body) === hash || sha256(body) === hash;
}
