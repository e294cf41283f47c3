// The recipes of docs/extend.md as data: which files each of them names.

import { readFileSync } from "node:fs";

export interface Recipe {
  /** Files that are written by hand, in the order of the recipe. */
  readonly byHand: readonly string[];
  /** Files that a command writes. */
  readonly byCommand: readonly string[];
  /** Further files, where npm installs the thing: written by hand, and by a command of their own. */
  readonly whereInstalled: readonly string[];
}

/** Headings of all recipes, in their order. */
export function recipes(): readonly string[] {
  return sections().map(({ title }) => title);
}

/** @param name what stands for `<name>` @throws Error where there is no such recipe */
export function recipe(title: string, name: string): Recipe {
  const found = sections().find((section) => section.title === title);
  if (found === undefined) throw new Error(`docs/extend.md has no recipe ${title}`);
  return {
    byHand: listed(found.text, /^By hand:$/m, name),
    byCommand: listed(found.text, /^By `npm run docs`:$/m, name),
    whereInstalled: [/By hand, for such an agent:$/m, /^By `npm run agents -- --write-docs`.*:$/m].flatMap(
      (after) => listed(found.text, after, name),
    ),
  };
}

function sections(): readonly { readonly title: string; readonly text: string }[] {
  const [, ...all] = readFileSync("docs/extend.md", "utf8").split(/^## /m);
  return all.map((section) => {
    const [title = "", ...lines] = section.split("\n");
    return { title, text: lines.join("\n") };
  });
}

/** The files of the list behind a line: what stands first in each of its points, as code. */
function listed(text: string, after: RegExp, name: string): readonly string[] {
  const [, rest = ""] = text.split(after);
  const [list = ""] = rest.trimStart().split("\n\n");
  return [...list.matchAll(/^- `([^`]+)`/gm)].map(([, path = ""]) => path.replaceAll("<name>", name));
}
