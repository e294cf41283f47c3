// What GitHub remembers and the emulator does not: edits, reactions, statuses, labels given at opening, where a
// closed pull request's head was, what was deleted. In memory, for the life of the sandbox.

export interface Reaction {
  readonly id: number;
  readonly content: string;
  readonly login: string;
  readonly at: string;
}

export interface Edit {
  readonly login: string;
  readonly at: string;
}

export interface Labelling {
  readonly login: string;
  readonly at: string;
  readonly label: string;
}

export interface CommitStatus {
  readonly id: number;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | null;
  readonly target_url: string | null;
  readonly creator: { readonly login: string };
  readonly created_at: string;
  readonly updated_at: string;
}

/** A thing that can be edited and reacted to. Comments are numbered over all issues. */
export type Subject = `issue:${number}` | `comment:${number}`;

export class Records {
  readonly edits = new Map<Subject, Edit>();
  /** When a comment of an issue was edited last, by issue: GitHub counts that as a change of the issue. */
  readonly talk = new Map<number, string>();
  readonly reactions = new Map<Subject, Reaction[]>();
  /** By commit, newest first. */
  readonly statuses = new Map<string, CommitStatus[]>();
  /** By issue: labels that came with the issue itself. */
  readonly labelled = new Map<number, Labelling[]>();
  /** By pull request: its head and, where it was merged, the merge, at the moment it was closed. */
  readonly closedPulls = new Map<number, { readonly head: string; readonly merge: string | null }>();
  /** Comments that are hidden, by their ids in GraphQL. */
  readonly hidden = new Set<string>();
  /** Comments that are pinned to the top of their issues, by id. */
  readonly pins = new Map<number, Edit>();
  /** Numbers of issues that were deleted. The emulator still has them. */
  readonly deletedIssues = new Set<number>();
  #ids = 0;

  /** An issue as it was updated last. @param at as the emulator has it, ISO 8601 */
  updatedAt(issue: number, at: string): string {
    const talk = this.talk.get(issue) ?? at;
    return talk > at ? talk : at;
  }

  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }
}
