// One program while it goes on, as GitHub shows it: its journal folded, and what the app said on its issue. Read
// through the API and nothing else.

import { SELF } from "../../../sandbox/demo/story.ts";
import { fold } from "../../../src/domain/journal/fold.ts";
import { iterationCount, type ProgramState } from "../../../src/domain/journal/state.ts";
import { canonicalBranch, MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import { answerTo, hasStatusMarker, type NoticeKind, noticeOf } from "../../../src/text/format/markers.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";
import { eventsOf } from "./world.ts";

export interface Shown {
  readonly id: number;
  readonly body: string;
}

/** The fold of the journal; null while there is none. */
export async function stateOf(stage: Stage, name: string): Promise<ProgramState | null> {
  return fold(null, await eventsOf(stage, name));
}

/** Waits until this holds of the journal's state. @param what it is, in words for the failure */
export function untilState(
  stage: Stage,
  name: string,
  what: string,
  holds: (state: ProgramState) => boolean,
): Promise<ProgramState> {
  let looked = "";
  return until(
    () => `${name}: ${what}\n${stage.output().slice(-6_000)}`,
    async () => {
      const head = await memoryHead(stage);
      if (head === looked) return null;
      looked = head;
      const state = await stateOf(stage, name);
      return state !== null && holds(state) && state;
    },
  );
}

/** Where all journals are written; empty while there is none. Cheaper to ask for than a journal. */
async function memoryHead(stage: Stage): Promise<string> {
  const path = `${stage.base}/git/ref/heads/${MEMORY_BRANCH}`;
  const { body } = await stage.reader<{ object?: { sha: string } }>("GET", path);
  return body.object?.sha ?? "";
}

/** Waits until this iteration, or a later one, has ended and nothing is in flight. */
export function untilEnded(stage: Stage, name: string, iteration = 1): Promise<ProgramState> {
  return untilState(
    stage,
    name,
    `iteration ${iteration} has ended`,
    ({ last_iteration, in_flight }) => in_flight === null && (last_iteration ?? -1) >= iteration,
  );
}

/**
 * Waits until a program that kept something has nothing left to do or to say: the status comment names the pull
 * request, which is the last thing that an iteration leads to.
 */
export async function untilResting(stage: Stage, name: string, iteration = 1): Promise<ProgramState> {
  const state = await untilEnded(stage, name, iteration);
  const pull = await until(
    () => `a pull request of ${name}\n${stage.output().slice(-6_000)}`,
    async () => (await stage.reading.pulls()).find(({ head }) => head.ref === canonicalBranch(name)),
  );
  // What is said of this very iteration: a tick between the journal's last word and that would be missed (decision 0034).
  const count = `Iterations \\| ${iterationCount(state)}\\b`;
  await untilStatus(stage, state.issue, new RegExp(`🟢 Active.*${count}.*#${pull.number}\\b`, "s"));
  return state;
}

/** The app's own comments on an issue. */
export async function ownComments(stage: Stage, issue: number): Promise<readonly Shown[]> {
  return (await stage.reading.comments(issue)).filter(({ user }) => user.login === SELF);
}

/** The notices of a kind. */
export async function notices(stage: Stage, issue: number, kind: NoticeKind): Promise<readonly Shown[]> {
  return (await ownComments(stage, issue)).filter(({ body }) => noticeOf(body)?.kind === kind);
}

/** Waits until there is a notice of this kind in which this is said. */
export function untilNotice(stage: Stage, issue: number, kind: NoticeKind, said: RegExp): Promise<Shown> {
  return until(
    () => `a notice (${kind}) on issue #${issue} that says ${said}\n${stage.output().slice(-6_000)}`,
    async () => (await notices(stage, issue, kind)).find(({ body }) => said.test(body)),
  );
}

/** Waits until the status comment says this. */
export function untilStatus(stage: Stage, issue: number, said: RegExp): Promise<Shown> {
  return until(
    () => `a status comment on issue #${issue} that says ${said}\n${stage.output().slice(-6_000)}`,
    async () => (await statusComments(stage, issue)).find(({ body }) => said.test(body)),
  );
}

export async function statusComments(stage: Stage, issue: number): Promise<readonly Shown[]> {
  return (await ownComments(stage, issue)).filter(({ body }) => hasStatusMarker(body));
}

/** The comments that answer commands. */
export async function answers(stage: Stage, issue: number): Promise<readonly Shown[]> {
  return (await ownComments(stage, issue)).filter(({ body }) => answerTo(body) !== null);
}

/** The app's reactions on a comment, as the API names them. */
export async function reactions(stage: Stage, comment: number): Promise<readonly string[]> {
  const path = `${stage.base}/issues/comments/${comment}/reactions`;
  const { body } = await stage.reader<readonly { content: string; user: { login: string } }[]>("GET", path);
  return body.filter(({ user }) => user.login === SELF).map(({ content }) => content);
}

/** Waits until the app has reacted to a comment. @returns its reactions */
export function untilReacted(stage: Stage, comment: number): Promise<readonly string[]> {
  return until(
    () => `a reaction to comment ${comment}\n${stage.output().slice(-6_000)}`,
    async () => {
      const found = await reactions(stage, comment);
      return found.length > 0 && found;
    },
  );
}
