// Commands that stand somewhere else than on the issue of the program that they are for, as the sweep found them. In
// memory only: a new process reads the last week's comments anew, and the journal knows which were heard.

import { programKeyText, repositoryText } from "../../domain/repository/program-key.ts";
import type { ListedComment, ProgramKey, Repository } from "../../domain/repository/view.ts";
import type { Mention } from "../../plan/world.ts";
import { parseCommand } from "../../text/command/command.ts";

/** How far back a new process looks. */
const FIRST_LOOK_MS = 7 * 24 * 60 * 60_000;
/** GitHub's times are whole seconds, and a list may lag: what is younger than this is read twice. */
const OVERLAP_MS = 3 * 60_000;

/** Commands of all repositories that were not heard yet, as far as this process has read; a week of them at most. */
export interface Mentions {
  /** From when on comments must be read, milliseconds since the epoch. */
  since(repository: Repository, now: number): number;
  /** Takes in what was read. Returns the commands that were not there before in this form. */
  learn(repository: Repository, comments: readonly ListedComment[], now: number): readonly Mention[];
  /**
   * Those that this program may still have to do something about.
   * @param self the app's own login: from then on a mention of it is a command, too
   */
  open(key: ProgramKey, self?: string): readonly Mention[];
  /** The program looked at these and had nothing to do. */
  settle(key: ProgramKey, mentions: readonly Mention[]): void;
}

export function createMentions(): Mentions {
  const books = new Map<string, { readonly readAt: number; readonly mentions: Map<number, Mention> }>();
  const settled = new Map<string, ReadonlySet<string>>();
  let login: string | null = null;
  return {
    since: (repository, now) => {
      const readAt = books.get(repositoryText(repository))?.readAt;
      return readAt === undefined ? now - FIRST_LOOK_MS : readAt - OVERLAP_MS;
    },
    learn: (repository, comments, now) => {
      const mentions = new Map(books.get(repositoryText(repository))?.mentions);
      const fresh: Mention[] = [];
      for (const { id, issue, body, updatedAt } of comments) {
        const before = mentions.get(id);
        mentions.delete(id);
        const command = parseCommand(body, { self: login, programs: [] });
        if (command === null) continue;
        const mention = { comment: id, issue, name: command.name, updatedAt };
        mentions.set(id, mention);
        if (before?.updatedAt !== updatedAt) fresh.push(mention);
      }
      for (const { comment, updatedAt } of mentions.values())
        if (Date.parse(updatedAt) < now - FIRST_LOOK_MS) mentions.delete(comment);
      books.set(repositoryText(repository), { readAt: now, mentions });
      return fresh;
    },
    open: (key, self) => {
      login = self ?? login;
      const done = settled.get(programKeyText(key));
      const all = [...(books.get(repositoryText(key))?.mentions.values() ?? [])];
      return all.filter((mention) => mention.issue !== key.issue && done?.has(textOf(mention)) !== true);
    },
    settle: (key, mentions) => {
      if (mentions.length === 0) return;
      const known = new Set([...(books.get(repositoryText(key))?.mentions.values() ?? [])].map(textOf));
      const done = [...(settled.get(programKeyText(key)) ?? []), ...mentions.map(textOf)];
      settled.set(programKeyText(key), new Set(done.filter((one) => known.has(one))));
    },
  };
}

function textOf({ comment, updatedAt }: Mention): string {
  return `${comment} ${updatedAt}`;
}
