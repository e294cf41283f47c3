// What stands of people's words, and what of it does not fit into the prompts: for the status comment.

import type { ProgramState } from "../../domain/journal/state.ts";
import { STEERING_CHARACTERS } from "../../domain/limits.ts";
import type { Warning } from "../../domain/program/program.ts";
import { readsLikeStanding } from "../../text/command/standing-words.ts";
import type { Standing } from "../../text/comments/status/standing-list.ts";
import { statusWarning } from "../../text/comments/status/status-warnings.ts";
import { PEOPLES_SECTIONS, type PeoplesSection, peoplesLines } from "../../text/run/people/lines.ts";
import { hasRoom } from "../../text/run/people/standing-orders.ts";
import { parseStateFile } from "../../text/state-file/state-file.ts";
import { isForgotten, isSeen, prose, standing } from "../facts/steering-in-force.ts";
import type { World } from "../world.ts";

export function whatStands(
  { seen: { view, stateFile } }: World,
  state: ProgramState,
): { readonly standing: Standing; readonly left: readonly Warning[] } {
  const lines = peoplesLines(stateFile === "absent" ? [] : parseStateFile(stateFile).sections);
  const orders = standing(view, state);
  const known = new Set(orders.map(({ comment }) => comment));
  // With our 👀: whose words may count was asked when they were taken.
  const unfit = prose(view).filter(
    ({ comment, login: by }) =>
      isSeen(comment) &&
      !known.has(comment.id) &&
      readsLikeStanding(comment.body) &&
      !isForgotten(state, comment) &&
      !hasRoom(orders, { by, text: comment.body.slice(0, STEERING_CHARACTERS) }),
  ).length;
  const told = Object.fromEntries(PEOPLES_SECTIONS.map((name) => [name, lines[name].told.length]));
  return {
    standing: {
      orders: orders.map(({ standing: number, by, text, comment, issue }) => ({
        ...{ standing: number, by, text, comment },
        ...(issue === undefined ? {} : { issue }),
      })),
      lines: told as Readonly<Record<PeoplesSection, number>>,
    },
    left: [
      ...(unfit === 0 ? [] : [statusWarning.noRoom(unfit)]),
      ...PEOPLES_SECTIONS.flatMap((name) =>
        lines[name].left === 0 ? [] : [statusWarning.leftOut(name, lines[name].left)],
      ),
    ],
  };
}
