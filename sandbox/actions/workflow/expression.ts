// GitHub's `${{ }}` expressions: property paths, text and number literals, comparison, logic and the status
// functions. Anything else is an error that names it. Pure.

/** What a name at the beginning of a path means. */
export interface Contexts {
  readonly [name: string]: unknown;
}

/** What `success()` and its kin answer. */
export type StatusFunctions = Readonly<Record<"always" | "cancelled" | "failure" | "success", boolean>>;

type Value = string | number | boolean | null | object;

export class ExpressionError extends Error {}

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|(\d+(?:\.\d+)?)|(\|\||&&|==|!=|!|\(|\))|([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*))/y;

/** Text with every expression in it replaced by its value. */
export function substitute(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, source: string) => shown(evaluate(source, contexts, null)));
}

/** An `if`, with or without its braces. Null, and one without a status function, also need `success()`. */
export function fulfilled(condition: string | null, contexts: Contexts, status: StatusFunctions): boolean {
  const source = condition?.replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1") ?? "success()";
  const speaks = /\b(?:always|cancelled|failure|success)\s*\(/.test(source);
  return (speaks || status.success) && truthy(evaluate(source, contexts, status));
}

/** @param status null where status functions are not allowed */
function evaluate(source: string, contexts: Contexts, status: StatusFunctions | null): Value {
  const tokens = tokensOf(source);
  let at = 0;
  const take = (wanted: string): boolean => {
    if (tokens[at] !== wanted) return false;
    at += 1;
    return true;
  };
  const either = (): Value => {
    let left = both();
    while (take("||")) {
      const right = both();
      left = truthy(left) ? left : right;
    }
    return left;
  };
  const both = (): Value => {
    let left = compared();
    while (take("&&")) {
      const right = compared();
      left = truthy(left) ? right : left;
    }
    return left;
  };
  const compared = (): Value => {
    const left = single();
    if (take("==")) return same(left, single());
    if (take("!=")) return !same(left, single());
    return left;
  };
  const single = (): Value => {
    if (take("!")) return !truthy(single());
    if (take("(")) {
      const inner = either();
      if (!take(")")) throw new ExpressionError(`missing ) in ${source.trim()}`);
      return inner;
    }
    const token = tokens[at++] ?? "";
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return Number(token);
    if (take("(")) return called(token);
    return lookedUp(token, contexts, source);
  };
  const called = (name: string): Value => {
    if (!take(")") || status === null || !isStatus(name, status)) {
      throw new ExpressionError(`the function ${name} is not supported here: ${source.trim()}`);
    }
    return status[name];
  };
  const value = either();
  if (at < tokens.length) throw new ExpressionError(`unexpected ${tokens[at]} in ${source.trim()}`);
  return value;
}

function tokensOf(source: string): readonly string[] {
  const tokens: string[] = [];
  const rest = source.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < rest.length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(rest);
    if (found === null) throw new ExpressionError(`cannot read ${rest.slice(from)}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

/** A property that is not there is null, as on GitHub; a context that is not there is an error. */
function lookedUp(path: string, contexts: Contexts, source: string): Value {
  const constant = new Map([
    ["true", true],
    ["false", false],
    ["null", null],
  ]).get(path);
  if (constant !== undefined) return constant;
  const [name = "", ...rest] = path.split(".");
  const inside = (value: unknown, part: string): unknown =>
    Object.entries(Object(value)).find(([key]) => key.toLowerCase() === part.toLowerCase())?.[1];
  let value = inside(contexts, name);
  if (value === undefined) throw new ExpressionError(`the context ${name} is not known: ${source.trim()}`);
  for (const part of rest) value = typeof value === "object" ? inside(value, part) : null;
  return (value ?? null) as Value;
}

function isStatus(name: string, status: StatusFunctions): name is keyof StatusFunctions {
  return Object.hasOwn(status, name);
}

const truthy = (value: Value): boolean => value !== null && value !== "" && value !== 0 && value !== false;

/** GitHub compares text without regard to case. */
function same(a: Value, b: Value): boolean {
  return shown(a).toLowerCase() === shown(b).toLowerCase();
}

function shown(value: Value): string {
  return value === null ? "" : String(value);
}
