// Rejection under another key than the documented one: `rejectedReason`, `rejection_reason`, `"rejected": true`. Whoever
// writes that means it, and a number beside it must not count as if nothing had been said.

import type { JsonObject } from "./json-in-output.ts";

const NEAR = /^reject(?:ed|ion)?[-_ ]?(?:reason|because|message)$/i;
const FLAG = /^(?:is[-_ ]?)?rejected$/i;

/** What it says; null: nothing of that kind. */
export function rejectedOtherwise(value: JsonObject): string | null {
  for (const [key, said] of Object.entries(value)) {
    const isText = typeof said === "string" && said.trim() !== "" && !/^(?:none|null|no|false)$/i.test(said);
    if (NEAR.test(key) && isText) return said;
    if (FLAG.test(key) && said === true) return `it says \`${key}\``;
    if (FLAG.test(key) && isText) return said;
  }
  return null;
}
