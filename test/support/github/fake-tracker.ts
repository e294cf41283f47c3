// The fake's issues and comments and what people do to them. Knows nothing of git or of the app.

import { LABEL } from "../../../src/domain/program/names.ts";
import { Chronicle } from "./chronicle.ts";
import { authorOf, type CommentRecord, type IssueRecord } from "./fake-records.ts";

interface Thread {
  comments: CommentRecord[];
  updatedAt: string;
}

export class FakeTracker {
  readonly issues = new Map<number, IssueRecord>();
  /** Conversations of pull requests, once somebody said something. */
  readonly #deleted = new Set<number>();
  readonly #pulls = new Map<number, Thread>();
  readonly chronicle: Chronicle;
  readonly #clock: { now(): number };
  #lastNumber = 0;
  #lastComment = 1_000;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
    this.chronicle = new Chronicle(clock);
  }

  /** The current moment as GitHub writes it: whole seconds, UTC. */
  now(): string {
    return new Date(this.#clock.now()).toISOString().replace(/\.\d{3}Z$/, "Z");
  }

  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  /** Opens an issue. `labels` given here come "from a template": no labelled event. Returns its number. */
  openIssue(issue: {
    title: string;
    body?: string;
    author?: string | null;
    labels?: readonly string[];
  }): number {
    const at = this.now();
    const number = this.nextNumber();
    this.issues.set(number, {
      number,
      title: issue.title,
      body: issue.body ?? "",
      state: "open",
      locked: false,
      labels: [...(issue.labels ?? [])],
      author: authorOf(issue.author === undefined ? "maintainer" : issue.author),
      edited: null,
      labelEvents: [],
      switches: [],
      reactions: [],
      createdAt: at,
      updatedAt: at,
      comments: [],
    });
    const { title, body = "", author = "maintainer" } = issue;
    this.chronicle.record({
      what: "issue",
      by: author,
      issue: number,
      change: { opened: true, title, body, state: "open" },
    });
    for (const label of issue.labels ?? []) {
      this.chronicle.record({ what: "label", by: null, issue: number, label, on: true });
    }
    return number;
  }

  issue(number: number): IssueRecord {
    const issue = this.issues.get(number);
    if (issue === undefined) throw new Error(`no issue ${number}`);
    return issue;
  }

  /** @param by null: whoever it was cannot be told */
  editIssue(number: number, by: string | null, change: { title?: string; body?: string }): void {
    const edited = change.body === undefined ? {} : { edited: { login: by, at: this.now() } };
    Object.assign(this.issue(number), change, edited, { updatedAt: this.now() });
    this.chronicle.record({ what: "issue", by, issue: number, change });
  }

  closeIssue(number: number, by: string | null = "maintainer"): void {
    const issue = this.issue(number);
    issue.switches.push({ what: "closed", login: by, at: this.now() });
    Object.assign(issue, { state: "closed", updatedAt: this.now() });
    this.chronicle.record({ what: "issue", by, issue: number, change: { state: "closed" } });
  }

  /** Only comments are kept out; texts and labels can still change. */
  lockIssue(number: number, locked: boolean): void {
    Object.assign(this.issue(number), { locked, updatedAt: this.now() });
    this.chronicle.record({ what: "issue", by: null, issue: number, change: { locked } });
  }

  reopenIssue(number: number, by = "maintainer"): void {
    const issue = this.issue(number);
    issue.switches.push({ what: "reopened", login: by, at: this.now() });
    Object.assign(issue, { state: "open", updatedAt: this.now() });
    this.chronicle.record({ what: "issue", by, issue: number, change: { state: "open" } });
  }

  isDeleted(number: number): boolean {
    return this.#deleted.has(number);
  }

  deleteIssue(number: number): void {
    this.issues.delete(number);
    this.#deleted.add(number);
    this.chronicle.record({ what: "issue", by: null, issue: number, change: { deleted: true } });
  }

  addLabel(number: number, by: string, label: string): void {
    const issue = this.issue(number);
    if (issue.labels.includes(label)) return;
    issue.labels.push(label);
    issue.labelEvents.push({ label, login: by, at: this.now() });
    issue.updatedAt = this.now();
    this.chronicle.record({ what: "label", by, issue: number, label, on: true });
  }

  removeLabel(number: number, label: string, by: string | null = "maintainer"): void {
    const issue = this.issue(number);
    if (!issue.labels.includes(label)) return;
    if (label === LABEL.program) issue.switches.push({ what: "unlabelled", login: by, at: this.now() });
    issue.labels = issue.labels.filter((one) => one !== label);
    issue.updatedAt = this.now();
    this.chronicle.record({ what: "label", by, issue: number, label, on: false });
  }

  /** Comments as `author` (null: an account that is gone) and returns the comment's id. */
  comment(number: number, author: string | null, body: string): number {
    const at = this.now();
    const thread = this.#thread(number);
    this.#lastComment += 1;
    const id = this.#lastComment;
    thread.comments.push({
      id,
      author: authorOf(author),
      body,
      createdAt: at,
      updatedAt: at,
      edited: null,
      minimised: false,
      reactions: [],
    });
    thread.updatedAt = at;
    this.chronicle.record({ what: "comment", by: author, issue: number, comment: id, body });
    return id;
  }

  /** Comments of an issue or a pull request. */
  comments(number: number): readonly CommentRecord[] {
    return this.#thread(number).comments;
  }

  /** All comments, newest change first. */
  allComments(): readonly { readonly issue: number; readonly comment: CommentRecord }[] {
    return [...this.issues, ...this.#pulls]
      .flatMap(([issue, { comments }]) => comments.map((comment) => ({ issue, comment })))
      .toSorted(({ comment: a }, { comment: b }) =>
        a.updatedAt === b.updatedAt ? 0 : a.updatedAt < b.updatedAt ? 1 : -1,
      );
  }

  editComment(number: number, id: number, by: string, body: string): void {
    const at = this.now();
    const thread = this.#thread(number);
    const comment = thread.comments.find((one) => one.id === id);
    if (comment === undefined) throw new Error(`no comment ${id} on issue ${number}`);
    Object.assign(comment, { body, updatedAt: at, edited: { login: by, at } });
    thread.updatedAt = at;
    this.chronicle.record({ what: "comment", by, issue: number, comment: id, body });
  }

  /** Hides a comment, or shows it again. That does not make it "updated". */
  minimiseComment(number: number, id: number, minimised = true): void {
    const comment = this.#thread(number).comments.find((one) => one.id === id);
    if (comment === undefined) throw new Error(`no comment ${id} on issue ${number}`);
    comment.minimised = minimised;
    this.chronicle.record({ what: "hidden", by: null, issue: number, comment: id, isHidden: minimised });
  }

  deleteComment(number: number, id: number): void {
    const thread = this.#thread(number);
    thread.comments = thread.comments.filter((one) => one.id !== id);
    thread.updatedAt = this.now();
    this.chronicle.record({ what: "comment", by: null, issue: number, comment: id, body: null });
  }

  /** An issue, or the conversation of the pull request of this number. */
  #thread(number: number): Thread {
    const thread = this.issues.get(number) ?? this.#pulls.get(number);
    if (thread !== undefined) return thread;
    if (number < 1 || number > this.#lastNumber) throw new Error(`no issue ${number}`);
    const begun = { comments: [], updatedAt: this.now() };
    this.#pulls.set(number, begun);
    return begun;
  }
}
