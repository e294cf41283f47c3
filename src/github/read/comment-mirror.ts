// Remembers the comments of issues, so that a look needs only the newest ones. A memory that can be lost: what
// it cannot prove complete it reads again in full. Nothing is kept that GitHub no longer shows.

import { Terminal } from "../../domain/errors.ts";
import { programKeyText } from "../../domain/repository/program-key.ts";
import type { CommentView, ProgramKey, Reaction } from "../../domain/repository/view.ts";
import type { CommentReply, HiddenReply } from "../graphql/look-reply.ts";
import type { GithubApi } from "../http/api.ts";
import { Lru } from "../http/lru.ts";
import { thread } from "./comments.ts";
import { commentView } from "./views.ts";

type Known = ReadonlyMap<number, CommentView>;

/** Newest-updated comments to ask for when nothing is known of the issue, and when its comments are. */
const FIRST_WINDOW = 100;
const LATER_WINDOW = 30;
/** Characters of comments kept over all issues of all repositories. */
const CAPACITY = 32 * 1024 * 1024;

export class CommentMirror {
  readonly #known = new Lru<Known>(CAPACITY, (comments) => {
    let characters = 0;
    for (const { body } of comments.values()) characters += body.length + 256;
    return characters;
  });

  /** How many of the newest-updated comments the next look at this issue should bring. */
  windowFor(key: ProgramKey): number {
    return this.#known.get(programKeyText(key)) === undefined ? FIRST_WINDOW : LATER_WINDOW;
  }

  /**
   * All comments, oldest first.
   * @param window the newest-updated comments, newest first
   * @param total how many comments the issue has
   * @param newest whether the newest ones are hidden, however long ago they were updated
   */
  async all(
    api: GithubApi,
    key: ProgramKey,
    window: readonly CommentReply[],
    total: number,
    newest: readonly HiddenReply[] = [],
  ): Promise<readonly CommentView[]> {
    const fresh = window.map(commentView);
    const merged = complete(this.#known.get(programKeyText(key)), fresh, total);
    const comments = merged === null ? byId(await readAll(api, key)) : withHidden(merged, newest);
    this.#known.set(programKeyText(key), comments);
    return [...comments.values()].sort((a, b) => a.id - b.id);
  }

  /** Notes a comment that the app itself deleted, so that the count still proves the rest complete. */
  deleted(key: ProgramKey, comment: number): void {
    const known = this.#known.get(programKeyText(key));
    if (known === undefined) return;
    this.#known.set(programKeyText(key), new Map([...known].filter(([id]) => id !== comment)));
  }

  /** Notes a reaction of the app's own: it does not make a comment "updated". */
  reacted(key: ProgramKey, comment: number, reaction: Reaction): void {
    const known = this.#known.get(programKeyText(key));
    const before = known?.get(comment);
    if (known === undefined || before === undefined) return;
    const reactions = [...new Set([...before.reactions, reaction])];
    this.#known.set(programKeyText(key), new Map(known).set(comment, { ...before, reactions }));
  }
}

/**
 * What is known with the window laid over it, if that is certainly everything: the window must reach back
 * beyond the newest thing known, so that no edit was missed, and then the count alone shows whether anything
 * was deleted or is missing.
 */
function complete(known: Known | undefined, window: readonly CommentView[], total: number): Known | null {
  if (window.length >= total) return byId(window);
  if (known === undefined) return null;
  const newestKnown = Math.max(...[...known.values()].map(({ updatedAt }) => Date.parse(updatedAt)));
  const oldestInWindow = Math.min(...window.map(({ updatedAt }) => Date.parse(updatedAt)));
  if (!(oldestInWindow < newestKnown)) return null;
  const merged = new Map([...known, ...byId(window)]);
  return merged.size === total ? merged : null;
}

function withHidden(comments: Known, newest: readonly HiddenReply[]): Known {
  const changed = newest.flatMap(({ fullDatabaseId, isMinimized: minimised }) => {
    const comment = comments.get(Number(fullDatabaseId));
    return comment === undefined || comment.minimised === minimised ? [] : [{ ...comment, minimised }];
  });
  return changed.length === 0 ? comments : new Map([...comments, ...byId(changed)]);
}

async function readAll(api: GithubApi, key: ProgramKey): Promise<readonly CommentView[]> {
  const read = await thread(api, key);
  if (read === "absent") throw new Terminal("the issue went away while its comments were read");
  return read.comments;
}

function byId(comments: readonly CommentView[]): Known {
  return new Map(comments.map((comment) => [comment.id, comment]));
}
