// Shows people what became of their words: 👀 on an issue that became a program and on what the journal takes as
// steering, one reaction for the outcome on every command. Each once; only on comments that still say what was read.

import { reactionWhenQueued } from "../../domain/commands/commands.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { HeardCommand } from "../../domain/journal/terms.ts";
import type { CommentView, Reaction } from "../../domain/repository/view.ts";
import { saysStill } from "../../text/command/command-hash.ts";
import { act, type Draft, type Rule } from "../draft.ts";
import { inForce, isSeen, prose } from "../facts/steering-in-force.ts";
import { conversationsIn, type World } from "../world.ts";

export const acknowledge: Rule = (world, draft) => {
  const { issue } = world.seen.view;
  if (draft.state === null || (issue !== "absent" && issue.locked)) return draft;
  return [...steered(world, draft.state), ...commanded(world, draft.state)].reduce<Draft>(
    (so_far, given) => act(so_far, { type: "comment.react", ...given }),
    isWelcome(world, draft.state) ? act(draft, { type: "issue.react", reaction: "eyes" }) : draft,
  );
};

/** Somebody's issue became a program and was not told yet. */
function isWelcome({ seen: { view } }: World, { status }: ProgramState): boolean {
  if (view.issue === "absent" || status === "stopped" || status === "completed") return false;
  return view.issue.author?.login !== view.self && !view.issue.reactions.includes("eyes");
}

/** A reaction on a comment, on the program's issue unless it says where. */
interface Given {
  readonly issue?: number;
  readonly comment: number;
  readonly reaction: Reaction;
}

function steered({ seen: { view } }: World, state: ProgramState): readonly Given[] {
  if (state.status === "completed") return [];
  const steering = new Set(inForce(view, state).map(({ comment }) => comment));
  // What was ordered by a command is acknowledged as one.
  return prose(view)
    .filter(({ comment }) => !isSeen(comment) && steering.has(comment.id))
    .map(({ comment }) => ({ comment: comment.id, reaction: "eyes" }));
}

function commanded({ seen }: World, state: ProgramState): readonly Given[] {
  const heard = new Map(state.commands.map((one) => [one.comment, one]));
  const on = (comments: readonly CommentView[], at: { readonly issue?: number }) =>
    comments.flatMap((comment) => {
      const command = heard.get(comment.id);
      if (command === undefined || comment.own) return [];
      const reaction = reactionTo(command);
      if (comment.reactions.includes(reaction) || !saysStill(comment.body, command.hash)) return [];
      return [{ ...at, comment: comment.id, reaction }];
    });
  return [
    ...on(seen.view.comments, {}),
    ...conversationsIn(seen).flatMap(({ issue, comments }) => on(comments, { issue })),
  ];
}

function reactionTo({ verb, outcome }: HeardCommand): Reaction {
  if (outcome === "done") return "+1";
  if (outcome === "queued") return reactionWhenQueued(verb);
  return "confused";
}
