// `autoloop finalise`: takes the branch of a program apart in a clone, for a person to review and merge piece by piece. Makes
// local branches and nothing else: pushes nothing, changes no file, asks no host.

import type { Command } from "commander";
import { processEnvironment } from "../app/settings/process-environment.ts";
import { AutoloopError, Terminal, UserInput } from "../domain/errors.ts";
import { canonicalBranch, MEMORY_BRANCH, memoryPath, programTitle } from "../domain/program/names.ts";
import { fileGroups } from "../domain/repository/file-groups.ts";
import {
  type BranchCommit,
  type Clone,
  commitNamed,
  commitsSince,
  differences,
  mergeBase,
  pathsAt,
  splitInto,
  targetOf,
  textAt,
} from "../git/split-branch.ts";
import { parseTrailers, revertedBy } from "../text/comments/commit-message.ts";
import { type FinalisedIteration, finaliseMessage, totalOf } from "../text/comments/finalise-message.ts";
import { oneLine } from "../text/format/inert.ts";
import { formatDelta } from "../text/format/numbers.ts";
import { type ResultRow, readResults } from "../text/journal/results-table.ts";
import { repositoryAt } from "./workflow-files.ts";

/** Exit codes: the branches are there (or would be); nothing was made; there is nothing to look at, or it cannot be read. */
const EXIT = { made: 0, refused: 1, unreadable: 2 } as const;

/** What git may see: where it finds itself, the person's configuration, and who the person is. */
const VARIABLES = [
  ...["HOME", "XDG_CONFIG_HOME", "USERPROFILE", "LANG", "LC_ALL", "TMPDIR"],
  ...["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"],
];

interface Options {
  readonly directory: string;
  readonly remote: string;
  readonly base?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

interface Finalised {
  readonly program: string;
  /** Name of the branch that was taken apart, its head, and the commit from which the new ones start. */
  readonly from: string;
  readonly head: string;
  readonly base: string;
  readonly made: boolean;
  readonly branches: readonly {
    readonly branch: string;
    readonly iterations: readonly number[];
    /** Change of the metric; null: it is not known here. */
    readonly delta: number | null;
    readonly files: readonly string[];
  }[];
}

/** Adds the command. It sets `process.exitCode`: 0, 1 where nothing was made, 2 where there is nothing to look at. */
export function registerFinalise(program: Command): void {
  program
    .command("finalise")
    .alias("finalize")
    .description("split what a program kept into local branches that share no file, for review one by one")
    .argument("<name>", "name of the program, as in the branch autoloop/<name>")
    .option("--directory <directory>", "the clone", ".")
    .option("--remote <remote>", "the remote whose branches count before local ones", "origin")
    .option("--base <branch>", "the branch to merge into (default: the default branch of the remote)")
    .option("--dry-run", "say what would be made, and make nothing")
    .option("--json", "one JSON object")
    .action(async (name: string, options: Options) => {
      process.exitCode = await run(name, options);
    });
}

async function run(name: string, options: Options): Promise<number> {
  try {
    const finalised = await finalise(name, options);
    process.stdout.write(options.json ? `${JSON.stringify(finalised)}\n` : inWords(finalised));
    return EXIT.made;
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    const cause =
      error.cause instanceof Error && error.cause.message !== "" ? `: ${error.cause.message.trim()}` : "";
    process.stderr.write(`autoloop finalise: ${oneLine(`${error.message}${cause}`)}\n`);
    return error instanceof UserInput || error.kind === "retryable" ? EXIT.unreadable : EXIT.refused;
  }
}

async function finalise(name: string, options: Options): Promise<Finalised> {
  if (!/^[a-z0-9-]{1,64}$/.test(name))
    throw new UserInput("the name of a program has only a-z, 0-9 and -", "");
  const directory = await repositoryAt(options.directory);
  if (directory === null) throw new UserInput(`${options.directory} is in no clone of a repository`, "");
  const { PATH = "", ...set } = processEnvironment();
  const environment = Object.fromEntries(
    VARIABLES.flatMap((key) => (set[key] === undefined ? [] : [[key, set[key]]])),
  );
  const clone = { directory, environment: { PATH, GIT_TERMINAL_PROMPT: "0", ...environment } };

  const from = await nearest(clone, options.remote, canonicalBranch(name));
  if (from === null)
    throw new UserInput(
      `the clone has no branch ${canonicalBranch(name)}; fetch it with: git fetch ${options.remote}`,
      "",
    );
  const base = await mergeBase(clone, await baseOf(clone, options), from.commit);
  if (base === null)
    throw new UserInput("the branches have no commit in common here; is the clone shallow?", "");

  const changed = await differences(clone, base, from.commit);
  const units = unitsOf(name, await commitsSince(clone, base, from.commit));
  const groups = fileGroups(
    units.map((id) => ({ id, paths: id.paths })),
    changed.map(({ path }) => path),
  );
  if (!units.some(({ iteration }) => iteration !== null) || groups.length === 0)
    throw new Terminal(`${from.name} holds nothing that an iteration kept`);
  const lines = await linesOf(clone, options.remote, name);
  const parts = groups.map(({ ids, paths }, index) => {
    const iterations = ids.flatMap((unit) => finalised(unit, lines));
    const others = ids.flatMap(({ iteration, subject }) => (iteration === null ? [subject] : []));
    const files = changed.filter(({ path }) => paths.includes(path));
    const message = finaliseMessage({ program: name, branch: from.name, iterations, others });
    return { branch: `finalise/${name}/${index + 1}`, message, files, iterations };
  });
  await splitInto(clone, { base, head: from.commit, parts, dry: options.dryRun === true });
  return {
    ...{ program: name, from: from.name, head: from.commit, base, made: options.dryRun !== true },
    branches: parts.map(({ branch, iterations, files }) => ({
      branch,
      iterations: iterations.map(({ iteration }) => iteration),
      delta: totalOf(iterations),
      files: files.map(({ path }) => path),
    })),
  };
}

/** The remote's branch of that name, else the clone's own. */
async function nearest(clone: Clone, remote: string, branch: string) {
  for (const name of [`refs/remotes/${remote}/${branch}`, `refs/heads/${branch}`]) {
    const commit = await commitNamed(clone, name);
    if (commit !== null) return { name: name.replace(/^refs\/(?:remotes|heads)\//, ""), commit };
  }
  return null;
}

async function baseOf(clone: Clone, { base, remote }: Options): Promise<string> {
  const names =
    base === undefined
      ? [
          await targetOf(clone, `refs/remotes/${remote}/HEAD`),
          ...["main", "master"].map((one) => `refs/remotes/${remote}/${one}`),
        ]
      : [`refs/remotes/${remote}/${base}`, `refs/heads/${base}`];
  for (const name of names) {
    const commit = name === null ? null : await commitNamed(clone, name);
    if (commit !== null) return commit;
  }
  throw new UserInput("nobody knows here what the branch is to be merged into; say --base BRANCH", "");
}

/** Commits that stand or fall together: all of one iteration, or one of a person. */
interface Unit {
  /** Null: somebody else's. */
  readonly iteration: number | null;
  readonly subject: string;
  readonly paths: readonly string[];
}

/** What was taken back, and the commits that did so, are no part of what is left. */
function unitsOf(program: string, commits: readonly BranchCommit[]): readonly Unit[] {
  const takenBack = new Set(
    commits.flatMap(({ id, message }) => {
      const reverted = revertedBy(message, program);
      return reverted.length === 0 ? [] : [id, ...reverted];
    }),
  );
  const units: Unit[] = [];
  for (const { message, paths } of commits.filter((one) => !takenBack.has(one.id))) {
    const trailers = parseTrailers(message);
    const iteration = trailers?.program === program ? trailers.iteration : null;
    const subject = subjectOf(program, message);
    const at = iteration === null ? -1 : units.findIndex((unit) => unit.iteration === iteration);
    const before = units[at];
    if (before === undefined) units.push({ iteration, subject, paths });
    else units[at] = { ...before, paths: [...before.paths, ...paths] };
  }
  return units;
}

/** Without what the app puts before it. */
function subjectOf(program: string, message: string): string {
  const [first = ""] = message.split("\n", 1);
  const begin = `${programTitle(program)} `;
  return first.startsWith(begin)
    ? first.slice(begin.length).replace(/^Iteration \d+(?:, fix \d+)?(?:: |$)/, "")
    : first;
}

function finalised(unit: Unit, lines: ReadonlyMap<number, ResultRow>): readonly FinalisedIteration[] {
  const { iteration, subject } = unit;
  if (iteration === null) return [];
  const { metric = null, delta = null } = lines.get(iteration) ?? {};
  return [{ iteration, subject, metric, delta }];
}

/** Lines of the results table, as far as the clone has the memory branch. */
async function linesOf(
  clone: Clone,
  remote: string,
  program: string,
): Promise<ReadonlyMap<number, ResultRow>> {
  const memory = await nearest(clone, remote, MEMORY_BRANCH);
  if (memory === null) return new Map();
  const older = (await pathsAt(clone, memory.commit, memoryPath.journalDirectory(program))).filter((path) =>
    path.endsWith(".tsv"),
  );
  const texts = await Promise.all(
    [...older, memoryPath.results(program)].map((path) => textAt(clone, memory.commit, path)),
  );
  return new Map(texts.flatMap((text) => [...readResults(text ?? "")]));
}

function inWords({ from, base, made, branches }: Finalised): string {
  const lines = branches.map(({ branch, iterations, delta, files }) => {
    const what = iterations.length === 0 ? "no iteration" : `iterations ${iterations.join(", ")}`;
    const by = delta === null ? "change not known here" : formatDelta(delta);
    return `  ${branch}  ${what}; ${by}; ${files.map(oneLine).join(", ")}\n`;
  });
  const head = `${from} since ${base.slice(0, 7)}, in ${branches.length} ${branches.length === 1 ? "branch" : "branches"} that share no file${made ? "" : " (nothing was made)"}:\n`;
  const next = made ? "Nothing was pushed. Push one with: git push origin BRANCH\n" : "";
  return head + lines.join("") + next;
}
