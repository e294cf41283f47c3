// What a deed of the simulated world is, and whom it can be done to.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import type { PullRecord } from "../../support/github/fake-records.ts";
import type { Lifecycle } from "../lifecycle.ts";
import type { Town } from "../town.ts";

/** Whom it was done to: the issue of a program, or the whole world. Null: it made no sense at this moment. */
export type Done = number | "everybody" | null;

export interface Deed {
  /** How often it is thought of. */
  readonly weight: number;
  /** The fault of the catalogue that it is. */
  readonly fault?: string;
  /** The states of a program in which it lies in wait; default: those that last for minutes. */
  readonly states?: readonly [Lifecycle, ...Lifecycle[]];
  readonly act: (town: Town) => Done;
}

export const ANYBODY = ["maintainer", "writer", "helper", "passer-by", "renovate[bot]", null] as const;
export const PEOPLE = ["maintainer", "writer", "helper", "passer-by"] as const;

/** On one of the issues that are there. */
export function onIssue(act: (town: Town, issue: number, name: string) => unknown): Deed["act"] {
  return (town) => {
    const found = town.dice.any([...town.issues].filter(([, issue]) => town.github.issues.has(issue)));
    if (found === undefined) return null;
    const [name, issue] = found;
    return act(town, issue, name) === false ? null : issue;
  };
}

/** On one of the adopted programs. */
export function onProgram(act: (town: Town, state: ProgramState) => unknown): Deed["act"] {
  return (town) => {
    const state = town.dice.any(town.programs());
    return state === undefined || act(town, state) === false ? null : state.issue;
  };
}

/** On one of the programs whose branch is there. */
export function onBranch(act: (town: Town, state: ProgramState) => unknown): Deed["act"] {
  return onProgram((town, state) => town.github.git.branches.has(state.branch) && act(town, state));
}

/** On one of the app's open pull requests. */
export function onPull(act: (town: Town, pull: PullRecord, state: ProgramState) => unknown): Deed["act"] {
  return (town) => {
    const { self } = town.github;
    const pull = town.dice.any(
      town.github.pulls().filter((one) => one.state === "open" && one.author === self),
    );
    const state = town.programs().find(({ branch }) => branch === pull?.head);
    if (pull === undefined || state === undefined) return null;
    return act(town, pull, state) === false ? null : state.issue;
  };
}
