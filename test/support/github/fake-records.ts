// The shapes that the fake GitHub keeps in memory. Mutable on purpose: this is the world, not a view of it.

import type { Author, CheckView, Reaction } from "../../../src/domain/repository/view.ts";

export interface Edit {
  readonly login: string | null;
  readonly at: string;
}

export interface IssueRecord {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  locked: boolean;
  labels: string[];
  readonly author: Author;
  edited: Edit | null;
  /** Newest last; each label with who put it on. */
  labelEvents: { readonly label: string; readonly login: string | null; readonly at: string }[];
  /** Newest last: who turned the loop off or on by other means than putting a label on. */
  switches: {
    readonly what: "unlabelled" | "closed" | "reopened";
    readonly login: string | null;
    readonly at: string;
  }[];
  reactions: Reaction[];
  readonly createdAt: string;
  updatedAt: string;
  comments: CommentRecord[];
}

export interface CommentRecord {
  readonly id: number;
  readonly author: Author;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  edited: Edit | null;
  minimised: boolean;
  reactions: Reaction[];
}

export interface PullRecord {
  readonly number: number;
  state: "open" | "closed" | "merged";
  draft: boolean;
  readonly author: string;
  readonly sameRepository: boolean;
  base: string;
  /** Name of the head branch; `headId` is where it was when last seen. */
  readonly head: string;
  headId: string;
  title: string;
  body: string;
  labels: string[];
}

/** A check as a test writes it down; the rest has a default. */
export type CheckInput = Partial<CheckView> & { readonly name: string };

export function authorOf(login: string | null): Author {
  if (login === null) return null;
  return { login, type: login.endsWith("[bot]") ? "Bot" : "User" };
}

/** The number of an account: any will do that is the same for one login every time. */
export function accountId(login: string): number {
  let id = 1;
  for (const letter of login) id = (id * 31 + letter.charCodeAt(0)) % 1_000_003;
  return id;
}
