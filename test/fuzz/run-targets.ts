// Laws of the readers of what a run brings back.

import assert from "node:assert/strict";
import { posix } from "node:path";
import fc from "fast-check";
import { zipSync } from "fflate";
import type { ProposedFile } from "../../src/domain/journal/iteration.ts";
import { compileGlob, covers, matches, mayOverlap, samplePaths } from "../../src/domain/paths/glob.ts";
import { checkPaths, isProtected, normalisePath } from "../../src/domain/paths/paths.ts";
import { changeOf, checkProposal } from "../../src/domain/paths/proposal-policy.ts";
import { reportIn } from "../../src/executors/actions-artifact.ts";
import { readZipEntry } from "../../src/executors/zip.ts";
import { findConstants, withValue } from "../../src/runner/agents/tuner/constants.ts";
import { AGENTS } from "../../src/text/agents/agents.ts";
import { runLossWords } from "../../src/text/outcome/run-loss-words.ts";
import { decodeAnswer } from "../../src/text/run/answer.ts";
import { CI_SUMMARY_CHARACTERS, ciFailure } from "../../src/text/run/ci-failure.ts";
import { readMetric } from "../../src/text/run/metric-output.ts";
import { decodeProposal } from "../../src/text/run/proposal-file.ts";
import { decodeReport, decodeSpent } from "../../src/text/run/report.ts";
import { GOOD_PROPOSAL, GOOD_REPORT, GOOD_SPENT } from "../hostile/documents.ts";
import { LIVE_PIECES, mutated, piece, soup } from "./grammar.ts";
import { orRefused, type Target, target } from "./target.ts";

const OUTPUT = [
  '{"ms":',
  '{"ms":1}',
  "1",
  "1e999",
  "null",
  '"rejected_reason":"x"',
  "}",
  "\n",
  "METRIC ms=",
  "METRIC kb=2",
  "[",
  "]",
  '"kb":',
  ",",
  "\u001b[0m",
  "__proto__",
  '"\\u006ds"',
  "NaN",
];

function readsMetrics([stdout, name]: readonly [string, string | null]): void {
  const read = readMetric(stdout, name);
  if (read.outcome === "measured") {
    assert.ok(Number.isFinite(read.metric) && !Object.is(read.metric, -0));
    assert.ok(Object.values(read.secondary).every((value) => Number.isFinite(value)));
  } else assert.match(read.reason, /^[^\n\r]{2,300}$/u);
  // Whatever was printed before, the last word counts.
  const last = readMetric(`${stdout}\n{"ms":42}`, "ms");
  assert.deepEqual(last.outcome === "measured" ? last.metric : last, 42);
}

const NAMES = [
  "..",
  ".",
  "",
  ".git",
  ".GIT",
  "git~1",
  "a",
  "A",
  "src",
  "con",
  "e\u0301",
  "\u00e9",
  "\u200d",
  "x ",
  "\uff41",
  "\u212a",
  "\u00df",
  "ss",
  "package.json",
  "~",
  "C:",
  "\\",
  "%2e%2e",
  ".github",
  "*",
];
const path = fc.array(piece(...NAMES), { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
/** How file systems without case that store names decomposed see a path: those of macOS and Windows together. */
const seen = (text: string) => text.normalize("NFD").toLowerCase();

function normalises(text: string): void {
  const normal = normalisePath(text);
  if (normal === null) return;
  assert.equal(normalisePath(normal), normal);
  assert.equal(posix.resolve("/root/work", normal), `/root/work/${normal}`);
  assert.ok(normal.split("/").every((name) => seen(name.replace(/\p{Cf}|[ .]+$/gu, "")) !== ".git"));
}

const RULES = {
  targets: ["src/**", "a/{A,\u00e9}/*", "e*"],
  excluded: ["src/a", "src/**/ss"],
  protectedPaths: ["A/src"],
  program: "own",
};
const BASE = new Map([
  ["src/a", "100644"],
  ["src/link", "120000"],
  ["a/\u00e9", "100644"],
  ["src/ss/x", "100644"],
]);

/** One file system for all: nothing lands outside, on another file, in git's directory or outside of Target. */
function keepsPaths(paths: readonly string[]): void {
  const problems = checkPaths(paths, RULES, new Set(BASE.keys()));
  const refused = new Set(problems.map((one) => one.path));
  const passed = paths.filter((one) => !refused.has(one));
  const places = new Map([...BASE.keys()].map((one) => [seen(one), one]));
  for (const one of passed) {
    normalises(one);
    assert.equal(normalisePath(one), one);
    assert.ok(
      /^(?:src\/|a\/[A\u00e9]\/|e[^/]*$)/u.test(one) && one !== "src/a" && !isProtected(one, "own"),
      "outside",
    );
    assert.equal(places.get(seen(one)) ?? one, one, "a twin");
    places.set(seen(one), one);
    for (const other of places.keys())
      assert.ok(
        !other.startsWith(`${seen(one)}/`) && !seen(one).startsWith(`${other}/`),
        "a file as a directory",
      );
  }
}

const proposed: fc.Arbitrary<ProposedFile> = fc.record({
  path,
  mode: fc.constantFrom<ProposedFile["mode"]>("100644", "100755"),
  contents: fc.option(fc.constantFrom("", "MQ==", "AAAA")),
});

function keepsProposals(files: readonly ProposedFile[]): void {
  const refused = new Set(
    checkProposal(files.map(changeOf), BASE, RULES).flatMap((one) => ("path" in one ? [one.path] : [])),
  );
  keepsPaths(files.map((one) => one.path));
  for (const { path: one, contents } of files.filter((file) => !refused.has(file.path)))
    assert.ok(!BASE.get(one)?.startsWith("12") && (contents !== null || BASE.has(one)));
}

const pattern = soup(["src", "/", "*", "**", "?", "{", "}", ",", "a", "..", ".git", "!", "{a,b}", "[x]"], 12);

function compiles([text, name]: readonly [string, string]): void {
  const glob = compileGlob(text);
  if (glob === null) return;
  assert.deepEqual(compileGlob(glob.pattern), glob);
  assert.ok(covers(glob, glob) && mayOverlap(glob, glob));
  for (const sample of samplePaths(glob)) assert.ok(matches(glob, sample), sample);
  assert.ok(glob.alternatives.every((one) => !one.includes("..") && !one.includes("")));
  if (matches(glob, name)) assert.ok(mayOverlap(glob, compileGlob("**") ?? glob));
}

const FIELDS = ['"v":2', '"nonce":', "null", "[]", "{}", "-1", '"x"', "1e999", ",", '"__proto__":', "}", "]"];
const proposal = mutated(fc.constant(JSON.stringify(GOOD_PROPOSAL)), FIELDS);
const report = mutated(fc.constant(JSON.stringify(GOOD_REPORT)), FIELDS);
const spent = mutated(fc.constant(JSON.stringify(GOOD_SPENT)), FIELDS);

/** What was decoded says the same when it is written and decoded again. */
function decodes<T>(decode: (source: string) => T) {
  return (source: string): void => {
    const value = orRefused(() => decode(source));
    if (value !== null) assert.deepEqual(decode(JSON.stringify(value)), value);
  };
}

const LIMITS = { bytes: 10_000, entries: 5 };
const archive = fc
  .tuple(
    fc.uint8Array({ maxLength: 60 }),
    fc.constantFrom(0 as const, 6 as const),
    fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat({ max: 255 })), {
      maxLength: 4,
    }),
    fc.double({ min: 0.5, max: 1, noNaN: true }),
  )
  .map(([bytes, level, flips, kept]) => {
    const made = zipSync({ "report.json": bytes, "a.log": new Uint8Array(3) }, { level });
    for (const [at, to] of flips) made[Math.floor(at * made.length)] = to;
    return made.subarray(0, kept > 0.75 ? made.length : Math.floor(kept * made.length));
  });

function readsArchives(bytes: Uint8Array): void {
  const read = readZipEntry(bytes, "report.json", LIMITS);
  if (!("fault" in read)) assert.ok(read.length <= LIMITS.bytes);
  const state = reportIn(bytes, "n1");
  assert.ok(state.state === "finished" || (state.state === "lost" && runLossWords(state.loss).length > 10));
}

function readsAnswers(source: string): void {
  const answer = decodeAnswer(source);
  if (answer === null) return;
  assert.match(answer.change, /^[^\n\r]{1,500}$/u);
  for (const notes of [answer.lessons, answer.foreclosed, answer.future])
    assert.ok(notes.length <= 10 && notes.every((note) => note.length <= 1_000));
  assert.deepEqual(decodeAnswer(JSON.stringify(answer)), answer);
}

const COST = [
  '{"type":"result"',
  '"total_cost_usd":',
  '"usage":{"input_tokens":',
  '"output_tokens":',
  "1",
  "1e308",
  "-1",
  "null",
  "}",
  ",",
  "\n",
  '{"type":"turn.completed"',
  '{"type":"step_finish","part":{"id":"a","cost":1,"tokens":{"input":1,"output":1}}}\n',
  '{"type":"turn.completed","usage":{"input_tokens":1e308,"output_tokens":2}}\n',
  '{"type":"result","stats":{"input_tokens":1,"output_tokens":2}}\n',
  '{"type":"result","total_cost_usd":0.5}\n',
];

function readsCosts(stdout: string): void {
  const output = { stdout, stderr: stdout, records: stdout };
  for (const { cost, failure } of AGENTS) {
    for (const value of Object.values(cost(output)))
      assert.ok(value === null || (Number.isFinite(value) && value >= 0));
    const found = failure(output);
    assert.ok(found === null || typeof found.said === "string");
  }
}

const log = soup(
  [
    "Error: ",
    "FAIL ",
    "at src/a.ts:12:3",
    "\n",
    "2026-01-01T00:00:00.0000000Z ",
    "\u001b[31m",
    "abcdef1234",
    "1.5 ms",
    "##[error]",
    "C:\\x\\y",
    "a/b",
    "Process completed with exit code 1",
    ...LIVE_PIECES.slice(0, 12),
  ],
  25,
);

function condenses(text: string): void {
  const check = { name: "test", summary: "", annotations: [], log: text };
  const { summary, signature } = ciFailure([check]);
  assert.ok(summary.length <= 2 * CI_SUMMARY_CHARACTERS && !summary.includes("<!--"));
  assert.match(signature, /^[^\n\r]{1,140}$/u);
  assert.deepEqual(
    ciFailure([check, { ...check, name: "lint" }]),
    ciFailure([{ ...check, name: "lint" }, check]),
  );
}

const source = soup(
  ["const ", "WIDTH", " = ", "10", "0.5", "-3", ";", "\n", "x: 1", '"y": 2,', "export ", "// 3", "  "],
  20,
);

function tunes([name, text]: readonly [string, string]): void {
  for (const constant of findConstants(new Map([[name, text]]))) {
    assert.equal(withValue(text, constant, constant.value).length > 0, true);
    const value = constant.whole ? 7 : 7.5;
    const again = findConstants(new Map([[name, withValue(text, constant, value)]])).find(
      ({ key }) => key === constant.key,
    );
    assert.equal(again?.value, value);
  }
}

export const RUN_TARGETS: readonly Target[] = [
  target(
    "metric-output",
    fc.tuple(soup(OUTPUT, 20), fc.constantFrom("ms", "constructor", null)),
    readsMetrics,
  ),
  target("path", path, normalises),
  target(
    "paths-of-a-proposal",
    fc.array(
      fc.tuple(fc.constantFrom("src/", "a/", "e", ""), path).map((parts) => parts.join("")),
      { maxLength: 6 },
    ),
    keepsPaths,
  ),
  target("proposal", fc.array(proposed, { maxLength: 5 }), keepsProposals),
  target("glob", fc.tuple(pattern, path), compiles),
  target("proposal-document", proposal, decodes(decodeProposal)),
  target("report", report, decodes(decodeReport)),
  target("spent-file", spent, decodes(decodeSpent)),
  target("archive", archive, readsArchives),
  target(
    "answer",
    mutated(
      fc.constant(
        JSON.stringify({ ...GOOD_REPORT.answer, change: "make it fast", lessons: ["a"], steered_by: [1] }),
      ),
      FIELDS,
    ),
    readsAnswers,
  ),
  target("agent-cost", soup(COST, 15), readsCosts),
  target("ci-log", log, condenses),
  target("tuner-constants", fc.tuple(fc.constantFrom("a.mjs", "a.json", "a.yml"), source), tunes),
];
