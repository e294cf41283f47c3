// What the demo shows on a terminal. Only words and colours; no fact is made here.

import type { Facts } from "./facts.ts";
import type { IterationLine, Result } from "./story.ts";

const COLOUR = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (code: string, text: string) => (COLOUR ? `\u001b[${code}m${text}\u001b[0m` : text);
const VERDICT = {
  accepted: ["32", "✔ accepted"],
  rejected: ["2", "✘ rejected"],
  error: ["31", "! error   "],
} as const;

export function iterationText(line: IterationLine): string {
  const [code, word] = VERDICT[line.verdict];
  const metric = line.metric === null ? "—" : String(line.metric);
  const delta =
    line.delta === null ? "" : `${line.delta > 0 ? "+" : ""}${Math.round(line.delta * 1e4) / 1e4}`;
  const what = line.kind === "baseline" ? "baseline" : line.change;
  return `  ${String(line.number).padStart(3)}  ${paint(code, word)}  ${metric.padStart(10)}  ${delta.padStart(10)}  ${what}`;
}

export function saidText(text: string): string {
  return paint("36", `  ·  ${text}`);
}

/** The comment as a person reads it: no markers, no chart source (the sparkline says the same in a line). */
export function readable(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?-->\n?/g, "")
    .replace(/```mermaid[\s\S]*?```\n*/g, "")
    .replace(/^```\w*\n([\s\S]*?)^```$/gm, (_block, body: string) =>
      body.replace(/^(?=.)/gm, "    ").trimEnd(),
    )
    .replace(/^<summary>(.*)<\/summary>$/gm, "$1:")
    .replace(/^<\/?details(?: open)?>\n?/gm, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\|(?:\s*:?-+:?\s*\|)+\n/gm, "")
    .replace(/^> \[![A-Z]+\]\n/gm, "")
    .replace(/^> ?/gm, "")
    .replace(/^\| (.*?) \| (.*?) \|$/gm, (_row, key: string, value: string) =>
      key.trim() === "" ? "" : `${key.padEnd(30)} ${value}`,
    )
    .replaceAll("`", "")
    .replaceAll("**", "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

export function resultText(result: Result, facts: Facts, optimum: number): string {
  const bar = paint("2", "─".repeat(78));
  const away =
    facts.best === null
      ? ""
      : ` — ${(((facts.best - optimum) / optimum) * 100).toFixed(2)} % above the optimum of ${optimum}`;
  return [
    "",
    `The status comment on issue #${result.issue}:`,
    bar,
    readable(result.status?.body ?? "(none)"),
    bar,
    `Pull request   #${result.pull?.number ?? "?"} ${result.pull?.title ?? ""} (${result.pull?.draft === true ? "draft" : "not a draft"}, ${result.pull?.head.ref ?? ""})`,
    `Journal        ${result.journal}/ on the branch memory/autoloop`,
    `Best           ${facts.best} from ${facts.baseline}${away}`,
    `Requests       ${facts.requests} to the local GitHub in ${facts.seconds} s`,
  ].join("\n");
}
