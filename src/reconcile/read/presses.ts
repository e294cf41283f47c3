// Buttons that people pressed on the app's own check. GitHub tells of a press by a webhook and by nothing else (decision
// 0014), so this is kept until the journal has it. In memory: a press that a dying process loses is pressed again.

import type { ProgramState } from "../../domain/journal/state.ts";
import { programKeyText } from "../../domain/repository/program-key.ts";
import type { ProgramKey } from "../../domain/repository/view.ts";
import { type Press, pressHash } from "../../plan/people/press.ts";

/** Presses of one program that wait to be heard; more at once are nobody's. */
const WAITING = 20;

export interface Presses {
  add(key: ProgramKey, press: Press): void;
  /** Those that the journal does not hold yet. */
  open(key: ProgramKey, state: ProgramState | null): readonly Press[];
}

export function createPresses(): Presses {
  const waiting = new Map<string, readonly Press[]>();
  return {
    add: (key, press) => {
      const before = waiting.get(programKeyText(key)) ?? [];
      waiting.set(programKeyText(key), [...before, press].slice(-WAITING));
    },
    open: (key, state) => {
      const heard = new Set(state?.commands.map(({ comment, hash }) => `${comment} ${hash}`));
      const all = waiting.get(programKeyText(key)) ?? [];
      const left = all.filter((press) => !heard.has(`${press.checkRun} ${pressHash(press)}`));
      if (left.length === 0) waiting.delete(programKeyText(key));
      else waiting.set(programKeyText(key), left);
      return left;
    },
  };
}
