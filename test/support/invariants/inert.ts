// Invariant 23: what the app writes is inert.

import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import type { Happening } from "../github/chronicle.ts";
import type { Past } from "./past.ts";
import { type MomentRule, ownMove, type Setting } from "./rule.ts";

const TEMPLATE_HTML =
  /^(?:<!-- (?:AUTOLOOP:STATUS|autoloop:v1 [^<>]+|autoloop:(?:run-now|pause|resume)) -->\s*)+$|^<\/?sub>$|^<details(?: open)?>\n<summary>(?:How Autoloop read this program|The last lines of its output|Its patch|The first lines of its patch|What every prompt holds of people's words: \d+ standing orders?)<\/summary>$|^<\/details>$/;
const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#\d/i;
const LIVE = /@\w|:\/\/|www\.|(?:^|\n)\s*\/autoloop|\w\/[\w.-]+#\d/i;
const SKIPS = /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|\*\*\*NO_CI\*\*\*/i;

/**
 * 23, inert output: outside of code, the Markdown that the app writes holds no mention, link, image, HTML or command
 * beyond its templates, and no reference but to the program's own issue and pull requests. Tables are read as text,
 * which sees more than GitHub makes live, never less.
 */
export const markdownIsInert: MomentRule = (deed, past, setting) => {
  const seen = seenIn(past);
  return bodiesOf(deed)
    .flatMap(piecesOf)
    .filter((piece) => couldBeLive(piece) && !seen.has(piece))
    .flatMap((piece) => {
      const problems = walk(parsed(piece)).flatMap((node) => wrongWith(node, past, setting));
      // The same rows and paragraphs are written again and again.
      if (problems.length === 0) seen.add(piece);
      const where = deed.what === "write" ? deed.method : deed.what;
      return problems.map((problem) => `${where}: ${problem}`);
    });
};

/**
 * Only what holds one of these can be a link, an image, HTML, a reference to a character, a mention or a command. It
 * spares most pieces the parser; escapes may hide them from here but not from a reader.
 */
function couldBeLive(piece: string): boolean {
  return /[<[&@#]|:\/\/|www\.|\/autoloop/i.test(piece.replaceAll("\\", ""));
}

/** Trees by piece: whoever lives one life many times reads the same pieces in each. */
const trees = new Map<string, Nodes>();
const TREES = 20_000;

function parsed(piece: string): Nodes {
  const tree = trees.get(piece) ?? fromMarkdown(piece);
  if (trees.size >= TREES) trees.clear();
  trees.set(piece, tree);
  return tree;
}

const inertPieces = new WeakMap<Past, Map<number | null, Set<string>>>();

/** Pieces that were found inert in writes for the program of this look. */
function seenIn(past: Past): Set<string> {
  const byIssue = inertPieces.get(past) ?? new Map<number | null, Set<string>>();
  inertPieces.set(past, byIssue);
  const issue = past.look?.issue ?? null;
  const seen = byIssue.get(issue) ?? new Set();
  byIssue.set(issue, seen);
  return seen;
}

/**
 * A body in pieces: paragraphs, rows of tables, fenced blocks whole. What a piece holds is live in the whole body only
 * if it is live in the piece.
 */
function piecesOf(body: string): readonly string[] {
  const pieces: string[] = [""];
  let fence = "";
  for (const line of body.split("\n")) {
    const mark = /^(`{3,}|~{3,})/.exec(line)?.[1] ?? "";
    const isRow = fence === "" && line.startsWith("| ");
    if (fence === "" && (line === "" || isRow || mark !== "")) pieces.push("");
    pieces.push(`${pieces.pop() ?? ""}${line}\n`);
    if (fence === "") fence = mark;
    else if (mark.startsWith(fence) && line.trim() === mark) {
      fence = "";
      pieces.push("");
    }
  }
  return pieces.filter((piece) => piece.trim() !== "");
}

/** 23: a commit message of the app mentions, references and closes nothing, and skips no CI. */
export const messagesAreInert: MomentRule = (deed, past) => {
  const move = ownMove(deed, past);
  if (move === null || move.to === null) return [];
  const { message, author } = past.git.get(move.to);
  if (author !== past.self) return [];
  const isMemory = move.branch === MEMORY_BRANCH;
  const live = [/@\w/, /#\d/, CLOSING, ...(isMemory ? [] : [SKIPS, /skip-checks/i])];
  return live
    .filter((pattern) => pattern.test(message))
    .map((pattern) => `a commit on ${move.branch} says ${pattern.exec(message)?.[0]}`);
};

/** Bodies of Markdown in a write. */
function bodiesOf(deed: Happening): readonly string[] {
  if (deed.what !== "write" || deed.method === "memory.commit") return [];
  return deed.args.flatMap((one) => {
    if (typeof one === "string" && /Comment$/.test(deed.method)) return [one];
    const body = typeof one === "object" && one !== null && "body" in one ? one.body : undefined;
    return typeof body === "string" ? [body] : [];
  });
}

function wrongWith(node: Nodes, past: Past, { policy, github }: Setting): readonly string[] {
  if (node.type === "image" || node.type === "definition") return [`an ${node.type}`];
  if (node.type === "link")
    return node.url.startsWith(policy.links.labels.replace(/labels$/, "")) ? [] : [`a link to ${node.url}`];
  if (node.type === "html") return TEMPLATE_HTML.test(node.value) ? [] : [`HTML: ${node.value}`];
  if (node.type !== "text") return [];
  const program = past.memory.programOf(past.look?.issue ?? 0)?.state;
  const own = new Set([
    past.look?.issue,
    ...github.pulls().flatMap(({ head, number }) => (head === program?.branch ? [number] : [])),
  ]);
  const references = [...node.value.matchAll(/#(\d+)/g)].map(([, number]) => Number(number));
  return [
    ...[LIVE, CLOSING].flatMap((pattern) => pattern.exec(node.value)?.[0] ?? []),
    ...references.filter((number) => !own.has(number)).map((number) => `a reference to #${number}`),
  ];
}

function walk(node: Nodes): readonly Nodes[] {
  return "children" in node ? [node, ...node.children.flatMap((child) => walk(child))] : [node];
}
