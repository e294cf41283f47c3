// A small valid world for the planner, built around a journal: what GitHub shows follows from what the journal
// says, so a test names only its one deviation. A world that cannot be is refused where it is built.

import type { Permission } from "../../../src/domain/authority.ts";
import type { RunState } from "../../../src/domain/journal/iteration.ts";
import type { Imported, InFlight, ProgramState } from "../../../src/domain/journal/state.ts";
import type { Legacy } from "../../../src/domain/program/legacy.ts";
import { LABEL } from "../../../src/domain/program/names.ts";
import type { Definition, Problem } from "../../../src/domain/program/program.ts";
import type { FailedCheck, RequiredNames } from "../../../src/domain/repository/checks.ts";
import type { ReadinessCheck } from "../../../src/domain/repository/readiness.ts";
import type {
  BranchView,
  CheckView,
  CommentView,
  FileModes,
  IssueView,
  ProgramView,
  PullView,
  Thread,
} from "../../../src/domain/repository/view.ts";
import { type Found, NOTHING_FOUND, type Observation } from "../../../src/plan/world.ts";
import type { CheckRunAction } from "../../../src/text/command/check-run-action.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { parseRegistry, type RegistryRow, rowOf, withRow } from "../../../src/text/journal/registry.ts";
import { renderResults } from "../../../src/text/journal/results-table.ts";
import { parseProgram, READER } from "../../../src/text/program/program.ts";
import { renderStateFile } from "../../../src/text/state-file/state-file.ts";
import { accountId } from "../github/fake-records.ts";
import { PROGRAM_TEXT } from "../loop/loop.ts";
import { JournalBuilder, journalOf, MAINTAINER, someSha } from "./journal.ts";
import { nonsenseIn } from "./nonsense.ts";
import { checkFor, shownFor } from "./shown.ts";
import { aBranch, aPull, type Commit, iterationCommit, MAIN, own, SELF } from "./view-parts.ts";

/** Long before anything in a journal of the builder. */
export const LONG_AGO = "2025-12-31T00:00:00Z";

/** Files of the commit that runs stand on. */
const BASE: FileModes = new Map([
  ["src/carton.mjs", "100644"],
  ["evaluate.mjs", "100644"],
]);

/** The demo's program with more lines in its frontmatter. */
export function programText(...settings: readonly string[]): string {
  return PROGRAM_TEXT.replace("schedule: every 1h", ["schedule: every 1h", ...settings].join("\n"));
}

/** A journal that was adopted from this text, as the app does it: ready for its baseline. */
export function aProgram(
  text = PROGRAM_TEXT,
  name = "carton",
  imported?: Imported,
  plateau?: number,
): JournalBuilder {
  const { definition, problems } = parseProgram(text);
  if (definition === null) throw new Error(`not runnable: ${problems[0]?.message ?? ""}`);
  return new JournalBuilder(name)
    .adopted(1, imported, plateau)
    .event({ type: "program.defined", ...bound(text, definition), reader: READER })
    .started();
}

/** The same, adopted by a version whose reader was the first and made `definition` of the text. */
export function aProgramOfOld(text: string, definition: Definition, imported?: Imported): JournalBuilder {
  return new JournalBuilder("carton")
    .adopted(1, imported)
    .event({ type: "program.defined", ...bound(text, definition) })
    .started();
}

function bound(text: string, definition: Definition) {
  return { hash: sha256(text), definition, approved_by: MAINTAINER, epoch: 1 };
}

/** A program whose first improvement was kept and offered: nothing to do before its next hour. */
export function aKeptProgram(text = PROGRAM_TEXT, imported?: Imported): JournalBuilder {
  return aProgram(text, "carton", imported).baseline(760).accepted(750).pull(2);
}

/** What differs from the world that follows from the journal. */
export interface Deviation {
  /** Default: `aKeptProgram()`. */
  readonly journal?: JournalBuilder | "absent" | { readonly broken: string };
  /** What the issue's text is; default: what the journal approved. */
  readonly text?: string;
  readonly issue?: Partial<IssueView> | "absent";
  /** Besides what the app itself has shown. */
  readonly comments?: readonly CommentView[];
  /** False: nothing that the app shows is there. */
  readonly shown?: boolean;
  /** The commit of the iteration in flight is on the branch. */
  readonly committed?: boolean;
  readonly branch?: BranchView | "absent";
  readonly defaultBranch?: ProgramView["defaultBranch"];
  readonly pulls?: readonly PullView[];
  readonly checks?: readonly CheckView[];
  /** Default: it goes on, where an iteration is in flight. */
  readonly run?: RunState | ((flight: InFlight) => RunState);
  /** Default: none besides. */
  readonly held?: Observation["held"];
  readonly checkRunActions?: readonly CheckRunAction[];
  /** Default: what the fake's repository begins with. */
  readonly base?: FileModes | "unlisted";
  /** Commands elsewhere that a sweep found. */
  readonly mentions?: Observation["mentions"];
  readonly conversations?: readonly Thread[];
  readonly required?: RequiredNames;
  /** Of commits that are not the branch's head, by commit. */
  readonly checksAt?: Readonly<Record<string, readonly CheckView[]>>;
  readonly failures?: readonly FailedCheck[];
  readonly permissions?: Readonly<Record<string, Permission>>;
  /** Who had no say less than a minute ago. */
  readonly strangers?: readonly string[];
  /** Other programs of the repository. */
  readonly neighbours?: readonly Partial<RegistryRow>[];
  /** Programs with an iteration in flight in other repositories of the account. */
  readonly elsewhere?: readonly Partial<RegistryRow>[];
  readonly registry?: "absent";
  /** State file and results table are gone. */
  readonly memoryFiles?: "absent";
  /** Edits the state file; without a journal `before` is empty. */
  readonly stateFile?: (before: string) => string;
  /** Who wrote the edited state file last. */
  readonly editor?: { readonly login: string | null };
  /** What an older edition left behind besides its state file. */
  readonly legacy?: Legacy;
  readonly configProblems?: readonly Problem[];
  /** What an earlier action of the same look found out, besides a conflict. */
  readonly found?: Partial<Found>;
  /** Default: nobody asked. */
  readonly readiness?: readonly ReadinessCheck[] | "refused";
  readonly conflict?: Found["conflict"];
}

/** @throws Error for a world that cannot be */
export function anObservation(deviation: Deviation = {}): Observation {
  const { journal: history = aKeptProgram() } = deviation;
  const state = history instanceof JournalBuilder ? history.state : null;
  const journal = history instanceof JournalBuilder ? journalOf(history) : history;
  const view = viewOf(deviation, state, journal);
  const kept = deviation.memoryFiles === "absent" ? null : state;
  const observation: Observation = {
    key: { account: "1", owner: "octo", name: "carton", issue: 1 },
    name: state?.name ?? "carton",
    view,
    journal,
    editor: editorOf(deviation, state),
    legacy: deviation.legacy === undefined ? "unread" : { value: deviation.legacy },
    readiness: deviation.readiness === undefined ? "unread" : { value: deviation.readiness },
    stateFile: stateFileOf(deviation, kept),
    mentions: deviation.mentions ?? [],
    conversations: { value: deviation.conversations ?? [] },
    checkRunActions: deviation.checkRunActions ?? [],
    results: kept === null ? "absent" : renderResults(null, kept.recent),
    olderResults: "unread",
    registry: registryOf(deviation, state),
    program:
      view.issue === "absent"
        ? "absent"
        : { source: state?.source ?? { kind: "issue" }, text: deviation.text ?? view.issue.body },
    elsewhere: (deviation.elsewhere ?? []).map((change, index) => aNeighbour(index, change)),
    config: { problems: deviation.configProblems ?? [] },
    requiredChecks: { value: deviation.required ?? [] },
    checksAt: { value: new Map(Object.entries({ ...unchecked(view), ...deviation.checksAt })) },
    failures: { value: deviation.failures ?? [] },
    run: runOf(deviation, state),
    held: deviation.held ?? [],
    base: { value: deviation.base ?? BASE },
    strangers: new Set(deviation.strangers),
    people: {
      value: new Map(
        Object.entries(deviation.permissions ?? { [MAINTAINER.login]: MAINTAINER.permission }).map(
          ([login, permission]) => [login, { permission, id: accountId(login) }],
        ),
      ),
    },
    found: { ...NOTHING_FOUND, conflict: deviation.conflict ?? null, ...deviation.found },
    ids: { nonce: "fresh-nonce", run: "fresh-run" },
    workerId: "here",
  };
  const nonsense = nonsenseIn(observation, state);
  if (nonsense.length > 0) throw new Error(`no such world: ${nonsense.join("; ")}`);
  return observation;
}

/** The default branch's head, which nobody has checked. */
function unchecked({ defaultBranch }: ProgramView): Readonly<Record<string, readonly CheckView[]>> {
  return defaultBranch === "absent" ? {} : { [defaultBranch.head]: [] };
}

/** Unless a test says who it was, whatever differs in the state file is the app's own of an earlier version. */
function editorOf({ editor }: Deviation, state: ProgramState | null): Observation["editor"] {
  if (editor !== undefined) return { value: editor.login };
  return state === null ? "unread" : { value: SELF };
}

function viewOf(
  deviation: Deviation,
  state: ProgramState | null,
  journal: Observation["journal"],
): ProgramView {
  const issue = issueOf(deviation, state);
  const seq = journal === "absent" || "broken" in journal ? 0 : journal.seq;
  const shown =
    state === null || deviation.shown === false
      ? []
      : shownFor(state, seq, deviation.committed === true, typeof issue === "string" ? "" : issue.body);
  const branch = deviation.branch ?? branchOf(state, deviation.committed === true);
  const isChecked = state !== null && branch !== "absent";
  return {
    self: SELF,
    issue,
    comments: [...shown.map((body, index) => own(body, index + 1)), ...(deviation.comments ?? [])],
    defaultBranch: deviation.defaultBranch ?? { name: "main", head: MAIN },
    branch,
    pulls: deviation.pulls ?? pullsOf(state),
    checks: [...(deviation.checks ?? []), ...(isChecked ? [checkFor(state)] : [])],
    memory: { head: hasMemory(deviation, journal) ? someSha(10_000 + seq) : "absent", files: [] },
    config: "absent",
    sources: [],
  };
}

/** An older edition has a state file, and so a memory branch, without a journal. */
function hasMemory({ stateFile }: Deviation, journal: Observation["journal"]): boolean {
  return journal !== "absent" || stateFile !== undefined;
}

function stateFileOf({ stateFile }: Deviation, kept: ProgramState | null): Observation["stateFile"] {
  const rendered = kept === null ? "absent" : renderStateFile(null, kept);
  return stateFile === undefined ? rendered : stateFile(rendered === "absent" ? "" : rendered);
}

function issueOf(deviation: Deviation, state: ProgramState | null): IssueView | "absent" {
  if (deviation.issue === "absent") return "absent";
  const labels = { completed: [LABEL.completed], stopped: [] };
  const status = state?.status;
  return {
    number: 1,
    title: "Carton",
    body: deviation.text ?? textOf(state),
    state: "open",
    locked: false,
    labels: status === "completed" || status === "stopped" ? labels[status] : [LABEL.program],
    author: { login: MAINTAINER.login, type: "User" },
    edited: null,
    labelled: [{ login: MAINTAINER.login, at: LONG_AGO }],
    unlabelled: [],
    closed: [],
    reopened: [],
    reactions: ["eyes"],
    createdAt: LONG_AGO,
    updatedAt: LONG_AGO,
    ...deviation.issue,
  };
}

/** The text that the journal's definition was read from. */
function textOf(state: ProgramState | null): string {
  if (state?.definition == null) return PROGRAM_TEXT;
  const { hash, parsed } = state.definition;
  const text = [PROGRAM_TEXT, JSON.stringify(parsed)].find((one) => sha256(one) === hash);
  if (text === undefined) throw new Error("give the text that the journal's definition was read from");
  return text;
}

/** The kept commits on top of the default branch, newest first, and that of the iteration in flight. */
function branchOf(state: ProgramState | null, committed: boolean): BranchView | "absent" {
  if (state === null) return "absent";
  const kept = state.recent.flatMap(({ number, commit }) => (commit === null ? [] : [{ number, commit }]));
  const flight = committed && state.in_flight !== null ? [state.in_flight.number] : [];
  const commits: Commit[] = [];
  for (const number of [...kept.map((one) => one.number), ...flight]) {
    const commit = iterationCommit(number, commits[0]?.id, state.name);
    commits.unshift({ ...commit, committedAt: state.last_run_at ?? commit.committedAt });
  }
  return commits.length === 0 ? "absent" : aBranch(commits);
}

function pullsOf(state: ProgramState | null): readonly PullView[] {
  return state?.pull == null ? [] : [aPull(state, { number: state.pull.number, state: state.pull.state })];
}

function registryOf(deviation: Deviation, state: ProgramState | null): Observation["registry"] {
  if (deviation.registry === "absent") return "absent";
  const rows = (deviation.neighbours ?? []).map((change, index) => aNeighbour(index, change));
  const all = state === null ? rows : [...rows, rowOf(state, null)];
  const text = all.reduce<string | null>(
    (so_far, row) => withRow(so_far === null ? null : parseRegistry(so_far), row),
    null,
  );
  return text === null ? "absent" : parseRegistry(text);
}

function aNeighbour(index: number, change: Partial<RegistryRow>): RegistryRow {
  const name = `neighbour-${index}`;
  const state = aProgram(PROGRAM_TEXT, name).state;
  return { ...rowOf(state, null), issue: 100 + index, ...change };
}

function runOf({ run }: Deviation, state: ProgramState | null): RunState {
  const flight = state?.in_flight ?? null;
  if (typeof run !== "function") return run ?? { state: flight === null ? "absent" : "running" };
  if (flight === null) throw new Error("no such world: a run without an iteration in flight");
  return run(flight);
}
