// The corpus of bad input as it stands in `fixtures/hostile`: one JSON file a family, what repeats in it written out
// here. Knows nothing of parsers.

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a case must come to: fields that the accepted value has, or a part of the one sentence that refuses it. */
export type Expected = { readonly accept: Readonly<Record<string, unknown>> } | { readonly refuse: string };

export interface HostileCase {
  readonly family: string;
  readonly name: string;
  /** Of a shape that the family's reader knows. */
  readonly input: unknown;
  readonly expect: Expected;
}

/** The build puts this file one folder deeper. */
const PACKAGE = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../.." : "../../..", import.meta.url),
);
const CORPUS = join(PACKAGE, "fixtures/hostile");

/** All cases, families in the order of the alphabet. @throws SyntaxError for a file that is no JSON */
export function readCorpus(): readonly HostileCase[] {
  return readdirSync(CORPUS)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .flatMap((file) => {
      const cases: readonly Omit<HostileCase, "family">[] = JSON.parse(
        readFileSync(join(CORPUS, file), "utf8"),
      );
      return cases.map((one) => ({ ...one, family: basename(file, ".json") }));
    });
}

/**
 * A value with its short forms written out: `{repeat, times}`, where `#` in a text of several numbers (`each`) is the
 * number itself; `{join}` for parts that make one text; `{utf8}` for bytes (hexadecimal) read as UTF-8, as GitHub's
 * files are.
 */
export function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value !== "object" || value === null) return value;
  const { repeat, each, times, join: parts, utf8 } = value as Readonly<Record<string, unknown>>;
  if (typeof repeat === "string" && typeof times === "number") return repeat.repeat(times);
  if (typeof each === "string" && typeof times === "number")
    return Array.from({ length: times }, (_, number) => each.replaceAll("#", String(number))).join("");
  if (Array.isArray(parts)) return parts.map(expand).join("");
  if (typeof utf8 === "string") return Buffer.from(utf8, "hex").toString("utf8");
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expand(one)]));
}
