// The plan of a program: the list below its heading "Strategy", and what iterations made of it. An agent names the item that
// it took in words of its own, which are matched here and nowhere else; what matches none is off the plan.

import type { PlanStep } from "../../domain/journal/state.ts";
import { PLAN_ITEM_CHARACTERS } from "../../domain/limits.ts";
import { cut, oneLine } from "../format/inert.ts";
import { parseBlocks, splitLines } from "../markdown/markdown.ts";
import { headingName } from "../markdown/section-names.ts";

const HEADINGS: ReadonlySet<string> = new Set(["strategy", "evolution strategy", "plan"]);
const ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(.*)$/;
/** Items of a plan; who writes more of them is served without the rest. */
const ITEMS = 30;
/** Words that are shorter may be the beginning of any item. */
const LEAST_CHARACTERS = 12;

/** The items of the plan, each one line, in their order; none where there is no such list. */
export function strategyOf(context: string): readonly string[] {
  const items: string[] = [];
  let level = 0;
  for (const block of parseBlocks(splitLines(context))) {
    if (block.kind === "heading") {
      if (HEADINGS.has(headingName(block.text))) level = block.level;
      else if (block.level <= level) level = 0;
    } else if (block.kind === "text" && level > 0) items.push(...itemsIn(block.lines));
  }
  return items
    .map((item) => cut(oneLine(item), PLAN_ITEM_CHARACTERS))
    .filter((item) => item !== "")
    .slice(0, ITEMS);
}

/** Lines before the first item are no item; lines behind one go on with it. */
function itemsIn(lines: readonly string[]): readonly string[] {
  const items: string[] = [];
  for (const line of lines) {
    const [, begun] = ITEM.exec(line) ?? [];
    if (begun !== undefined) items.push(begun);
    else if (items.length > 0) items.push(`${items.pop()} ${line}`);
  }
  return items;
}

/** An item and how it went; `tried` 0: nobody took it. */
interface PlannedItem {
  readonly item: string;
  readonly tried: number;
  readonly kept: number;
  /** Number of the newest iteration that took it; null: none did. */
  readonly last: number | null;
}

/** The plan against what iterations say that they took, and how many of these were off it. */
export function planAgainst(
  items: readonly string[],
  steps: readonly PlanStep[],
): { readonly planned: readonly PlannedItem[]; readonly off: number } {
  const planned = items.map((item) => ({ item, tried: 0, kept: 0, last: null as number | null }));
  let off = 0;
  for (const { item, tried, kept, last } of steps) {
    const meant = planned[indexOf(items, item)];
    if (meant === undefined) off += tried;
    else
      Object.assign(meant, {
        ...{ tried: meant.tried + tried, kept: meant.kept + kept },
        last: Math.max(meant.last ?? 0, last),
      });
  }
  return { planned, off };
}

/** By its number, its words, or their beginning; -1: there is no such item. */
function indexOf(items: readonly string[], said: string): number {
  const [, number] = /^(?:item )?(\d{1,3})[.):]?$/i.exec(said.trim()) ?? [];
  if (number !== undefined) return Number(number) <= items.length ? Number(number) - 1 : -1;
  const words = wordsOf(said);
  const same = items.findIndex((item) => wordsOf(item) === words);
  if (same >= 0 || words.length < LEAST_CHARACTERS) return same;
  return items.map(wordsOf).findIndex((item) => {
    return item.startsWith(words) || (item.length >= LEAST_CHARACTERS && words.startsWith(item));
  });
}

/** Without the number that a list gives it, markup and case. */
function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/^\s*\d{1,3}[.)]\s+/, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The plan as agents are told it: one line an item. */
export function planLines(items: readonly string[], steps: readonly PlanStep[]): readonly string[] {
  return planAgainst(items, steps).planned.map(({ item, tried, kept, last }, index) => {
    const taken = last === null ? "not tried yet" : `tried ${tried}, kept ${kept}, last in iteration ${last}`;
    return `${index + 1}. ${item} (${taken})`;
  });
}
