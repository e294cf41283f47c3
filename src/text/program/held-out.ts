// A section that holds the text of a hold-out. It would be told to the agent as every other section is, so it is a problem.

import type { Problem } from "../../domain/program/program.ts";
import type { Block } from "../markdown/markdown.ts";
import { headingName } from "../markdown/section-names.ts";
import { problem } from "../settings/problem.ts";

const NAMES: ReadonlySet<string> = new Set(["hold-out", "holdout", "hold out", "held-out", "held out"]);

/** @param blocks of the whole text */
export function heldOutSections(blocks: readonly Block[]): readonly Problem[] {
  return blocks.flatMap((block) =>
    block.kind === "heading" && NAMES.has(headingName(block.text))
      ? [
          problem(
            "hold-out",
            "stands in a section, which agents can read",
            null,
            "the setting `hold-out: held-out/measure.sh`, which names a script of the repository in a folder of its own",
            block.line,
          ),
        ]
      : [],
  );
}
