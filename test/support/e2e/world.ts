// One program as GitHub holds it, read back through the API and nothing else, and what must hold of every program
// that rests.

import { expect } from "vitest";
import { SELF } from "../../../sandbox/demo/story.ts";
import { endsIteration, type JournalEvent } from "../../../src/domain/journal/event.ts";
import { fold } from "../../../src/domain/journal/fold.ts";
import { canonicalBranch, LABEL, MEMORY_BRANCH, memoryPath } from "../../../src/domain/program/names.ts";
import { parseTrailers } from "../../../src/text/comments/commit-message.ts";
import { hasStatusMarker, iterationOf, type NoticeKind, noticeOf } from "../../../src/text/format/markers.ts";
import { decodeEvents, type Segment, verifyJournal } from "../../../src/text/journal/journal.ts";
import { parseRegistry, rowOf } from "../../../src/text/journal/registry.ts";
import { resultsFromEvents } from "../../../src/text/journal/results-table.ts";
import { parseStateFile, renderStateFile } from "../../../src/text/state-file/state-file.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";

interface Issue {
  readonly body: string;
  readonly state: string;
  readonly labels: readonly { readonly name: string }[];
}

interface Pull {
  readonly number: number;
  readonly state: string;
  readonly draft: boolean;
  readonly title: string;
  readonly head: { readonly ref: string };
  readonly user: { readonly login: string };
  readonly labels: readonly { readonly name: string }[];
}

export interface Commit {
  readonly sha: string;
  readonly commit: {
    readonly message: string;
    readonly author: { readonly name: string };
    readonly committer: { readonly name: string };
  };
  readonly author: { readonly login: string } | null;
  readonly parents: readonly { readonly sha: string }[];
}

export interface World {
  readonly name: string;
  readonly issue: Issue;
  /** Ids of the app's status comments. */
  readonly statusComments: readonly number[];
  /** Numbers of the iterations that the app commented on, in the order of the comments. */
  readonly iterationComments: readonly number[];
  readonly notices: readonly { readonly kind: NoticeKind; readonly body: string }[];
  /** All branches `autoloop/…` of the repository. */
  readonly branches: readonly string[];
  /** All pull requests from this program's branch, closed ones too. */
  readonly pulls: readonly Pull[];
  /** What the branch has and the default branch has not, newest first. */
  readonly commits: readonly Commit[];
  readonly segments: readonly Segment[];
  readonly events: readonly JournalEvent[];
}

/** What this version can read of a journal that another one wrote. */
export type Translate = (segments: readonly Segment[]) => readonly Segment[];

/** The journal's segments; none while there is no journal. */
async function segmentsOf(stage: Stage, name: string): Promise<readonly Segment[]> {
  const directory = memoryPath.journalDirectory(name);
  const path = `${stage.base}/contents/${directory}?ref=${encodeURIComponent(MEMORY_BRANCH)}`;
  const listed = await stage.reader<readonly { name: string }[]>("GET", path);
  if (listed.status === 404) return [];
  const files = listed.body.map((file) => file.name).filter((file) => file.endsWith(".jsonl"));
  return Promise.all(
    files.toSorted().map(async (file) => ({
      number: Number(file.replace(/\.jsonl$/, "")),
      text: await stage.reading.file(MEMORY_BRANCH, `${directory}/${file}`),
    })),
  );
}

/** All events of a program's journal so far. */
export async function eventsOf(stage: Stage, name: string): Promise<readonly JournalEvent[]> {
  return (await segmentsOf(stage, name)).flatMap(({ text }) => decodeEvents(text));
}

async function issueOf(stage: Stage, issue: number): Promise<Issue> {
  return (await stage.reader<Issue>("GET", `${stage.base}/issues/${issue}`)).body;
}

/** When nothing more is to come: the label, which is the last thing to change, was replaced. */
export async function completed(stage: Stage, issue: number, ms?: number): Promise<void> {
  const done = async () => {
    const labels = (await issueOf(stage, issue)).labels.map(({ name }) => name);
    return labels.includes(LABEL.completed) && !labels.includes(LABEL.program);
  };
  await until(() => `issue #${issue} is completed\n${stage.output().slice(-6_000)}`, done, ms);
}

export async function readWorld(
  stage: Stage,
  issue: number,
  name: string,
  translate: Translate = (segments) => segments,
): Promise<World> {
  const comments = (await stage.reading.comments(issue)).filter(({ user }) => user.login === SELF);
  const segments = translate(await segmentsOf(stage, name));
  const branch = canonicalBranch(name);
  const pulls = await stage.reader<readonly Pull[]>("GET", `${stage.base}/pulls?state=all&per_page=100`);
  const branches = (await stage.reading.branches()).filter((one) => one.startsWith(canonicalBranch("")));
  return {
    name,
    issue: await issueOf(stage, issue),
    statusComments: comments.filter(({ body }) => hasStatusMarker(body)).map(({ id }) => id),
    iterationComments: comments.flatMap(({ body }) => iterationOf(body)?.number ?? []),
    notices: comments.flatMap(({ body }) => {
      const kind = noticeOf(body)?.kind;
      return kind === undefined ? [] : [{ kind, body }];
    }),
    branches,
    pulls: pulls.body
      .filter(({ head }) => head.ref === branch)
      .map(({ number, state, draft, title, head, user, labels }) => ({
        ...{ number, state, draft, title, head: { ref: head.ref }, user: { login: user.login } },
        labels: labels.map((label) => ({ name: label.name })),
      })),
    commits: branches.includes(branch) ? await commitsOf(stage, branch) : [],
    segments,
    events: segments.flatMap(({ text }) => decodeEvents(text)),
  };
}

async function commitsOf(stage: Stage, branch: string): Promise<readonly Commit[]> {
  const list = async (sha: string) => {
    const path = `${stage.base}/commits?sha=${encodeURIComponent(sha)}&per_page=100`;
    return (await stage.reader<readonly Commit[]>("GET", path)).body;
  };
  const old = new Set((await list("main")).map(({ sha }) => sha));
  return (await list(branch)).filter(({ sha }) => !old.has(sha));
}

/** Holds of every program at rest that has kept something, whatever happened on the way. */
export async function expectWhole(stage: Stage, world: World): Promise<void> {
  const { name, events, segments } = world;
  const of = <T extends JournalEvent["type"]>(type: T) =>
    events.filter((event): event is JournalEvent & { type: T } => event.type === type);
  const started = of("iteration.start").flatMap(({ attempt, iteration }) => (attempt > 1 ? [] : [iteration]));
  const ended = events
    .filter(endsIteration)
    .flatMap((event) => ("iteration" in event ? [event.iteration] : []));
  const kept = of("iteration.accept").map(({ iteration }) => iteration);

  expect(world.statusComments).toHaveLength(1);
  expect(started).toEqual(started.map((_, index) => index));
  expect(ended).toEqual(started);
  expect(world.iterationComments).toEqual(started);
  expect(world.branches.filter((branch) => branch === canonicalBranch(name))).toHaveLength(1);
  expect(world.pulls).toMatchObject([
    { state: "open", draft: true, title: `[Autoloop: ${name}]`, user: { login: SELF } },
  ]);
  expect(world.pulls[0]?.labels.map((label) => label.name).toSorted()).toEqual(["autoloop", "automation"]);

  expect(verifyJournal(name, segments).events).toBe(events.length);
  const committed = world.commits.flatMap(({ commit }) => parseTrailers(commit.message) ?? []);
  const subjects = world.commits.flatMap(({ commit }) =>
    parseTrailers(commit.message) === null ? [] : [/ Iteration \d+(?:, fix \d+)?/.exec(commit.message)?.[0]],
  );
  expect(new Set(subjects).size).toBe(committed.length);
  expect(committed.map(({ iteration }) => iteration)).toEqual(expect.arrayContaining(kept.slice(1)));
  expect(committed.every((trailers) => trailers.program === name)).toBe(true);

  await expectProjections(stage, world);
}

/** State file, results table and registry say what the journal says. */
async function expectProjections(stage: Stage, { name, events }: World): Promise<void> {
  const state = fold(null, events);
  if (state === null) throw new Error("the journal holds nothing");
  const file = (path: string) => stage.reading.file(MEMORY_BRANCH, path);

  const stateFile = await file(memoryPath.state(name));
  expect(renderStateFile(stateFile, state)).toBe(stateFile);
  expect(parseStateFile(stateFile)).toMatchObject({
    problems: [],
    bestMetric: state.best?.metric,
    initialMetric: state.baseline,
    branch: state.branch,
    issue: state.issue,
    completed: state.status === "completed",
    recentStatuses: state.recent_statuses,
  });
  expect(await file(memoryPath.results(name))).toBe(resultsFromEvents(events));
  const { due_at: _, ...row } = rowOf(state, null);
  expect(parseRegistry(await file(memoryPath.registry())).programs).toContainEqual(
    expect.objectContaining(row),
  );
}
