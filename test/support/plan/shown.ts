// What the app has shown people when it is at rest with a state: the bodies of its own comments, oldest first.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import type { CheckView } from "../../../src/domain/repository/view.ts";
import { nextDue } from "../../../src/plan/iteration/turn.ts";
import { iterationComment } from "../../../src/text/comments/iteration-comment.ts";
import { ownCheck } from "../../../src/text/comments/own-check.ts";
import type { Standing } from "../../../src/text/comments/status/standing-list.ts";
import { type Phase, statusComment } from "../../../src/text/comments/status-comment.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { type Notice, noticeComment } from "../../../src/text/notices/notice-comment.ts";
import { parseProgram } from "../../../src/text/program/program.ts";
import { POLICY } from "../loop/loop.ts";

/** Nobody said or wrote anything that is to stand. */
export const NOTHING_STANDS: Standing = {
  orders: [],
  lines: { "Current Priorities": 0, "Foreclosed Avenues": 0, "Lessons Learned": 0, "Future Directions": 0 },
};

/** @param text of the issue, whose warnings the status comment shows */
export function shownFor(
  state: ProgramState,
  seq: number,
  committed: boolean,
  text: string,
): readonly string[] {
  const { links } = POLICY;
  const phase = phaseOf(state, committed);
  const status = statusComment({
    ...{ state, seq, phase, links, problems: [] },
    waitsFor: null,
    standing: NOTHING_STANDS,
    budgets: [],
    paths: POLICY,
    nextRun: phase === "active" ? nextDue({ policy: POLICY }, state) : null,
    warnings: state.definition?.hash === sha256(text) ? parseProgram(text).warnings : [],
  });
  return [
    status,
    ...state.recent.map((record) => iterationComment(record, state, links)),
    ...noticesOf(state, text).map(noticeComment),
  ];
}

/** The app's own check on the pull request. */
export function checkFor(state: ProgramState): CheckView {
  const { name, externalId } = ownCheck(state);
  return { name, externalId, app: "autoloop", own: true, state: "success" };
}

function phaseOf({ status, pause, in_flight }: ProgramState, committed: boolean): Phase {
  if (status === "paused") return pause?.kind === "errors" || pause?.kind === "tampered" ? "error" : "paused";
  if (status !== "active") return status;
  if (in_flight === null) return "active";
  return committed ? "waiting-for-ci" : "running";
}

function noticesOf(state: ProgramState, text: string): readonly Notice[] {
  const epoch: readonly Notice[] = state.epoch_change === null ? [] : [{ kind: "epoch", state }];
  if (state.status === "paused") return [...epoch, { kind: "paused", state }];
  if (state.status !== "completed") return epoch;
  return [...epoch, { kind: "completed", state, links: POLICY.links, lines: new Map(), text }];
}
