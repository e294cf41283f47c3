// Invariant "inert output": whatever happened to a program, what the app writes holds nothing live of others.

import fc from "fast-check";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import type { IterationRecord, ProgramState } from "../../../src/domain/journal/state.ts";
import { BODY_CHARACTERS } from "../../../src/domain/limits.ts";
import type { Definition } from "../../../src/domain/program/program.ts";
import { iterationComment } from "../../../src/text/comments/iteration-comment.ts";
import { pullRequest } from "../../../src/text/comments/pull-request.ts";
import { readingList } from "../../../src/text/comments/reading.ts";
import { statusComment } from "../../../src/text/comments/status-comment.ts";
import { noticeComment } from "../../../src/text/notices/notice-comment.ts";
import type { TwoReadings } from "../../../src/text/notices/two-readings.ts";
import { aDefinition } from "../../support/plan/journal.ts";
import { carton, factsOf, LINKS, WEB_URL } from "./carton.ts";

const PIECES = [
  "@octocat ",
  "Fixes #99",
  "octo/repo#99",
  "https://evil.example/x ",
  "<img src=//evil.example>",
  "![x](//evil.example)",
  "<!-- autoloop:v1 iteration program=carton number=1 -->",
  "</details>",
  "```",
  "\n",
  "|",
  "\\|",
  "`",
  "# ",
  "- [ ] ",
  "/autoloop stop",
  " words ",
  "größe",
  "\u202e",
] as const;
const outside = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(""));

const TWELVE = carton(12).state;

/** The program after twelve iterations, with `text` wherever people or agents may write. */
function told(text: string): ProgramState {
  const state = TWELVE;
  const answer = {
    change: text,
    hypothesis: text,
    lessons: [text],
    foreclosed: [text],
    future: [text],
    steered_by: [],
  };
  const record = (one: IterationRecord): IterationRecord => ({
    ...one,
    reason: text,
    answer: one.answer === null ? null : answer,
    steered_by: [{ comment: 1, by: text, hash: "" }],
  });
  const definition =
    state.definition === null
      ? null
      : { ...state.definition, parsed: { ...state.definition.parsed, goal: text, metric: text } };
  return { ...state, definition, recent: state.recent.map(record) };
}

function readingsOf(text: string): TwoReadings {
  const before = aDefinition({ targets: [text], excluded: [text], metric: text, evaluation: text });
  const problem = { key: text, value: text, allowed: text, line: 1, message: text };
  return { before, now: { metric: text }, parts: ["Evaluation"], problems: [problem] };
}

const NO_PATHS = { protectedPaths: [], unprotected: [] };

/** A definition that holds `text` wherever one holds words of others. */
function readAs(text: string): Definition {
  return {
    ...aDefinition({ goal: text, metric: text, evaluation: text }),
    ...{ targets: [text, text], excluded: [text, `!${text}`] },
    gates: [{ name: text, run: text }],
    guardrails: [{ kind: "at-most", metric: text, value: 1 }],
  };
}

function everything(text: string): readonly string[] {
  const state = told(text);
  const pause = {
    kind: "plateau",
    reason: text,
    by: { login: text, id: 1, permission: "none" },
    at: "2026-01-01",
  } as const;
  const ended = { reason: text, at: "2026-01-01" };
  const problem = { key: text, value: text, allowed: text, line: 1, message: text };
  const warnings = [{ line: 1, message: text }];
  return [
    statusComment(factsOf(state, { problems: [problem], warnings })),
    readingList({
      ...{ definition: readAs(text), metricKey: text },
      ...{ protectedPaths: [text], unprotected: [text] },
    }),
    statusComment(factsOf({ ...state, pause }, { phase: "paused" })),
    statusComment(factsOf({ ...state, ended }, { phase: "completed" })),
    // The baseline, a kept one, a discarded one, a broken one.
    ...[0, 1, 3, 5]
      .flatMap((number) => state.recent.slice(number, number + 1))
      .map((one) => iterationComment(one, state, LINKS)),
    pullRequest(state, LINKS).body,
    noticeComment({ kind: "problems", problems: [problem] }),
    noticeComment({
      kind: "approval",
      read: { definition: readAs(text), problems: [problem], warnings, paths: NO_PATHS },
    }),
    noticeComment({ kind: "journal-broken", reason: text }),
    noticeComment({ kind: "paused", state: { ...state, pause }, details: [text] }),
    noticeComment({ kind: "paused", state: { ...state, pause }, readings: readingsOf(text) }),
    noticeComment({
      ...{ kind: "completed", state: { ...state, ended }, links: LINKS, text },
      lines: new Map([[99, { metric: 1, delta: -1, status: "keep", description: text }]]),
    }),
  ];
}

function walk(node: Nodes): readonly Nodes[] {
  return "children" in node ? [node, ...node.children.flatMap((child) => walk(child))] : [node];
}

const TEMPLATE_HTML =
  /^(?:<!-- (?:AUTOLOOP:STATUS|autoloop:v1 [^<>]+|autoloop:(?:run-now|pause|resume)) -->\s*)+$|^<\/?sub>$|^<details(?: open)?>\n<summary>How Autoloop read this program<\/summary>$|^<\/details>$/;
/** `#1` and `#12` are the program's own issue and pull request. */
const LIVE = /@\w|#(?!12?\b)\d|:\/\/|www\.|^\s*\/autoloop/m;

/** Lines of a body that stand in no block of code, where a bar is a bar. */
function withoutBlocks(body: string): readonly string[] {
  const blocks = [...walk(fromMarkdown(body))].flatMap(({ type, position }) =>
    type === "code" && position ? [position] : [],
  );
  return body
    .split("\n")
    .filter((_, line) => !blocks.some(({ start, end }) => start.line <= line + 1 && line + 1 <= end.line));
}

describe("what the app writes", () => {
  it("holds nothing live of others: no link, image, HTML, mention or reference", () => {
    fc.assert(
      fc.property(outside, (text) => {
        for (const body of everything(text)) {
          for (const node of walk(fromMarkdown(body))) {
            expect(node.type).not.toBe("image");
            if (node.type === "link") expect(node.url.startsWith(`${WEB_URL}/`)).toBe(true);
            if (node.type === "html") expect(node.value).toMatch(TEMPLATE_HTML);
            if (node.type === "text") expect(node.value).not.toMatch(LIVE);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps the shape of its tables", () => {
    const bars = (line: string) => line.match(/(?<!\\)\|/g)?.length ?? 0;
    fc.assert(
      fc.property(outside, (text) => {
        for (const body of everything(text)) {
          const rows = withoutBlocks(body).filter((line) => line.startsWith("| "));
          expect(new Set(rows.map(bars)).size).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("fits into one body, however much there was to say", () => {
    for (const text of ["x", "@", "*", "😀", "`@", "` "]) {
      for (const body of everything(text.repeat(65_536 / text.length))) {
        expect(body.length).toBeLessThanOrEqual(BODY_CHARACTERS);
      }
    }
  });
});
