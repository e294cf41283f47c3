// What each executor does, in the words of the sentence that asks the operator to choose one.

import { EXECUTOR_NAMES, type ExecutorName } from "../../domain/executors.ts";

const WORDS: Readonly<Record<ExecutorName, string>> = {
  local: "which runs agents and evaluations as processes on this machine",
  actions: "which runs them on GitHub Actions",
};

/** `a, which …, or b, which …`, each name as code. */
export function executorChoices(): string {
  return EXECUTOR_NAMES.map((name) => `\`${name}\`, ${WORDS[name]}`).join(", or ");
}
