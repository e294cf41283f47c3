// Whether a JSON result says of itself that what it tells of went wrong: `{"elapsed_s": 0.4, "status": "build failed"}`.
// Believed where nobody named the metric: there the numbers of an error path are as good as any other.

import type { JsonObject } from "./json-in-output.ts";

const SAYS_HOW_IT_ENDED = /^(?:status|state|result|outcome|conclusion|verdict|message|msg)$/i;
const WENT_WRONG =
  /(?<![\p{L}\p{N}])(?:fail(?:s|ed|ure|ures|ing)?|errors?|errored|crash(?:ed)?|abort(?:ed)?|killed|cancell?ed|time(?:d[ _-]?)?out|exception|panic(?:ked)?|broken|invalid|unsuccessful)(?![\p{L}\p{N}])/iu;
/** "0 failed", "no errors". */
const DENIED =
  /(?<![\p{L}\p{N}.])(?:0|no|none|without|zero|not)[ _-]+(?:\w+[ _-]+)?(?:fail\w*|errors?|errored|crash\w*|exception)/iu;
const NAMES_AN_ERROR = /^(?:errors?|exception|failure|failures|traceback|stack|panic)$/i;
const SHOULD_BE_TRUE = /^(?:ok|okay|success|successful|succeeded|passed|valid)$/i;

/** The key that says so, and what it says; null: nothing does. */
export function failureIn(value: JsonObject): { readonly key: string; readonly said: string } | null {
  for (const [key, said] of Object.entries(value)) {
    const isText = typeof said === "string" && said.trim() !== "";
    if (SHOULD_BE_TRUE.test(key) && said === false) return { key, said: "false" };
    if (isText && SAYS_HOW_IT_ENDED.test(key) && WENT_WRONG.test(said) && !DENIED.test(said))
      return { key, said };
    if (NAMES_AN_ERROR.test(key) && (isText || said === true)) return { key, said: String(said) };
  }
  return null;
}
