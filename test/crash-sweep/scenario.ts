// What a scenario is, and the few steps that many of them share. A scenario is short enough to be lived once for each
// call of the app in it.

import { PROGRAM_TEXT } from "../support/loop/loop.ts";
import { type Cast, type Life, MINUTE } from "./life.ts";

export interface Scenario extends Cast {
  /** A sentence. */
  readonly title: string;
  /** What was before; nothing goes wrong in it. */
  readonly before?: (life: Life) => Promise<void>;
  /** What happens, and goes wrong at one call of the app. Ends when everybody is at rest. */
  readonly story: (life: Life) => Promise<void>;
  /** What came of it, in a few facts that show that it really happened. */
  readonly facts: (life: Life) => unknown;
  readonly expected: unknown;
}

/** The number of the issue that most scenarios are about. */
export const ISSUE = 1;
export const BRANCH = "autoloop/carton";
export const FILE = "src/carton.mjs";

/** Everybody does what is to be done at once. */
export const A_WHILE = 10 * MINUTE;
/** Longer than a new process needs to find out by itself what nobody told it. */
export const LONG_ENOUGH = 50 * MINUTE;

/** A program that starts nothing by itself, for as long as a scenario takes, once its first iterations are over. */
export const TEXT = PROGRAM_TEXT.replace("every 1h", "every 24h");

/** A maintainer labels an issue. */
export function begin(life: Life, text = TEXT, title = "Carton"): void {
  life.loop.openProgram(text, title);
}

/** A program with a baseline and one kept improvement, offered in a pull request. */
export async function running(life: Life): Promise<void> {
  begin(life);
  await life.pass(A_WHILE);
}
