// The part of the fold that is about the plan: which of its items iterations took, as their agents named them. Counts;
// what an item is, and whether the plan has one of that name, is for whoever reads the program's text.

import { PLAN_ITEM_CHARACTERS, PLAN_STEPS_KEPT } from "../limits.ts";
import type { IterationRecord, ProgramState } from "./state.ts";

/** The iteration ended and had taken an item. */
export function withStep(
  { plan = [] }: ProgramState,
  { number, verdict, answer }: IterationRecord,
): Pick<ProgramState, "plan"> {
  const item = itemOf(answer);
  if (item === "") return {};
  const before = plan.find((one) => one.item === item);
  const kept = (before?.kept ?? 0) + (verdict === "accepted" ? 1 : 0);
  const step = { item, tried: (before?.tried ?? 0) + 1, kept, last: number };
  return { plan: [...plan.filter((one) => one !== before), step].slice(-PLAN_STEPS_KEPT) };
}

/** What the iteration had brought is kept no more. */
export function withoutKeep({ plan }: ProgramState, { answer }: IterationRecord): Pick<ProgramState, "plan"> {
  const item = itemOf(answer);
  if (plan === undefined || item === "") return {};
  return { plan: plan.map((one) => (one.item === item ? { ...one, kept: Math.max(0, one.kept - 1) } : one)) };
}

function itemOf(answer: IterationRecord["answer"]): string {
  const said = answer?.plan_item?.slice(0, PLAN_ITEM_CHARACTERS) ?? "";
  return said.replace(/[\uD800-\uDBFF]$/, "").trim();
}
