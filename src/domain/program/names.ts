// Every name that Autoloop gives to something on GitHub, built and parsed side by side.
// Nothing outside this file may put such a name together from parts.

import { PROGRAM_NAME_CHARACTERS } from "../limits.ts";

/**
 * Labels: `program` makes an issue a program, `completed` says that its target was reached, the others stand on what the app
 * opens itself.
 */
export const LABEL = {
  program: "autoloop-program",
  completed: "autoloop-completed",
  automation: "automation",
  autoloop: "autoloop",
} as const;

/** The branch of the user's repository on which journal, state files, results and registry live. */
export const MEMORY_BRANCH = "memory/autoloop";

/** Commit trailers that make a commit of ours findable again. */
export const TRAILER = {
  program: "Autoloop-Program",
  iteration: "Autoloop-Iteration",
  run: "Autoloop-Run",
  /** Only where it is not the first of its iteration. */
  attempt: "Autoloop-Attempt",
  takesBack: "Autoloop-Takes-Back",
} as const;

/** Where the repository's own configuration lives, on its default branch. */
export const REPO_CONFIG_PATH = ".github/autoloop.yml";

/** The workflow that runs on GitHub Actions are runs of. */
export const WORKFLOW = { file: "autoloop.yml", path: ".github/workflows/autoloop.yml" } as const;

/** Where a repository keeps the runner that the workflow starts. */
export const RUNNER_FOLDER = ".github/autoloop";

/** Names of its jobs, which GitHub shows as checks of the default branch's head. No other job is called so. */
export const JOB = { propose: "Autoloop propose", evaluate: "Autoloop evaluate" } as const;

/** The app whose check runs are jobs of GitHub Actions. */
export const GITHUB_ACTIONS = "github-actions";

/** The check is a job of Autoloop's own workflow: it says nothing about the commit that it stands on. */
export function isOwnJob(app: string | null, name: string): boolean {
  return app === GITHUB_ACTIONS && (name === JOB.propose || name === JOB.evaluate);
}

/** Title of a workflow run, as the workflow's `run-name` makes it of its inputs. */
const RUN_TITLE = /^autoloop (\S{1,256}) iteration \d{1,15} ([0-9A-Za-z]{1,256})$/;

/** Which program a workflow run is of, and the nonce it was ordered with; null where the title is no such title. */
export function parseRunTitle(title: string): { readonly program: string; readonly nonce: string } | null {
  const [, program, nonce] = RUN_TITLE.exec(title) ?? [];
  return program === undefined || nonce === undefined ? null : { program, nonce };
}

/** Name of the artifact that carries the report of a workflow run. `nonce`: with which the run was ordered. */
export function reportArtifact(nonce: string): string {
  return `autoloop-report-${nonce}`;
}

/** The form that makes a program of an issue, where people installed it. */
export const ISSUE_FORM = {
  file: "autoloop-program.yml",
  path: ".github/ISSUE_TEMPLATE/autoloop-program.yml",
} as const;

/** The one branch of a program, without `refs/heads/`. Never anything else, never a suffix. */
export function canonicalBranch(program: string): string {
  return `autoloop/${program}`;
}

/** A branch as older editions named them: the canonical name and 6 to 40 hexadecimal digits. */
export function isLegacyBranch(branch: string, program: string): boolean {
  const prefix = `${canonicalBranch(program)}-`;
  return branch.startsWith(prefix) && /^[0-9a-f]{6,40}$/.test(branch.slice(prefix.length));
}

/** Title of a program's pull request, and of an issue made for a file program. */
export function programTitle(program: string): string {
  return `[Autoloop: ${program}]`;
}

/** Paths on the memory branch. `program`: a name, never outside text. Segment numbers start at 1; hashes are hex. */
export const memoryPath = {
  state: (program: string) => `${program}.md`,
  /** The newest lines of the results table. */
  results: (program: string) => `${program}.tsv`,
  /** Older lines of it, from this iteration on. A look lists the directory for the journal's segments anyway. */
  olderResults: (program: string, from: number) =>
    `journal/${program}/results-${String(from).padStart(6, "0")}.tsv`,
  registry: () => "registry.json",
  journalDirectory: (program: string) => `journal/${program}`,
  segment: (program: string, number: number) => `journal/${program}/${String(number).padStart(6, "0")}.jsonl`,
  /** The proposals of a program as patches, and one of them. */
  attempts: (program: string) => `attempts/${program}`,
  attempt: (program: string, iteration: number, attempt: number) =>
    `attempts/${program}/${iteration}-${attempt}.patch`,
  definition: (program: string, hash: string) => `definitions/${program}/${hash}.md`,
  /** What the newest run on GitHub Actions is asked for; each start writes it anew. */
  request: (program: string) => `requests/${program}.json`,
} as const;

const TITLE_PREFIX = /^\s*(?:\[autoloop\]\s*){0,2}\[autoloop:\s*([^\]]{1,256})\]/i;

/** The name inside `[Autoloop: name]` (also behind one or two `[Autoloop]`), or null where the title has none. */
export function nameFromTitle(title: string): string | null {
  const name = TITLE_PREFIX.exec(title.slice(0, 1024))?.[1]?.trim();
  return name ? name : null;
}

/** Lower case; runs of anything but a-z and 0-9 become one `-`; trimmed and cut to 64 characters. May be empty. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .slice(0, 1024)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, PROGRAM_NAME_CHARACTERS)
    .replace(/-$/, "");
}

/**
 * The name of an issue program, chosen once at adoption and frozen in the journal.
 * @param taken names of the other programs of this repository
 * @returns 1 to 64 characters, none of `taken`: where the title's words are taken, with the issue's number behind them
 */
export function programName(issue: { number: number; title: string }, taken: ReadonlySet<string>): string {
  const base = slug(nameFromTitle(issue.title) ?? issue.title) || `issue-${issue.number}`;
  let name = base;
  for (let suffix = ""; taken.has(name); ) {
    // Another program's title may already have given it this name with the number.
    suffix += `-${issue.number}`;
    name = `${base.slice(0, PROGRAM_NAME_CHARACTERS - suffix.length)}${suffix}`;
  }
  return name;
}

/** The title says that the issue carries the program of this name, and nothing besides. */
export function carriesFile(title: string, name: string): boolean {
  const end = title.indexOf("]", title.toLowerCase().indexOf("[autoloop:"));
  return title.slice(end + 1).trim() === "" && slug(nameFromTitle(title) ?? "") === name;
}
