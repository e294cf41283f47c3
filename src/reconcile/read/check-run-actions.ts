// Buttons that people pressed on the app's own check. GitHub tells of an action by a webhook and by nothing else (decision
// 0014), so this is kept until the journal has it. In memory: an action that a dying process loses is pressed again.

import type { ProgramState } from "../../domain/journal/state.ts";
import { programKeyText } from "../../domain/repository/program-key.ts";
import type { ProgramKey } from "../../domain/repository/view.ts";
import { type CheckRunAction, checkRunActionHash } from "../../text/command/check-run-action.ts";

/** Actions of one program that wait to be heard; more at once are nobody's. */
const WAITING = 20;

/** The actions of all programs that this process was told of, at most 20 of each: the newest. */
export interface CheckRunActions {
  /** The same action twice is heard once. */
  add(key: ProgramKey, action: CheckRunAction): void;
  /** Those that the journal does not hold yet, oldest first. `state` null: there is no journal, so all of them. */
  open(key: ProgramKey, state: ProgramState | null): readonly CheckRunAction[];
}

export function createCheckRunActions(): CheckRunActions {
  const waiting = new Map<string, readonly CheckRunAction[]>();
  return {
    add: (key, action) => {
      const before = waiting.get(programKeyText(key)) ?? [];
      waiting.set(programKeyText(key), [...before, action].slice(-WAITING));
    },
    open: (key, state) => {
      const heard = new Set(state?.commands.map(({ comment, hash }) => `${comment} ${hash}`));
      const all = waiting.get(programKeyText(key)) ?? [];
      const left = all.filter((action) => !heard.has(`${action.checkRun} ${checkRunActionHash(action)}`));
      if (left.length === 0) waiting.delete(programKeyText(key));
      else waiting.set(programKeyText(key), left);
      return left;
    },
  };
}
