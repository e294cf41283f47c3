// What a metric may be called, in one place: the program, its guardrails and the evaluation's output must agree.

/** Letters of any script, digits and a little punctuation, at most 64 characters, beginning with a letter. */
export const METRIC_NAME = /^\p{L}[\p{L}\p{M}\p{N}_.:/%@-]{0,63}$/u;

/** The same for JSON Schema, whose readers need not know classes of Unicode: lets through all of these names, and more. */
export const METRIC_NAME_PATTERN = "^[^\\s\\d][^\\s]*$";

export const METRIC_NAME_ALLOWED =
  "a name of at most 64 letters, digits and `_ . : / % @ -`, beginning with a letter";
