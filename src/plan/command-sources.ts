// Where commands come from: comments of people, and ticked boxes of the status comment. Says which are there, who
// stands behind each and which were not heard yet. Whether they may is `commands.ts`.

import type { ProgramState } from "../domain/state.ts";
import type { CommentView, ProgramView } from "../domain/view.ts";
import { type Box, tickedBox } from "../text/command/check-boxes.ts";
import { type Command, parseCommand } from "../text/command/command.ts";
import { hasStatusMarker } from "../text/comments/markers.ts";
import { sha256 } from "../text/hash.ts";

export interface Source {
  readonly comment: number;
  readonly hash: string;
  /** When the text took this form. */
  readonly writtenAt: string;
  /** Author and, where somebody else changed the text, editor, who counts as the one who said it: the last one. */
  readonly people: readonly [string, ...string[]];
  readonly from: "comment" | "box";
  readonly command: Command;
  readonly text: string;
}

/** Commands that were not heard yet, oldest first. */
export function unheard(view: ProgramView, state: ProgramState): readonly Source[] {
  const adopted = second(state.adopted_at);
  const heard = new Set(state.commands.map(({ comment, hash }) => `${comment} ${hash}`));
  return sources(view)
    .filter(({ comment, hash }) => !heard.has(`${comment} ${hash}`))
    .filter(({ writtenAt }) => state.commands_after === null || writtenAt > state.commands_after)
    .filter(({ writtenAt, command }) => second(writtenAt) >= adopted || command.verb === "approve")
    .toSorted((a, b) => Date.parse(a.writtenAt) - Date.parse(b.writtenAt) || a.comment - b.comment);
}

/** Approvals of the text by comment: who gave them, and when. */
export function approvals(view: ProgramView, name: string | null): readonly Source[] {
  return sources(view).filter(
    ({ command, from }) =>
      from === "comment" &&
      command.verb === "approve" &&
      (command.name === null || name === null || command.name === name),
  );
}

/** Those of the comments that still hold the instruction that was heard, with its words. */
export function instructions<
  Ref extends { readonly comment: number; readonly hash: string; readonly by: string },
>(
  { comments }: ProgramView,
  refs: readonly Ref[],
): readonly {
  readonly comment: number;
  readonly hash: string;
  readonly by: string;
  readonly text: string;
}[] {
  const known = new Map(comments.map((comment) => [comment.id, comment]));
  return refs.flatMap(({ comment, hash, by }) => {
    const body = known.get(comment)?.body;
    const command = body === undefined || sha256(body) !== hash ? null : parseCommand(body);
    return command?.verb === "instruct" ? [{ comment, hash, by, text: command.text }] : [];
  });
}

/** The status comment, as somebody else than the app left it with a box ticked. */
export function ticked({
  comments,
  self,
}: ProgramView): { comment: CommentView; by: string; box: Box } | null {
  const comment = comments.find(({ own, body }) => own && hasStatusMarker(body));
  const by = comment?.edited?.login;
  if (comment === undefined || by === undefined || by === null || by === self) return null;
  const box = tickedBox(comment.body);
  return box === null ? null : { comment, by, box };
}

function sources(view: ProgramView): readonly Source[] {
  const tick = ticked(view);
  return [
    ...view.comments.flatMap((comment) => {
      const source = ofComment(comment);
      return source === null ? [] : [source];
    }),
    ...(tick === null ? [] : [ofBox(tick)]),
  ];
}

/** Null for everything that is no command of a person. A text that nobody-knows-who edited has nobody behind it. */
function ofComment(comment: CommentView): Source | null {
  const { id, own, author, body, edited, createdAt } = comment;
  if (own || author?.type !== "User") return null;
  const editor = edited === null ? author.login : edited.login;
  const command = editor === null ? null : parseCommand(body);
  if (editor === null || command === null) return null;
  return {
    comment: id,
    hash: sha256(body),
    writtenAt: edited?.at ?? createdAt,
    people: editor === author.login ? [editor] : [author.login, editor],
    from: "comment",
    command,
    text: body.split(/[\r\n]/, 1)[0] ?? "",
  };
}

function ofBox({ comment, by, box }: NonNullable<ReturnType<typeof ticked>>): Source {
  const { id, body, edited, createdAt } = comment;
  const command: Command =
    box === "pause" ? { name: null, verb: box, reason: "" } : { name: null, verb: box };
  return {
    comment: id,
    hash: sha256(body),
    writtenAt: edited?.at ?? createdAt,
    people: [by],
    from: "box",
    command,
    text: `[x] ${box}`,
  };
}

/** GitHub tells whole seconds. */
function second(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
