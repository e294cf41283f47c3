// To whom a line is said: `/autoloop` or a mention of the app, at its very first character, and perhaps a program's
// name. Says what stands behind that, never what it means. Linear in the line.

import { PROGRAM_NAME_CHARACTERS } from "../../domain/limits.ts";
import { slug } from "../../domain/program/names.ts";
import { isOnlyStop } from "./halting.ts";
import { STOP_SIGNS } from "./halting-words.ts";

/** Signs that may stand right behind an address, such as in `/autoloop: pause`. */
const GLUE = /^[:,;.!?…‒–—]+(?![\p{L}\p{N}_/])|^[:,;!?…‒–—]+/u;
/** Signs that stand alone, such as the dash of `/autoloop - pause`. */
const ALONE = /^[\p{P}\p{S}]+(?=[\t\p{Zs}]|$)/u;
/** Signs that make another name of what stands before them, but for a word that stops: `/autoloop-stop`. */
const JOINED = /^[-_=~+.](?=\p{L})/u;
const COMMAND = "/autoloop";
/** What every address begins with: nearly no comment does. */
const FIRST = /^[/@]/;
const BLANKS = /^[\t\p{Zs}]+/u;

/**
 * What the line says to the app, without what merely separates it from the address.
 * @param self the app's own login, such as `autoloop[bot]`; null: not known, so a mention is no address
 * @returns null: it is not said to the app
 */
export function behindAddress(line: string, self: string | null): string | null {
  if (!FIRST.test(line)) return null;
  const address = [COMMAND, ...mentionsOf(self)].find((one) => beginsWith(line, one));
  if (address === undefined || line.includes("<!--")) return null;
  const rest = line.slice(address.length);
  const said = withoutSeparators(rest);
  if (rest !== "" && said.length === rest.length)
    return JOINED.test(rest) && address === COMMAND && isOnlyStop(rest.slice(1), []) ? rest.slice(1) : null;
  // A sign is no word, and this one must not be passed over like other signs.
  const [sign] = STOP_SIGNS.exec(rest.slice(0, rest.length - said.length)) ?? [];
  return sign === undefined ? said : `${sign} ${said}`.trim();
}

/** How people mention the app, the longest first. */
function mentionsOf(self: string | null): readonly string[] {
  if (self === null) return [];
  const login = self.replace(/\[bot\]$/, "");
  return [`@${login}[bot]`, `@${login}`];
}

/** `name:` before the verb; only names of programs that are there may stand for more than one word, or without a colon. */
export function addressed(
  text: string,
  programs: readonly string[],
): { readonly name: string; readonly rest: string; readonly isThere: boolean } | null {
  const colon = text.indexOf(":");
  const head = colon < 0 ? "" : text.slice(0, Math.min(colon, 2 * PROGRAM_NAME_CHARACTERS));
  const known = head.length === colon ? programs.find((name) => name === slug(head)) : undefined;
  if (known !== undefined)
    return { name: known, rest: withoutSeparators(text.slice(colon + 1)), isThere: true };
  const word = /^[a-z0-9][a-z0-9_-]*:(?=[\t\p{Zs}]|$)/iu.exec(text)?.[0];
  if (word === undefined || word.length > PROGRAM_NAME_CHARACTERS + 1) return null;
  return { name: slug(word), rest: withoutSeparators(text.slice(word.length)), isThere: false };
}

function withoutSeparators(text: string): string {
  let rest = text;
  for (;;) {
    const next = rest.replace(BLANKS, "").replace(ALONE, "").replace(GLUE, "");
    if (next.length === rest.length) return rest;
    rest = next;
  }
}

function beginsWith(line: string, address: string): boolean {
  return line.slice(0, address.length).toLowerCase() === address.toLowerCase();
}
