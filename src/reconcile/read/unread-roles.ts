// How many looks at a program in a row ended because somebody's role could not be read. One such look is nothing to tell
// anybody: GitHub does not answer now and then. Remembered by this process only; a restart counts anew.

import { programKeyText } from "../../domain/repository/program-key.ts";
import type { ProgramKey } from "../../domain/repository/view.ts";

/** So many looks in a row are no accident any more. */
const LOOKS = 3;

export interface UnreadRoles {
  /** A look ended so. Says whether people are to be told. */
  isToBeTold(key: ProgramKey): boolean;
  /** A look came to its end. */
  forget(key: ProgramKey): void;
}

export function createUnreadRoles(): UnreadRoles {
  const looks = new Map<string, number>();
  return {
    isToBeTold(key) {
      const name = programKeyText(key);
      const count = (looks.get(name) ?? 0) + 1;
      looks.set(name, count);
      return count >= LOOKS;
    },
    forget: (key) => void looks.delete(programKeyText(key)),
  };
}
