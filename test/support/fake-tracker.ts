// The fake's issues and comments and what people do to them. Knows nothing of git or of the app.

import { LABEL } from "../../src/domain/names.ts";
import { authorOf, type CommentRecord, type IssueRecord } from "./fake-records.ts";

export class FakeTracker {
  readonly issues = new Map<number, IssueRecord>();
  readonly #clock: { now(): number };
  #lastNumber = 0;
  #lastComment = 1_000;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
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
    return number;
  }

  issue(number: number): IssueRecord {
    const issue = this.issues.get(number);
    if (issue === undefined) throw new Error(`no issue ${number}`);
    return issue;
  }

  editIssue(number: number, by: string, change: { title?: string; body?: string }): void {
    const edited = change.body === undefined ? {} : { edited: { login: by, at: this.now() } };
    Object.assign(this.issue(number), change, edited, { updatedAt: this.now() });
  }

  closeIssue(number: number, by: string | null = "maintainer"): void {
    const issue = this.issue(number);
    issue.switches.push({ what: "closed", login: by, at: this.now() });
    Object.assign(issue, { state: "closed", updatedAt: this.now() });
  }

  reopenIssue(number: number, by = "maintainer"): void {
    const issue = this.issue(number);
    issue.switches.push({ what: "reopened", login: by, at: this.now() });
    Object.assign(issue, { state: "open", updatedAt: this.now() });
  }

  deleteIssue(number: number): void {
    this.issues.delete(number);
  }

  addLabel(number: number, by: string, label: string): void {
    const issue = this.issue(number);
    if (issue.labels.includes(label)) return;
    issue.labels.push(label);
    issue.labelEvents.push({ label, login: by, at: this.now() });
    issue.updatedAt = this.now();
  }

  removeLabel(number: number, label: string, by: string | null = "maintainer"): void {
    const issue = this.issue(number);
    if (label === LABEL.program) issue.switches.push({ what: "unlabelled", login: by, at: this.now() });
    issue.labels = issue.labels.filter((one) => one !== label);
    issue.updatedAt = this.now();
  }

  /** Comments as `author` (null: an account that is gone) and returns the comment's id. */
  comment(number: number, author: string | null, body: string): number {
    const at = this.now();
    const issue = this.issue(number);
    this.#lastComment += 1;
    const id = this.#lastComment;
    issue.comments.push({
      id,
      author: authorOf(author),
      body,
      createdAt: at,
      updatedAt: at,
      edited: null,
      reactions: [],
    });
    issue.updatedAt = at;
    return id;
  }

  comments(number: number): readonly CommentRecord[] {
    return this.issue(number).comments;
  }

  editComment(number: number, id: number, by: string, body: string): void {
    const at = this.now();
    const comment = this.issue(number).comments.find((one) => one.id === id);
    if (comment === undefined) throw new Error(`no comment ${id} on issue ${number}`);
    Object.assign(comment, { body, updatedAt: at, edited: { login: by, at } });
    this.issue(number).updatedAt = at;
  }

  deleteComment(number: number, id: number): void {
    const issue = this.issue(number);
    issue.comments = issue.comments.filter((one) => one.id !== id);
    issue.updatedAt = this.now();
  }
}
