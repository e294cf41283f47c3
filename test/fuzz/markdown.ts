// Whether Markdown is dead: nothing in it that GitHub would make live, as a CommonMark parser sees it.

import assert from "node:assert/strict";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

const LIVE_PROSE =
  /@|#[0-9A-Za-z]|(?<![0-9A-Za-z])(?:GH|CVE|GHSA)-\w|:\/\/|www\.|(?<![0-9A-Za-z])[0-9a-f]{7,40}(?![0-9A-Za-z])|\$|^\s*\//i;
const INVISIBLE = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;

export function kindsOf(node: Nodes): readonly string[] {
  return "children" in node ? [node.type, ...node.children.flatMap(kindsOf)] : [node.type];
}

/** Text that GitHub's filters look at: they leave code alone. */
function proseOf(node: Nodes): string {
  if (node.type === "inlineCode" || node.type === "code") return " \u0000 ";
  if ("children" in node) return node.children.map(proseOf).join("");
  return "value" in node ? node.value : "";
}

/** @param kinds of nodes that may be in it */
export function assertDead(markdown: string, kinds: readonly string[]): void {
  assert.doesNotMatch(markdown, /<!--/);
  assert.doesNotMatch(markdown, INVISIBLE);
  const root = fromMarkdown(markdown);
  for (const kind of kindsOf(root)) assert.ok(kinds.includes(kind), `a ${kind}`);
  assert.doesNotMatch(proseOf(root), LIVE_PROSE);
}
