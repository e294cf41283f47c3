// Asks rules in their order and keeps what each of them added to the plan in the making, so that a plan can say which
// rule decided what. Decides nothing.

import type { NewEvent } from "../domain/journal/event.ts";
import type { Problem } from "../domain/program/program.ts";
import type { Notice } from "../text/notices/notice-comment.ts";
import { type Action, describe } from "./action.ts";
import type { Draft, Rule } from "./draft.ts";
import type { World } from "./world.ts";

/** A rule's name, and what the draft holds since it was asked. */
export interface Step {
  readonly rule: string;
  readonly actions: readonly Action[];
  readonly events: readonly NewEvent[];
  readonly blocked: readonly Problem[];
  readonly notices: readonly Notice[];
  /** Milliseconds since the epoch. */
  readonly wakeAt: readonly number[];
  /** It wants another look right after the actions. */
  readonly again: boolean;
  /** It ended all deciding: the journal cannot be trusted. */
  readonly halted: boolean;
}

/** Asks the rules one after the other, each with what the ones before it left, until one of them ends all deciding. */
export function follow(
  rules: Readonly<Record<string, Rule>>,
  world: World,
  begin: Draft,
): readonly [readonly Step[], Draft] {
  const steps: Step[] = [];
  let draft = begin;
  for (const [name, rule] of Object.entries(rules)) {
    if (draft.halted) break;
    const after = rule(world, draft);
    steps.push(stepOf(name, draft, after));
    draft = after;
  }
  return [steps, draft];
}

/** Rules only ever add to a draft, each at the end of what the ones before it left. */
function stepOf(rule: string, before: Draft, after: Draft): Step {
  return {
    rule,
    actions: after.actions.slice(before.actions.length),
    events: after.events.slice(before.events.length),
    blocked: after.blocked.slice(before.blocked.length),
    notices: after.notices.slice(before.notices.length),
    wakeAt: after.wakeAt.slice(before.wakeAt.length),
    again: after.again && !before.again,
    halted: after.halted && !before.halted,
  };
}

/** What the rule added, a line for each thing; empty: it had nothing to say. Outside text may be part of it. */
export function saysOf(step: Step): readonly string[] {
  return [
    ...step.events.map((event) => `journal ${event.type}${"reason" in event ? `: ${event.reason}` : ""}`),
    ...step.actions.map((action) => `would ${describe(action)}`),
    ...step.blocked.map(({ key, message }) => `no iteration starts: ${key}: ${message}`),
    ...step.notices.map(({ kind }) => `has people shown the notice "${kind}"`),
    ...step.wakeAt.map((at) => `looks again at ${new Date(at).toISOString()}`),
    ...(step.again ? ["looks again at once"] : []),
    ...(step.halted ? ["ends all deciding: no other rule before what people are shown is asked"] : []),
  ];
}
