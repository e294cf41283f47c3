// The world as it stood at any moment of the chronicle: replayed deed by deed, so that a write can be judged by what
// was visible when it was made, not by what came later. Knows nothing of the rules.

import type { Permission } from "../../../src/domain/authority.ts";
import { MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import type { CheckView } from "../../../src/domain/repository/view.ts";
import { parseTrailers } from "../../../src/text/comments/commit-message.ts";
import type { Happening } from "../github/chronicle.ts";
import type { FakeGit } from "../github/fake-git.ts";
import type { FakeGithub } from "../github/fake-github.ts";
import { PastIssues } from "./past-issues.ts";
import { type LookUnderWay, PastLooks } from "./past-looks.ts";
import { PastMemory } from "./past-memory.ts";
import { PastSpending } from "./past-spending.ts";

export class Past {
  readonly git: FakeGit;
  readonly self: string;
  readonly memory: PastMemory;
  readonly issues: PastIssues;
  readonly spending = new PastSpending();
  /** Deeds so far. */
  count = 0;
  readonly roles: Map<string, Permission>;
  readonly checks = new Map<string, readonly CheckView[]>();
  /** What the default branch's protection asks for. */
  required: readonly string[] = [];
  /** What it asked for before, and since when it no longer does, milliseconds since the epoch. */
  requiredBefore: readonly string[] = [];
  requiredSince = Number.NEGATIVE_INFINITY;
  /** The app is refused to read it. */
  rulesHidden = false;
  /** Since when, milliseconds since the epoch. */
  hiddenSince = Number.POSITIVE_INFINITY;
  /** Pull requests that a person has called ready, or that were opened where there are no drafts. */
  readonly ready = new Set<number>();
  /** Heads of branches that a person merged. */
  readonly merged = new Set<string>();
  /** Place in the chronicle of the last move of the default branch. */
  pushed = 0;
  /** Iterations' commits of the app, by `program iteration.attempt`; several where people took away the ones before. */
  readonly committed = new Map<string, ReadonlySet<string>>();
  readonly #defaultBranch: string;
  readonly #heads = new Map<string, string>();
  readonly #checked = new Map<string, number>();
  #ruled = 0;
  readonly #looks = new PastLooks();

  constructor({ git, self, defaultBranch, permissions }: FakeGithub) {
    this.git = git;
    this.self = self;
    this.memory = new PastMemory(git, self, () => this.look);
    this.issues = new PastIssues(self);
    this.roles = new Map(permissions);
    this.#defaultBranch = defaultBranch;
  }

  /** The look that the deed belongs to which is judged at the moment. */
  get look(): LookUnderWay | null {
    return this.#looks.current;
  }

  /** The last look at this program found nothing to do, and nothing has happened since to anything. */
  isAtRest(issue: number | null): boolean {
    return this.#looks.isAtRest(issue);
  }

  role(login: string | null): Permission {
    return (login === null ? undefined : this.roles.get(login)) ?? "none";
  }

  /** The file is on the default branch. */
  hasFile(path: string): boolean {
    const head = this.#heads.get(this.#defaultBranch);
    return head !== undefined && this.git.get(head).tree.has(path);
  }

  /** The checks of this commit, or what is required, changed while the look went on whose deed is judged. */
  checkedSince(head: string): boolean {
    return Math.max(this.#checked.get(head) ?? 0, this.#ruled) > (this.look?.since ?? this.count);
  }

  /**
   * Another look has written to the program's journal since this one began, or somebody has cut it, and this one cannot
   * know it.
   */
  isOvertaken(program: string, look: number | null): boolean {
    return this.memory.isOvertaken(program, look, this.look?.since ?? this.count);
  }

  /** When an order counts as given: with the journal's start, for after a crash the order itself comes later. */
  orderedAt({ request, at }: Extract<Happening, { what: "run" }>): number {
    const flight = this.memory.journal.get(request.program)?.state?.in_flight;
    return flight?.nonce === request.nonce ? Date.parse(flight.started_at) : at;
  }

  /** The next deed to be judged is this one. */
  turnTo(deed: Pick<Happening, "look">): void {
    this.#looks.turnTo(deed);
  }

  /** The next deed becomes past. */
  add(deed: Happening): void {
    this.count += 1;
    this.#looks.add(deed, this.count);
    switch (deed.what) {
      case "reconcile":
      case "reconciled":
      case "failed":
      case "forbidden":
      case "swept":
      case "ended":
        break;
      case "write":
        this.spending.wrote(deed.at);
        break;
      case "run":
        this.spending.order(deed, this.orderedAt(deed), this.count);
        break;
      case "ref":
        this.#moved(deed);
        break;
      case "checks":
        this.checks.set(deed.head, deed.checks);
        this.#checked.set(deed.head, this.count);
        break;
      case "rules":
        if (deed.required.join() !== this.required.join())
          [this.requiredBefore, this.requiredSince] = [this.required, deed.at];
        this.required = deed.required;
        this.rulesHidden = deed.hidden;
        this.hiddenSince = deed.hidden ? Math.min(this.hiddenSince, deed.at) : Number.POSITIVE_INFINITY;
        this.#ruled = this.count;
        break;
      case "hidden":
        this.issues.hide(deed, this.count);
        break;
      case "role":
        this.roles.set(deed.login, deed.role);
        break;
      case "pull":
        if (deed.change === "ready" || (deed.change === "opened" && deed.ordinary === true))
          this.ready.add(deed.number);
        if (deed.change === "merged") this.merged.add(deed.head);
        break;
      default:
        this.issues.add(deed, this.count);
    }
  }

  #moved(move: Extract<Happening, { what: "ref" }>): void {
    const { branch, by, to } = move;
    if (branch === MEMORY_BRANCH) {
      for (const { event, after } of this.memory.added(move))
        if (event.type === "loop.start" && after !== null) this.issues.starters.delete(after.issue);
      this.memory.add(move, this.count);
    } else if (by === this.self && to !== null) {
      const { message, author } = this.git.get(to);
      const attempt = author === this.self ? attemptIn(message) : null;
      if (attempt !== null) this.committed.set(attempt, new Set(this.committed.get(attempt)).add(to));
    }
    if (branch === this.#defaultBranch) this.pushed = this.count;
    if (to === null) this.#heads.delete(branch);
    else this.#heads.set(branch, to);
  }
}

/** `program iteration.attempt` in the trailers of a commit of the app's; null: it was made for none. */
export function attemptIn(message: string): string | null {
  const trailers = parseTrailers(message);
  const [, attempt = "1"] = /^Autoloop-Attempt: (\d+)$/m.exec(message) ?? [];
  return trailers === null ? null : `${trailers.program} ${trailers.iteration}.${attempt}`;
}
