// `npm run contract`: holds what the app asked in its tests, and what the local GitHub answered, against GitHub's own
// descriptions of github.com and of each GitHub Enterprise Server that there is one of; and all GraphQL documents against
// its schema. Records nothing itself: the script does, before. A second folder may hold descriptions of further servers,
// as older releases of `@octokit/openapi` have them.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { schema as published } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import type { Recorded } from "../../sandbox/front/recorder.ts";
import * as mutations from "../../src/github/git/mutations.ts";
import * as queries from "../../src/github/read/queries.ts";
import { Contract, type Description } from "./contract.ts";

/** What does not fit and is meant so, each with its reason. */
const KNOWN: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /^(?:PATCH|POST) \/repos\/.*: does not answer 301$/,
    "GitHub sends on what was renamed, whatever is described",
  ],
  [/dispatches: does not know the field return_run_details$/, "a server refuses it, then it is left out"],
  [/^GET \/app 200: \/owner /, "the app does not read it"],
  [/^GET \/repos\/\{owner\}\/\{repo\} 200: \/pushed_at /, "the app does not read it"],
  [
    /^GET \/repos\/\{owner\}\/\{repo\}\/pulls 200: \/\*\/labels\/\*\/description /,
    "the app does not read it",
  ],
];

/** What has no REST operation. */
const OTHERS: ReadonlySet<string> = new Set(["/graphql"]);

const [folder, older] = process.argv.slice(2);
if (folder === undefined) throw new Error("which folder holds the recorded requests?");

const recorded = readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"))
  .map((line) => JSON.parse(line) as Recorded)
  .filter(({ path }) => !OTHERS.has(path));
const generated = join(dirname(createRequire(import.meta.url).resolve("@octokit/openapi")), "generated");
const serversIn = (place: string) =>
  readdirSync(place).flatMap((name) => /^(ghes-[\d.]+)\.json$/.exec(name)?.[1] ?? []);
const versions: ReadonlyMap<string, string> = new Map([
  ...(older === undefined ? [] : serversIn(older).map((name) => [name, older] as const)),
  ...["api.github.com", ...serversIn(generated)].map((name) => [name, generated] as const),
]);

const documents = documentProblems();
let isFine = documents.length === 0 && recorded.length > 0;
process.stdout.write(`${recorded.length} recorded requests\n`);
for (const problem of documents) process.stdout.write(`  GraphQL: ${problem}\n`);
for (const [version, place] of versions) {
  const text = readFileSync(join(place, `${version}.json`), "utf8");
  const contract = new Contract(JSON.parse(text) as Description);
  const operations = new Set(recorded.map((one) => contract.operationOf(one)));
  // The local GitHub speaks as github.com does.
  const answers =
    version === "api.github.com" ? recorded.flatMap((one) => contract.problemsOfAnswer(one)) : [];
  const all = new Set([...recorded.flatMap((one) => contract.problemsOfRequest(one)), ...answers]);
  const problems = [...all].filter((problem) => !KNOWN.some(([pattern]) => pattern.test(problem)));
  const known = KNOWN.filter(([pattern]) => [...all].some((problem) => pattern.test(problem)));
  process.stdout.write(`${version}: ${operations.size} operations, ${problems.length} problems\n`);
  for (const problem of problems.toSorted((a, b) => a.localeCompare(b)))
    process.stdout.write(`  ${problem}\n`);
  for (const [pattern, reason] of known) process.stdout.write(`  known: ${pattern.source}: ${reason}\n`);
  if (problems.length > 0) isFine = false;
}
process.exitCode = isFine ? 0 : 1;

function documentProblems(): readonly string[] {
  const schema = buildSchema(published.idl, { assumeValid: true, assumeValidSDL: true });
  return Object.entries({ ...queries, ...mutations }).flatMap(([name, document]) =>
    validate(schema, parse(document)).map(({ message }) => `${name}: ${message}`),
  );
}
