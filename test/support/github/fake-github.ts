// One GitHub repository in memory, and what people do to it. The app's side of it is `forge`, `memory` and
// `checkout`; the verbs and getters here belong to the test and are never recorded as writes of the app.

import type { Permission } from "../../../src/domain/authority.ts";
import { MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import type { CheckView, ProgramKey, Repository } from "../../../src/domain/repository/view.ts";
import { fakeCheckout } from "./fake-checkout.ts";
import { FakeFaults } from "./fake-faults.ts";
import { FakeForge } from "./fake-forge.ts";
import { type Change, type Commit, FakeGit, type Tree } from "./fake-git.ts";
import { FakeMemoryStore } from "./fake-memory.ts";
import { FakeSettings } from "./fake-readiness.ts";
import type { CheckInput, PullRecord } from "./fake-records.ts";
import { FakeTracker } from "./fake-tracker.ts";

export interface FakeGithubOptions {
  /** Anything that tells the time; a fake clock in tests. */
  readonly clock: { now(): number };
  readonly repository?: Repository;
  /** The app's login. */
  readonly self?: string;
  readonly defaultBranch?: string;
  /** Files of the first commit. */
  readonly files?: Readonly<Record<string, Change>>;
  /** Roles of people; who is not listed has `none`. */
  readonly permissions?: Readonly<Record<string, Permission>>;
}

export class FakeGithub extends FakeTracker {
  readonly repository: Repository;
  readonly self: string;
  readonly defaultBranch: string;
  readonly git = new FakeGit();
  readonly settings = new FakeSettings();
  readonly faults: FakeFaults;
  readonly forge: FakeForge;
  readonly memory: FakeMemoryStore;
  readonly checkout: ReturnType<typeof fakeCheckout>;
  readonly pullRecords: PullRecord[] = [];
  readonly checks = new Map<string, readonly CheckView[]>();
  /** Logs by commit and name of the check. */
  readonly logs = new Map<string, string>();
  /** What the default branch's protection asks for. */
  readonly requiredChecks: string[] = [];
  /** Whether the app's installation lets it list its repositories. */
  access: "given" | "suspended" | "refused" | "unanswered" = "given";
  /** The app is refused the rules of branches. */
  rulesHidden = false;
  readonly permissions: Map<string, Permission>;
  /** Lists do not show an issue before it is so old, milliseconds. */
  listLagMs = 0;

  constructor(options: FakeGithubOptions) {
    super(options.clock);
    this.repository = options.repository ?? { account: "1", owner: "octo", name: "carton" };
    this.self = options.self ?? "autoloop[bot]";
    this.defaultBranch = options.defaultBranch ?? "main";
    this.permissions = new Map(
      Object.entries(options.permissions ?? { maintainer: "maintain", writer: "write" }),
    );
    this.faults = new FakeFaults(this.chronicle, this.self);
    this.forge = new FakeForge(this, this.faults);
    this.memory = new FakeMemoryStore(this, this.faults);
    this.checkout = fakeCheckout(this);
    this.pushCommit(this.defaultBranch, options.files ?? { "README.md": "# carton\n" }, { message: "First" });
  }

  /** Another process's way here. @param look what it looks at */
  connection(look: () => number | null) {
    const faults = new FakeFaults(this.chronicle, this.self, look);
    return { faults, forge: new FakeForge(this, faults), memory: new FakeMemoryStore(this, faults) };
  }

  key(issue: number): ProgramKey {
    return { ...this.repository, issue };
  }

  /** Mutations of the app that took effect, in order. */
  get writes(): FakeFaults["writes"] {
    return this.faults.writes;
  }

  // People and their roles

  setPermission(login: string, role: Permission): void {
    this.permissions.set(login, role);
    this.chronicle.record({ what: "role", login, role });
  }

  /** What the default branch's protection asks for from now on, and whether the app is refused to read it. */
  setRules(required: readonly string[], hidden = false): void {
    this.requiredChecks.splice(0, Infinity, ...required);
    this.rulesHidden = hidden;
    this.chronicle.record({ what: "rules", required, hidden });
  }

  // Git

  /** Commits to a branch as a person; a branch that does not exist starts at `from` (default: the default branch). */
  pushCommit(
    branch: string,
    files: Readonly<Record<string, Change>>,
    options: { author?: string; message?: string; from?: string } = {},
  ): string {
    const parent = this.git.head(branch) ?? this.git.head(options.from ?? this.defaultBranch);
    const tree: Tree = parent?.tree ?? new Map();
    const commit = this.git.commit({
      message: options.message ?? "A person's change",
      parents: parent === undefined ? [] : [parent.id],
      tree: this.git.changed(tree, files),
      author: options.author ?? "maintainer",
      at: this.now(),
    });
    this.moveBranch(branch, commit.id, options.author ?? "maintainer");
    return commit.id;
  }

  /** Puts a branch anywhere, as a forced push would. */
  moveBranch(branch: string, commit: string, by: string | null = null): void {
    const from = this.git.branches.get(branch) ?? null;
    this.git.branches.set(branch, this.git.get(commit).id);
    this.chronicle.record({ what: "ref", by, branch, from, to: commit });
    for (const pull of this.pullRecords) {
      if (pull.head === branch && pull.sameRepository && pull.state === "open") pull.headId = commit;
    }
  }

  /** Whether rules forbid the app this; it is written down where they do. */
  forbids(method: string, branch: string): boolean {
    const isForbidden = this.settings.forbidden.has(branch);
    if (isForbidden) this.chronicle.record({ what: "forbidden", method });
    return isForbidden;
  }

  /** Deletes a branch; as on GitHub its open pull requests close. */
  deleteBranch(branch: string): void {
    const from = this.git.branches.get(branch) ?? null;
    this.git.branches.delete(branch);
    this.chronicle.record({ what: "ref", by: null, branch, from, to: null });
    for (const pull of this.pullRecords) {
      if (pull.state === "open" && pull.sameRepository && pull.head === branch) pull.state = "closed";
    }
  }

  /** Heads by branch name. */
  branches(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.git.branches);
  }

  /** Commits of a branch, newest first. */
  commits(branch: string): readonly Commit[] {
    const head = this.git.branches.get(branch);
    return head === undefined ? [] : this.git.history(head).map((id) => this.git.get(id));
  }

  /** Text of a file on a branch; undefined when branch or file is missing. */
  file(branch: string, path: string): string | undefined {
    const entry = this.git.head(branch)?.tree.get(path);
    return entry === undefined ? undefined : this.git.text(entry.id);
  }

  /** Text of a file on the memory branch. */
  memoryFile(path: string): string | undefined {
    return this.file(MEMORY_BRANCH, path);
  }

  /** Replaces the checks of a commit. Default: a success of GitHub Actions. */
  setChecks(head: string, checks: readonly CheckInput[]): void {
    const endedAt = this.now();
    const full = checks.map((check): CheckView => {
      const view = { app: "github-actions", own: false, state: "success", ...check } as const;
      return view.state === "pending" ? view : { endedAt, ...view };
    });
    const { id } = this.git.get(head);
    // CI knows nothing of the app's own check.
    const own = (this.checks.get(id) ?? []).filter(
      (one) => one.own && !full.some(({ name }) => name === one.name),
    );
    this.checks.set(id, [...full, ...own]);
    this.chronicle.record({ what: "checks", head, checks: full });
  }

  /** Somebody wants the app's own check of this commit again. */
  rerequest(head: string): void {
    const again = { name: "further jobs", app: "autoloop", own: true, state: "pending" } as const;
    this.checks.set(head, [...(this.checks.get(head) ?? []), again]);
  }

  // Pull requests

  pulls(): readonly PullRecord[] {
    return this.pullRecords;
  }

  pull(number: number): PullRecord {
    const pull = this.pullRecords.find((one) => one.number === number);
    if (pull === undefined) throw new Error(`no pull request ${number}`);
    return pull;
  }

  /** A pull request by a person, `fork: true` from elsewhere with the same branch name. Returns its number. */
  openPullAs(author: string, pull: { head: string; base?: string; title?: string; fork?: boolean }): number {
    const number = this.nextNumber();
    const headId = this.git.branches.get(pull.head) ?? this.git.branches.get(this.defaultBranch) ?? "";
    const { head, base = this.defaultBranch, title = "By a person", fork = false } = pull;
    this.pullRecords.push({
      ...{ number, author, base, head, headId, title, body: "", labels: [] },
      ...{ state: "open", draft: false, sameRepository: !fork },
    });
    this.chronicle.record({ what: "pull", by: author, number, change: "opened" });
    return number;
  }

  closePull(number: number): void {
    this.pull(number).state = "closed";
    this.chronicle.record({ what: "pull", by: null, number, change: "closed" });
  }

  reopenPull(number: number): void {
    this.pull(number).state = "open";
    this.chronicle.record({ what: "pull", by: null, number, change: "reopened" });
  }

  markReady(number: number): void {
    this.pull(number).draft = false;
    this.chronicle.record({ what: "pull", by: null, number, change: "ready" });
  }

  /** Merges as a person: a merge commit, one squashed commit, or all of them rewritten on top of the base. */
  mergePull(number: number, how: "merge" | "squash" | "rebase" = "merge"): void {
    const pull = this.pull(number);
    const base = this.git.head(pull.base);
    if (base === undefined) throw new Error(`no branch ${pull.base}`);
    const tree = this.git.merged(base.id, pull.headId);
    if ("conflict" in tree) throw new Error(`pull request ${number} conflicts`);
    const made = (message: string, parents: readonly string[]) =>
      this.git.commit({ message, parents, tree, author: "maintainer", at: this.now() }).id;
    const known = new Set(this.git.history(base.id));
    // The fake gives all of them the tree of the last.
    const rewritten = this.git
      .history(pull.headId)
      .filter((id) => !known.has(id))
      .reduceRight((onto, id) => made(this.git.get(id).message, [onto]), base.id);
    const squashed = () =>
      made(`${pull.title} (#${number})`, how === "merge" ? [base.id, pull.headId] : [base.id]);
    pull.state = "merged";
    const { headId: head } = pull;
    this.chronicle.record({ what: "pull", by: "maintainer", number, change: "merged", head });
    this.moveBranch(pull.base, how === "rebase" ? rewritten : squashed(), "maintainer");
  }

  /** Points a pull request at another base. */
  retargetPull(number: number, base: string): void {
    this.pull(number).base = base;
  }
}
