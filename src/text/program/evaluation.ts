// The script that measures, as the Evaluation section has it, and what in it will not work where it runs.

import type { Problem, Warning } from "../../domain/program/program.ts";
import type { Section } from "../markdown/sections.ts";
import { problem } from "../settings/problem.ts";
import { scriptWarnings } from "./script-warnings.ts";

interface Script {
  /** Null where there is none; then there is a problem. */
  readonly evaluation: string | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

const SHELLS = ["bash", "sh", "shell"];
const ALLOWED = "one closed fenced block of the language `bash` with the commands that print the metric";

/** The first fenced shell block. */
export function readScript(section: Section): Script {
  const blocks = section.blocks.filter((block) => block.kind === "code" && SHELLS.includes(block.language));
  const [first, second] = blocks;
  const none = { evaluation: null, warnings: [] };
  if (first?.kind !== "code") return { ...none, problems: [wrong("has no shell block", section.line)] };
  if (!first.closed) return { ...none, problems: [wrong("has a block that is never closed", first.line)] };
  if (first.content.trim() === "") return { ...none, problems: [wrong("has an empty block", first.line)] };
  const message = "Evaluation has more than one shell block: only the first one measures";
  return {
    evaluation: first.content,
    problems: [],
    warnings: [
      ...(second === undefined ? [] : [{ line: second.line, message }]),
      ...scriptWarnings(first.content, first.line + 1),
    ],
  };
}

function wrong(message: string, line: number): Problem {
  return problem("Evaluation", message, null, ALLOWED, line);
}
