// The patches of an iteration's proposals as its comment shows them: where they lie, and how the newest begins.

import type { Attempt, PatchState } from "../../domain/journal/iteration.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { memoryPath } from "../../domain/program/names.ts";
import type { Links } from "../../domain/repository/links.ts";
import { inertBlock } from "../format/inert.ts";
import { memoryLink } from "../format/links.ts";

/** Lines and characters of a patch that a comment shows. */
const LINES = 30;
const CHARACTERS = 2_000;

/** One line with a link to each patch that is kept; none where there is no proposal. */
export function patchLine(attempts: readonly Attempt[], { name }: ProgramState, links: Links): string[] {
  if (attempts.length === 0) return [];
  const parts = attempts.map(({ iteration, attempt, state }) => {
    const file = `${iteration}-${attempt}.patch`;
    const words = STATE[state];
    const link = memoryLink(links, memoryPath.attempt(name, iteration, attempt), `\`${file}\``);
    return state === "refused" ? words : `${link}${words === "" ? "" : ` (${words})`}`;
  });
  return [`- **Patch:** ${parts.join(", ")}`];
}

const STATE: Readonly<Record<PatchState, string>> = {
  whole: "",
  masked: "what looked like a secret is masked",
  cut: "cut at 64 KB",
  binary: "without the files that are no text",
  refused: "GitHub refused to keep it",
};

/** How the newest patch begins, folded away; empty where it is not at hand. */
export function patchBeginning(text: string | null): string {
  if (text === null || text === "") return "";
  const lines = text.split("\n");
  const shown = lines.slice(0, LINES).join("\n");
  const more = lines.length > LINES || shown.length > CHARACTERS;
  const summary = more ? "The first lines of its patch" : "Its patch";
  return `<details>\n<summary>${summary}</summary>\n\n${inertBlock(shown, CHARACTERS)}\n\n</details>`;
}
