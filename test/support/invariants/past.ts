// The world as it stood at any moment of the chronicle: replayed deed by deed, so that a write can be judged by what
// was visible when it was made, not by what came later. Knows nothing of the rules.

import type { JournalEvent, Permission } from "../../../src/domain/journal.ts";
import { LABEL, MEMORY_BRANCH } from "../../../src/domain/names.ts";
import { DAY_MS } from "../../../src/domain/schedule.ts";
import type { ProgramState } from "../../../src/domain/state.ts";
import type { CheckView } from "../../../src/domain/view.ts";
import { parseTrailers } from "../../../src/text/comments/commit-message.ts";
import type { Happening } from "../chronicle.ts";
import type { FakeGit } from "../fake-git.ts";
import type { FakeGithub } from "../fake-github.ts";
import { foldOn, type JournalAt, Journals, type JournalsAt } from "./journals.ts";

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

/** A look of the app that goes on. */
export interface LookUnderWay {
  readonly issue: number | null;
  /** When it began, milliseconds since the epoch. */
  readonly at: number;
  /** It ended; a write of it took effect after that. */
  readonly isOver: boolean;
  /** Its place in the chronicle. */
  readonly since: number;
  /** The first call that a fault hit, and the first read. */
  readonly failed: string | null;
  readonly failedRead: string | null;
  readonly writes: number;
  /** The one before found nothing to do, and nothing at all happened since, not even a tick of the clock. */
  readonly isRepeated: boolean;
}

/** Of a look that ended all that is known is what it was about. */
const ENDED = {
  at: 0,
  isOver: true,
  since: 0,
  failed: null,
  failedRead: null,
  writes: 0,
  isRepeated: false,
} as const;

/** What a move of the memory branch added to one journal. */
export interface Journalled {
  readonly program: string;
  readonly event: JournalEvent;
  readonly before: ProgramState | null;
  readonly after: ProgramState | null;
}

type IssueDeed = Extract<Happening, { what: "issue" | "label" | "comment" }>;

export class Past {
  readonly git: FakeGit;
  readonly self: string;
  readonly defaultBranch: string;
  readonly journals: Journals;
  /** Deeds so far. */
  count = 0;
  readonly heads = new Map<string, string>();
  readonly roles: Map<string, Permission>;
  readonly checks = new Map<string, readonly CheckView[]>();
  readonly issues = new Map<number, PastIssue>();
  /** Issues that were deleted. */
  readonly gone = new Set<number>();
  /** Pull requests that a person has called ready. */
  readonly ready = new Set<number>();
  /** Issues that were locked, or of which somebody else deleted a comment of the app's. */
  readonly marred = new Set<number>();
  /** Iterations' commits of the app, by `program iteration.attempt`. */
  readonly committed = new Map<string, string>();
  /** Lines that a journal had before somebody else than the app cut it short; gone with the app's next write to it. */
  readonly longest = new Map<string, number>();
  /** Programs whose journal somebody cut short at any time: what they had shown and committed, no journal knows. */
  readonly rewound = new Set<string>();
  /** Of each journal: which look wrote to it last, and when. */
  readonly writers = new Map<string, { readonly look: number | null; readonly place: number }>();
  /** By issue: who wrote its present text, or has labelled or approved it since. */
  readonly backers = new Map<number, ReadonlySet<string>>();
  /** By issue: who put the program label on or opened the issue again since the loop began last. */
  readonly starters = new Map<number, readonly string[]>();
  /** Nonces of the runs that were ordered, with the place of the first order in the chronicle. */
  readonly ordered = new Map<string, number>();
  /** Place in the chronicle of the last change of whether an issue is open and labelled, and of the memory branch by others. */
  readonly switched = new Map<number, number>();
  touched = 0;
  /** When orders were given, by program, and writes made: milliseconds since the epoch, of the last days. */
  readonly orders = new Map<string, readonly number[]>();
  writes: readonly number[] = [];
  /** The look that the deed belongs to which is judged at the moment. */
  look: LookUnderWay | null = null;
  readonly #looks = new Map<number, LookUnderWay>();
  /** What those were about that ended: a write may take effect after that. */
  readonly #overLooks = new Map<number, number | null>();
  /** Of each program, when a look found nothing to do. */
  readonly #quiet = new Map<number | null, { readonly count: number; readonly at: number }>();
  #lastChange = 0;

  constructor({ git, self, defaultBranch, permissions }: FakeGithub) {
    this.git = git;
    this.self = self;
    this.defaultBranch = defaultBranch;
    this.journals = new Journals(git);
    this.roles = new Map(permissions);
  }

  /** Journals at the memory branch's head. */
  get journal(): JournalsAt {
    return this.journals.at(this.heads.get(MEMORY_BRANCH));
  }

  /** The adopted program that this issue carries. */
  programOf(issue: number): JournalAt | undefined {
    return [...this.journal.values()].find(({ state }) => state?.issue === issue);
  }

  programOfBranch(branch: string): JournalAt | undefined {
    return [...this.journal.values()].find(({ state }) => state?.branch === branch);
  }

  role(login: string | null): Permission {
    return (login === null ? undefined : this.roles.get(login)) ?? "none";
  }

  /** The last look at this program found nothing to do, and nothing has happened since to anything. */
  isAtRest(issue: number | null): boolean {
    return (this.#quiet.get(issue)?.count ?? 0) > this.#lastChange;
  }

  /** When an order counts as given: with the journal's start, for after a crash the order itself comes later. */
  orderedAt({ request, at }: Extract<Happening, { what: "run" }>): number {
    const flight = this.journal.get(request.program)?.state?.in_flight;
    return flight?.nonce === request.nonce ? Date.parse(flight.started_at) : at;
  }

  #ordered(deed: Extract<Happening, { what: "run" }>): void {
    const { nonce, program } = deed.request;
    if (this.ordered.has(nonce)) return;
    this.ordered.set(nonce, this.count);
    this.orders.set(program, lately(this.orders.get(program) ?? [], this.orderedAt(deed)));
  }

  /** The file is on the default branch. */
  hasFile(path: string): boolean {
    const head = this.heads.get(this.defaultBranch);
    return head !== undefined && this.git.get(head).tree.has(path);
  }

  /** Text of a file on the memory branch. */
  memoryText(path: string, head = this.heads.get(MEMORY_BRANCH)): string | undefined {
    const entry = head === undefined ? undefined : this.git.get(head).tree.get(path);
    return entry === undefined ? undefined : this.git.text(entry.id);
  }

  /** What a move of the memory branch adds to the journals, in their order. Nothing where one was rewound. */
  journalled(from: string | null, to: string): readonly Journalled[] {
    const before = this.journals.at(from ?? undefined);
    return [...this.journals.at(to)].flatMap(([program, { events }]) => {
      const old = before.get(program);
      let state = old?.state ?? null;
      return events.slice(old?.events.length ?? 0).map((event) => {
        const next = foldOn(state, event);
        const step = { program, event, before: state, after: next === "contradiction" ? state : next };
        state = step.after;
        return step;
      });
    });
  }

  /** The next deed to be judged is this one. */
  turnTo(deed: Happening): void {
    const look = deed.look === null ? undefined : this.#looks.get(deed.look);
    const issue = deed.look === null ? undefined : this.#overLooks.get(deed.look);
    this.look = look ?? (issue === undefined ? null : { ...ENDED, issue });
  }

  /** The next deed becomes past. */
  add(deed: Happening): void {
    this.turnTo(deed);
    this.#add(deed);
    if (deed.look === null) return;
    if (deed.what === "reconciled") {
      this.#looks.delete(deed.look);
      this.#overLooks.set(deed.look, deed.issue);
    } else if (this.look !== null && !this.#overLooks.has(deed.look)) this.#looks.set(deed.look, this.look);
  }

  #add(deed: Happening): void {
    this.count += 1;
    const isMark = deed.what === "reconcile" || deed.what === "reconciled" || deed.what === "failed";
    if (!isMark) this.#lastChange = this.count;
    switch (deed.what) {
      case "reconcile":
        this.look = this.#begun(deed);
        break;
      case "reconciled":
        this.#ended(deed);
        break;
      case "failed":
        if (this.look !== null) this.look = failed(this.look, deed);
        break;
      case "write":
        if (this.look !== null) this.look = { ...this.look, writes: this.look.writes + 1 };
        this.writes = lately(this.writes, deed.at);
        break;
      case "swept":
        break;
      case "run":
        this.#ordered(deed);
        break;
      case "ended":
        break;
      case "ref":
        this.#moved(deed);
        break;
      case "checks":
        this.checks.set(deed.head, deed.checks);
        break;
      case "role":
        this.roles.set(deed.login, deed.role);
        break;
      case "pull":
        if (deed.change === "ready") this.ready.add(deed.number);
        break;
      default:
        this.#onIssue(deed);
    }
  }

  #begun({ issue, at }: Extract<Happening, { what: "reconcile" }>): LookUnderWay {
    const isRepeated = this.isAtRest(issue) && this.#quiet.get(issue)?.at === at;
    return {
      issue,
      at,
      isOver: false,
      since: this.count,
      failed: null,
      failedRead: null,
      writes: 0,
      isRepeated,
    };
  }

  #ended({ issue, outcome, at }: Extract<Happening, { what: "reconciled" }>): void {
    // What happened while it went on it may not have seen, nor that time went by.
    const isQuiet =
      this.look?.writes === 0 &&
      this.look.failed === null &&
      this.#lastChange <= this.look.since &&
      this.look.at === at;
    if (isQuiet && (outcome === "done" || outcome === "again")) {
      this.#quiet.set(issue, { count: this.count, at });
    }
    this.look = null;
  }

  #moved({ branch, by, from, to, look }: Extract<Happening, { what: "ref" }>): void {
    if (branch === MEMORY_BRANCH && by === this.self && to !== null)
      for (const { program } of this.journalled(from, to))
        this.writers.set(program, { look, place: this.count });
    if (branch === MEMORY_BRANCH && by !== this.self) this.touched = this.count;
    if (branch === MEMORY_BRANCH) this.#measure(by, from, to);
    else if (by === this.self && to !== null) {
      const { message, author } = this.git.get(to);
      const attempt = author === this.self ? attemptIn(message) : null;
      if (attempt !== null) this.committed.set(attempt, to);
    }
    if (to === null) this.heads.delete(branch);
    else this.heads.set(branch, to);
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

  #measure(by: string | null, from: string | null, to: string | null): void {
    const after = this.journals.at(to ?? undefined);
    const steps = to === null || by !== this.self ? [] : this.journalled(from, to);
    for (const { event, after: state } of steps) {
      if (event.type === "loop.start" && state !== null) this.starters.delete(state.issue);
    }
    for (const [program, { events }] of this.journals.at(from ?? undefined)) {
      const now = after.get(program)?.events ?? [];
      const isGrown = now[events.length - 1]?.prev === events.at(-1)?.prev;
      if (by === this.self && now.length > events.length) this.longest.delete(program);
      if (by !== this.self && !isGrown) {
        this.longest.set(program, Math.max(events.length, this.longest.get(program) ?? 0));
        this.rewound.add(program);
      }
    }
  }

  #onIssue(deed: IssueDeed): void {
    if (deed.what === "issue" && deed.change.deleted) {
      this.issues.delete(deed.issue);
      this.switched.set(deed.issue, this.count);
      this.gone.add(deed.issue);
      return;
    }
    const isSwitch = deed.what === "label" || (deed.what === "issue" && deed.change.state !== undefined);
    if (isSwitch) this.switched.set(deed.issue, this.count);
    const known = this.issues.get(deed.issue) ?? newIssue(deed.by);
    this.#back(deed);
    if (mars(deed, known, this.self)) this.marred.add(deed.issue);
    if (deed.by !== null && startsLoop(deed)) {
      this.starters.set(deed.issue, [...(this.starters.get(deed.issue) ?? []), deed.by]);
    }
    this.issues.set(deed.issue, changed(known, deed, this.count));
  }
}

function failed(look: LookUnderWay, deed: Extract<Happening, { what: "failed" }>): LookUnderWay {
  return {
    ...look,
    failed: look.failed ?? deed.method,
    failedRead: look.failedRead ?? (deed.isRead ? deed.method : null),
  };
}

/** `program iteration.attempt` in the trailers of a commit of the app's; null: it was made for none. */
export function attemptIn(message: string): string | null {
  const trailers = parseTrailers(message);
  const [, attempt = "1"] = /^Autoloop-Attempt: (\d+)$/m.exec(message) ?? [];
  return trailers === null ? null : `${trailers.program} ${trailers.iteration}.${attempt}`;
}

/** One more moment, without those of more than a day ago. */
function lately(times: readonly number[], at: number): readonly number[] {
  return [...times.filter((time) => time > at - DAY_MS), at];
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
