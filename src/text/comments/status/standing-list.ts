// What stands of people's words, in the folded part of the status comment: numbered, so that each can be taken back.

import type { Links } from "../../../domain/repository/links.ts";
import { inertLine, inlineCode } from "../../format/inert.ts";
import { count } from "../../format/numbers.ts";
import { PEOPLES_SECTIONS, type PeoplesSection } from "../../run/people/lines.ts";

/** What people said and wrote that every prompt holds. */
export interface Standing {
  /** By their numbers, lowest first; `issue`: where its comment stands, unless on the program's own. */
  readonly orders: readonly {
    readonly standing: number;
    readonly by: string;
    readonly text: string;
    readonly comment: number;
    readonly issue?: number;
  }[];
  /** Lines and items of the sections of the state file that are told. */
  readonly lines: Readonly<Record<PeoplesSection, number>>;
}

const ORDER_SHOWN = 200;

/** Null where nothing stands. */
export function foldedStanding(
  { orders, lines }: Standing,
  { issue, links }: { readonly issue: number; readonly links: Links },
): string | null {
  const written = PEOPLES_SECTIONS.filter((name) => lines[name] > 0);
  if (orders.length + written.length === 0) return null;
  const listed = orders.map(({ standing, by, text, comment, issue: there }) => {
    const said = `[${inlineCode(by, 60)}](${links.comment(there ?? issue, comment)})`;
    return `- **${standing}** by ${said}: ${inertLine(text, ORDER_SHOWN)}`;
  });
  const sections = written.map((name) => `${name} (${count(lines[name], "line")})`).join(", ");
  return [
    "<details>",
    `<summary>What every prompt holds of people's words: ${count(orders.length, "standing order")}</summary>`,
    "",
    ...listed,
    ...(orders.length === 0
      ? []
      : ["", "`/autoloop forget N` takes one back; so does deleting or hiding its comment."]),
    ...(sections === "" ? [] : ["", `Of the state file: ${sections}.`]),
    "",
    "</details>",
  ].join("\n");
}
