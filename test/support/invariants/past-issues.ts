// The issues of the repository as they stood at any moment of the chronicle, and who has a word in what runs there.
// Knows nothing of the rules.

import { LABEL } from "../../../src/domain/program/names.ts";
import type { Happening } from "../github/chronicle.ts";

export interface PastComment {
  readonly author: string | null;
  /** Who changed the text last; the author where nobody did. */
  readonly editor: string | null;
  readonly body: string;
  /** Since when it says this: place in the chronicle, and milliseconds since the epoch. */
  readonly since: number;
  readonly at: number;
}

export interface PastIssue {
  readonly author: string | null;
  /** Who wrote the present text. */
  readonly writer: string | null;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly locked: boolean;
  readonly labels: ReadonlySet<string>;
  readonly comments: ReadonlyMap<number, PastComment>;
}

type IssueDeed = Extract<Happening, { what: "issue" | "label" | "comment" }>;

export class PastIssues {
  readonly byNumber = new Map<number, PastIssue>();
  /** Issues that were deleted. */
  readonly gone = new Set<number>();
  /** Issues that were locked, or of which somebody else deleted a comment of the app's. */
  readonly marred = new Set<number>();
  /** By issue: who wrote its present text, or has labelled or approved it since. */
  readonly backers = new Map<number, ReadonlySet<string>>();
  /** By issue: who put the program label on or opened the issue again since the loop began last. */
  readonly starters = new Map<number, readonly string[]>();
  /** Place in the chronicle of the last change of whether an issue is open and labelled. */
  readonly switched = new Map<number, number>();
  /** Comments that are hidden, and the place in the chronicle since when. */
  readonly hidden = new Map<number, number>();
  readonly #self: string;

  /** @param self the app's login */
  constructor(self: string) {
    this.#self = self;
  }

  get(issue: number): PastIssue | undefined {
    return this.byNumber.get(issue);
  }

  /** The next deed becomes past. @param place its place in the chronicle */
  add(deed: IssueDeed, place: number): void {
    if (deed.what === "issue" && deed.change.deleted) {
      this.byNumber.delete(deed.issue);
      this.switched.set(deed.issue, place);
      this.gone.add(deed.issue);
      return;
    }
    const isSwitch = deed.what === "label" || (deed.what === "issue" && deed.change.state !== undefined);
    if (isSwitch) this.switched.set(deed.issue, place);
    const known = this.byNumber.get(deed.issue) ?? newIssue(deed.by);
    this.#back(deed);
    if (mars(deed, known, this.#self)) this.marred.add(deed.issue);
    if (deed.by !== null && startsLoop(deed)) {
      this.starters.set(deed.issue, [...(this.starters.get(deed.issue) ?? []), deed.by]);
    }
    this.byNumber.set(deed.issue, changed(known, deed, place));
  }

  /** Somebody hides a comment, or shows it again. @param place in the chronicle */
  hide({ comment, isHidden }: Extract<Happening, { what: "hidden" }>, place: number): void {
    if (isHidden) this.hidden.set(comment, this.hidden.get(comment) ?? place);
    else this.hidden.delete(comment);
  }

  #back(deed: IssueDeed): void {
    const isText = deed.what === "issue" && deed.change.body !== undefined;
    const isLabel = deed.what === "label" && deed.on && deed.label === LABEL.program;
    const isWord = deed.what === "comment" && /^\/autoloop\b.*\bapprove\b/i.test(deed.body ?? "");
    if (!isText && !isLabel && !isWord) return;
    const who = deed.by === null ? [] : [deed.by];
    // A word may stand on another issue, or on the pull request.
    for (const issue of isWord ? [...this.backers.keys()] : [deed.issue]) {
      const before = isText ? [] : (this.backers.get(issue) ?? []);
      this.backers.set(issue, new Set([...before, ...who]));
    }
  }
}

function startsLoop(deed: IssueDeed): boolean {
  if (deed.what === "label") return deed.on && deed.label === LABEL.program;
  return deed.what === "issue" && deed.change.state === "open";
}

function mars(deed: IssueDeed, issue: PastIssue, self: string): boolean {
  if (deed.what === "issue") return deed.change.locked === true;
  const isDeleted = deed.what === "comment" && deed.body === null && deed.by !== self;
  return isDeleted && issue.comments.get(deed.comment)?.author === self;
}

function newIssue(author: string | null): PastIssue {
  return {
    ...{ author, writer: author, title: "", body: "", state: "open", locked: false },
    ...{ labels: new Set(), comments: new Map() },
  };
}

function changed(issue: PastIssue, deed: IssueDeed, since: number): PastIssue {
  if (deed.what === "issue") {
    const { opened: _, deleted: __, ...change } = deed.change;
    return { ...issue, ...change, writer: change.body === undefined ? issue.writer : deed.by };
  }
  if (deed.what === "label") {
    const others = [...issue.labels].filter((label) => label !== deed.label);
    return { ...issue, labels: new Set(deed.on ? [...others, deed.label] : others) };
  }
  const comments = new Map(issue.comments);
  const { comment, body, by, at } = deed;
  if (body === null) comments.delete(comment);
  else {
    const author = comments.get(comment)?.author;
    comments.set(comment, { author: author === undefined ? by : author, editor: by, body, since, at });
  }
  return { ...issue, comments };
}
