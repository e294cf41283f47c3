// Where commands come from: comments of people, on the program's issue and elsewhere, ticked boxes of the status
// comment and pressed buttons. Says which are there and who stands behind each. Which of them a program still has to
// hear is `people/unheard.ts`, whether they may is `people/commands.ts`.

import { type Box, isHalt } from "../../domain/commands/commands.ts";
import type { CommentRef } from "../../domain/journal/terms.ts";
import type { CommentView, ProgramView, Thread } from "../../domain/repository/view.ts";
import { tickedBox } from "../../text/command/check-boxes.ts";
import { type CheckRunAction, checkRunActionHash } from "../../text/command/check-run-action.ts";
import {
  type Command,
  commandLine,
  commandOfBox,
  parseBareStop,
  parseCommand,
} from "../../text/command/command.ts";
import { commandHash, saysStill } from "../../text/command/command-hash.ts";
import { sha256 } from "../../text/format/hash.ts";
import { hasStatusMarker } from "../../text/format/markers.ts";
import { onceFor } from "../once.ts";
import { conversationsIn, type Observation } from "../world.ts";

/** Where something may be said to a program. */
export type Said = Pick<Observation, "view" | "checkRunActions" | "conversations">;

export interface Source {
  readonly comment: number;
  /** Issue or pull request on which it stands; absent: the program's own issue. */
  readonly issue?: number;
  readonly hash: string;
  /** By which a journal of before 0.2 knows it; absent: by the same. */
  readonly wholeHash?: string;
  /** When the text took this form. */
  readonly writtenAt: string;
  /** Author and, where somebody else changed the text, editor, who counts as the one who said it: the last one. */
  readonly people: readonly [string, ...string[]];
  readonly from: "comment" | "box";
  readonly command: Command;
  readonly text: string;
}

/** Everything that is a command of a person, wherever it stands. */
export function commandsIn(said: Said): readonly Source[] {
  const there = elsewhere(conversationsIn(said), said.view.self);
  return [...sources(said.view), ...there, ...said.checkRunActions.map(ofButton)];
}

/** Approvals of the text by comment on the issue itself: who gave them, and when. */
export function approvals(view: ProgramView, name: string | null): readonly Source[] {
  return sources(view).filter(
    ({ command, from }) =>
      from === "comment" &&
      command.verb === "approve" &&
      (command.name === null || name === null || command.name === name),
  );
}

/** Those of the comments that still hold the instruction that was heard, with its words. */
export function instructions(
  said: Pick<Said, "view" | "conversations">,
  refs: readonly CommentRef[],
): readonly (CommentRef & { readonly text: string })[] {
  const all = [...said.view.comments, ...conversationsIn(said).flatMap(({ comments }) => comments)];
  const known = new Map(all.map((comment) => [comment.id, comment]));
  const names = { self: said.view.self, programs: [] };
  return refs.flatMap((ref) => {
    const { body, minimised } = known.get(ref.comment) ?? { minimised: true };
    const isSaid = body !== undefined && !minimised && saysStill(body, ref.hash);
    const command = isSaid ? parseCommand(body, names) : null;
    return command?.verb === "instruct" ? [{ ...ref, text: command.text }] : [];
  });
}

/** The status comment, as somebody else than the app left it with a box ticked. */
export function ticked({
  comments,
  self,
}: ProgramView): { comment: CommentView; by: string; at: string; box: Box } | null {
  const comment = comments.find(({ own, body }) => own && hasStatusMarker(body));
  if (comment === undefined || comment.edited === null) return null;
  const { login: by, at } = comment.edited;
  const box = tickedBox(comment.body);
  return by === null || by === self || box === null ? null : { comment, by, at, box };
}

/** What a comment on the program's own issue commands; there the bare word is enough, for nobody else can be meant. */
export function commandIn(
  { self, issue }: Pick<ProgramView, "self" | "issue">,
  body: string,
): Command | null {
  const names = issue === "absent" ? [] : [issue.title];
  return parseCommand(body, { self, programs: [] }) ?? parseBareStop(body, { self, programs: names });
}

const sources = onceFor((view: ProgramView): readonly Source[] => {
  const tick = ticked(view);
  return [
    ...view.comments.flatMap((comment) => {
      const source = ofComment(comment, commandIn(view, comment.body));
      return source === null ? [] : [source];
    }),
    ...(tick === null ? [] : [ofBox(tick)]),
  ];
});

function elsewhere(conversations: readonly Thread[], self: string): readonly Source[] {
  return conversations.flatMap(({ issue, comments }) =>
    comments.flatMap((comment) => {
      const source = ofComment(comment, parseCommand(comment.body, { self, programs: [] }));
      return source === null ? [] : [{ ...source, issue }];
    }),
  );
}

/**
 * Null for everything that is no command of a person. A text that nobody-knows-who edited has nobody behind it, and one
 * that somebody hid does not count, unless it is a brake.
 */
function ofComment(comment: CommentView, command: Command | null): Source | null {
  const { id, own, author, body, edited, createdAt, minimised } = comment;
  if (minimised && command !== null && !isHalt(command.verb)) return null;
  if (own || author?.type !== "User") return null;
  const editor = edited === null ? author.login : edited.login;
  if (editor === null || command === null) return null;
  return {
    comment: id,
    hash: commandHash(body),
    wholeHash: sha256(body),
    writtenAt: edited?.at ?? createdAt,
    people: editor === author.login ? [editor] : [author.login, editor],
    from: "comment",
    command,
    text: commandLine(body),
  };
}

function ofBox({ comment, by, at, box }: NonNullable<ReturnType<typeof ticked>>): Source {
  const { id, body } = comment;
  return {
    comment: id,
    hash: sha256(body),
    writtenAt: at,
    people: [by],
    from: "box",
    command: commandOfBox(box),
    text: `[x] ${box}`,
  };
}

function ofButton(action: CheckRunAction): Source {
  const { checkRun, login, box, at } = action;
  return {
    comment: checkRun,
    hash: checkRunActionHash(action),
    writtenAt: at,
    people: [login],
    from: "box",
    command: commandOfBox(box),
    text: `[button] ${box}`,
  };
}
