// The app's side of the fake GitHub: the Forge port, as strict as GitHub is. Every write goes through
// `faults.write`, so that it is recorded and can fail or crash.

import type { Standing } from "../../../src/domain/authority.ts";
import { AutoloopError, Conflict, Dormant, Retryable } from "../../../src/domain/errors.ts";
import { BODY_CHARACTERS, COMMENTS_PER_ISSUE, TITLE_CHARACTERS } from "../../../src/domain/limits.ts";
import type { OpenPull as ListedPull } from "../../../src/domain/program/legacy.ts";
import { LABEL, MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import type { FailedCheck, RequiredNames } from "../../../src/domain/repository/checks.ts";
import type { AppAccess, ReadinessView } from "../../../src/domain/repository/readiness.ts";
import type {
  CheckView,
  FileModes,
  ListedComment,
  ProgramKey,
  ProgramView,
  Reaction,
  Repository,
  Thread,
} from "../../../src/domain/repository/view.ts";
import { orRefused } from "../../../src/github/git/second-look.ts";
import type { CommitRequest } from "../../../src/ports/forge/branches.ts";
import type {
  CheckWritten,
  OwnCheckRequest,
  PullRequest,
  PullRequestText,
} from "../../../src/ports/forge/changes.ts";
import type { IssueChange, IssueText } from "../../../src/ports/forge/conversation.ts";
import type { Became, Showing, Shown } from "../../../src/ports/forge/display.ts";
import type { Forge } from "../../../src/ports/forge/forge.ts";
import type { Look } from "../../../src/ports/forge/program-reads.ts";
import type { LeftOut } from "../../../src/ports/forge/repository-reads.ts";
import type { FakeFaults } from "./fake-faults.ts";
import type { Commit, Tree } from "./fake-git.ts";
import type { FakeGithub } from "./fake-github.ts";
import { conversationOf, isThere, repositoryViewOf, requireRepository, viewOf } from "./fake-look.ts";
import { readinessOf } from "./fake-readiness.ts";
import { accountId, authorOf, type CommentRecord } from "./fake-records.ts";
import { RULE_SAYS, refused, refusedByRule, refusedMove } from "./fake-refusals.ts";

export class FakeForge implements Forge {
  readonly #world: FakeGithub;

  readonly #faults: FakeFaults;

  /** @param faults what goes wrong on this process's way to the host */
  constructor(world: FakeGithub, faults: FakeFaults) {
    this.#world = world;
    this.#faults = faults;
  }

  repositories(leaveOut: (one: LeftOut) => void) {
    return this.#faults.read("repositories", () => {
      const { repository, access } = this.#world;
      const { account, owner } = repository;
      if (access === "given") return [repository];
      leaveOut({ account, owner, why: access });
      return [];
    });
  }

  programIssues(repository: Repository) {
    return this.#list("programIssues", repository, (world) =>
      [...world.issues.values()]
        .filter((issue) => issue.state === "open" && issue.labels.includes(LABEL.program))
        .map(({ number, updatedAt }) => ({ number, updatedAt })),
    );
  }

  memoryHead(repository: Repository) {
    return this.#read("memoryHead", repository, ({ git }) => git.branches.get(MEMORY_BRANCH) ?? "absent");
  }

  look(look: Look): Promise<ProgramView> {
    return this.#faults.read("look", () => {
      const world = this.#world;
      const { issues, archived } = world.settings;
      if (!isThere(world, look.key) || archived || issues === "off") {
        this.#faults.record({ what: "failed", method: "look", isRead: true });
        throw new Dormant("the repository is at rest");
      }
      return viewOf(world, look);
    });
  }

  find(owner: string, name: string): Promise<Repository | "absent"> {
    const { repository } = this.#world;
    const isIt = owner === repository.owner && name === repository.name;
    return this.#faults.read("find", () => (isIt ? repository : ("absent" as const)));
  }

  access(repository: Repository): Promise<AppAccess> {
    return this.#read("access", repository, ({ settings }) => settings.access());
  }

  readiness(repository: Repository): Promise<ReadinessView> {
    return this.#read("readiness", repository, readinessOf);
  }

  openPulls(repository: Repository): Promise<readonly ListedPull[]> {
    return this.#list("openPulls", repository, (world) =>
      world.pullRecords
        .filter(({ state }) => state === "open")
        .map(({ number, title, head, sameRepository, author }) => {
          return { number, title, branch: head, sameRepository, author: authorOf(author) };
        }),
    );
  }

  lastAuthor(repository: Repository, branch: string, path: string): Promise<string | null> {
    return this.#read("lastAuthor", repository, ({ git }) => {
      const head = git.branches.get(branch);
      const commits = head === undefined ? [] : git.history(head).map((id) => git.get(id));
      const newest = commits.find(({ tree, parents }) => {
        const before = parents[0] === undefined ? undefined : git.get(parents[0]).tree.get(path);
        return tree.get(path)?.id !== before?.id;
      });
      return newest === undefined || newest.author === "" ? null : newest.author;
    });
  }

  lookAtRepository(repository: Repository) {
    return this.#read("lookAtRepository", repository, repositoryViewOf);
  }

  openIssue(repository: Repository, text: IssueText): Promise<number> {
    return this.#write("openIssue", repository, [text], (world) => {
      checkLength("title", text.title, TITLE_CHARACTERS);
      checkLength("body", text.body, BODY_CHARACTERS);
      if (world.settings.issues === "off") throw refused("issues are switched off");
      const { title, body, labels } = text;
      const number = world.openIssue({ title, body, author: world.self });
      for (const label of labels) world.addLabel(number, world.self, label);
      return number;
    });
  }

  editIssue(key: ProgramKey, change: IssueChange): Promise<void> {
    return this.#write("editIssue", key, [change], (world) => {
      checkLength("title", change.title ?? "", TITLE_CHARACTERS);
      checkLength("body", change.body ?? "", BODY_CHARACTERS);
      const { labels, state, ...text } = change;
      const before = this.#issue(key).labels;
      world.editIssue(key.issue, world.self, text);
      if (state === "closed") world.closeIssue(key.issue, world.self);
      if (labels === undefined) return;
      for (const label of labels) world.addLabel(key.issue, world.self, label);
      for (const label of before.filter((one) => !labels.includes(one))) world.removeLabel(key.issue, label);
    });
  }

  createLabel(repository: Repository, label: string): Promise<void> {
    return this.#write("createLabel", repository, [label], ({ settings }) => {
      settings.labels.add(label);
    });
  }

  recentComments(repository: Repository, since: number): Promise<readonly ListedComment[]> {
    return this.#list("recentComments", repository, (world) =>
      world
        .allComments()
        .map(({ issue, comment: { id, body, updatedAt } }) => ({ issue, id, body, updatedAt }))
        .filter(({ updatedAt }) => Date.parse(updatedAt) >= since),
    );
  }

  thread(key: ProgramKey): Promise<Thread | "absent"> {
    return this.#read("thread", key, (world) => conversationOf(world, key.issue));
  }

  readText(repository: Repository, id: string): Promise<string> {
    return this.#read("readText", repository, (world) => {
      const blob = world.git.blob(id);
      if (blob === undefined) throw refused(`no blob ${id}`);
      return blob.toString();
    });
  }

  requiredChecks(repository: Repository, branch: string): Promise<RequiredNames> {
    return this.#read("requiredChecks", repository, (world) => {
      const names = branch === world.defaultBranch ? [...new Set(world.requiredChecks)] : [];
      // A branch says of itself that it is not protected.
      return world.rulesHidden && names.length > 0 ? "unknown" : names;
    });
  }

  checksAt(repository: Repository, commit: string): Promise<readonly CheckView[]> {
    return this.#read("checksAt", repository, ({ checks }) => checks.get(commit) ?? []);
  }

  failures(
    repository: Repository,
    commit: string,
    names: readonly string[],
  ): Promise<readonly FailedCheck[]> {
    return this.#read("failures", repository, (world) =>
      names.map((name) => ({
        ...{ name, summary: "", annotations: [] },
        log: world.logs.get(`${commit} ${name}`) ?? "",
      })),
    );
  }

  standing(repository: Repository, login: string): Promise<Standing> {
    return this.#read("standing", repository, (world) => ({
      permission: world.permissions.get(login) ?? "none",
      id: world.permissions.has(login) ? accountId(login) : null,
    }));
  }

  postComment(key: ProgramKey, body: string): Promise<number> {
    return this.#write("postComment", key, [body], (world) => {
      checkLength("comment", body, BODY_CHARACTERS);
      if (this.#comments(key).length >= COMMENTS_PER_ISSUE) throw refused("too many comments");
      return world.comment(key.issue, world.self, body);
    });
  }

  editComment(key: ProgramKey, comment: number, body: string, seen?: string): Promise<void> {
    return this.#write("editComment", key, [comment, body], (world) => {
      checkLength("comment", body, BODY_CHARACTERS);
      const { body: now } = this.#comment(key, comment);
      if (seen !== undefined && now !== seen) throw new Conflict(`comment ${comment} was edited`);
      world.editComment(key.issue, comment, world.self, body);
    });
  }

  deleteComment(key: ProgramKey, comment: number): Promise<void> {
    return this.#write("deleteComment", key, [comment], (world) => {
      const record = this.#issue(key).comments.find((one) => one.id === comment);
      if (record === undefined) return;
      if (record.author?.login !== world.self) throw refused(`comment ${comment} is a person's`);
      world.deleteComment(key.issue, comment);
    });
  }

  minimiseComment(key: ProgramKey, comment: number): Promise<void> {
    return this.#write("minimiseComment", key, [comment], (world) => {
      const { author } = this.#comment(key, comment);
      if (author?.login !== world.self) throw refused(`comment ${comment} is a person's`);
      world.minimiseComment(key.issue, comment);
    });
  }

  reactToIssue(key: ProgramKey, reaction: Reaction): Promise<void> {
    return this.#write("reactToIssue", key, [reaction], () => {
      const { reactions } = this.#issue(key);
      if (!reactions.includes(reaction)) reactions.push(reaction);
    });
  }

  react(key: ProgramKey, comment: number, reaction: Reaction): Promise<void> {
    return this.#write("react", key, [comment, reaction], () => {
      const { reactions } = this.#comment(key, comment);
      if (!reactions.includes(reaction)) reactions.push(reaction);
    });
  }

  setLabels(
    key: ProgramKey,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<void> {
    return this.#write("setLabels", key, [change], (world) => {
      const pull = world.pullRecords.find(({ number }) => number === key.issue);
      if (pull !== undefined) {
        const kept = pull.labels.filter((label) => !change.remove.includes(label));
        pull.labels = [...new Set([...kept, ...change.add])];
        return;
      }
      // Nothing is left to be taken off a deleted issue.
      if (change.add.length === 0 && world.isDeleted(key.issue)) return;
      this.#issue(key);
      for (const label of change.add) world.addLabel(key.issue, world.self, label);
      for (const label of change.remove) world.removeLabel(key.issue, label);
    });
  }

  createBranch(repository: Repository, branch: string, at: string): Promise<void> {
    return this.#write("createBranch", repository, [branch, at], (world) => {
      if (world.git.find(at) === undefined) throw refused(`no commit ${at}`);
      const head = world.git.branches.get(branch);
      if (head !== undefined && head !== at) throw new Conflict(`${branch} is elsewhere`);
      if (head === undefined && world.forbids("createBranch", branch)) throw refusedMove(branch, 422);
      world.moveBranch(branch, at);
    });
  }

  commit(repository: Repository, request: CommitRequest): Promise<string> {
    return this.#write("commit", repository, [request], (world) => {
      const head = this.#at(request.branch, request.expectedHead);
      const tree = new Map(head.tree);
      for (const { path, mode, contents } of request.files) {
        if (contents !== null)
          tree.set(path, { mode, id: world.git.putBlob(Buffer.from(contents, "base64")) });
        else if (!tree.delete(path)) throw refused(`cannot delete ${path}: not there`);
      }
      if (world.forbids("commit", request.branch)) throw refusedByRule(request.branch);
      return this.#advance(request.branch, request.message, [head.id], tree);
    });
  }

  restore(
    repository: Repository,
    request: { branch: string; expectedHead: string; treeOf: string; message: string },
  ): Promise<string> {
    return this.#write("restore", repository, [request], (world) => {
      const head = this.#at(request.branch, request.expectedHead);
      const source = world.git.find(request.treeOf);
      if (source === undefined) throw refused(`no commit ${request.treeOf}`);
      if (world.forbids("restore", request.branch)) throw refusedMove(request.branch, 422);
      return this.#advance(request.branch, request.message, [head.id], source.tree);
    });
  }

  fastForward(repository: Repository, branch: string, to: string): Promise<void> {
    return this.#write("fastForward", repository, [branch, to], (world) => {
      const head = world.git.branches.get(branch);
      if (head === undefined || world.git.find(to) === undefined || !world.git.isAncestor(head, to))
        throw new Conflict(`${branch}: no fast-forward`);
      if (world.forbids("fastForward", branch)) throw refusedMove(branch, 422);
      world.moveBranch(branch, to);
    });
  }

  filesAt(repository: Repository, commit: string): Promise<FileModes | "unlisted"> {
    const modes = ({ git }: FakeGithub): FileModes | "unlisted" => {
      const found = git.find(commit);
      if (found === undefined) throw refused(`no commit ${commit}`);
      return new Map(Array.from(found.tree, ([path, { mode }]) => [path, mode]));
    };
    // Of a tree GitHub says that it is not whole.
    return this.#read("filesAt", repository, modes, () => "unlisted");
  }

  revert(repository: Repository, request: Parameters<Forge["revert"]>[1]) {
    return this.#write("takeBack", repository, [request], ({ git }) => {
      const head = this.#at(request.branch, request.expectedHead);
      const tree = git.without(head.id, request.commits);
      if (!("conflict" in tree) && this.#world.forbids("revert", request.branch))
        throw refusedMove(request.branch, 422);
      return "conflict" in tree
        ? tree
        : { head: this.#advance(request.branch, request.message, [head.id], tree) };
    });
  }

  reset(repository: Repository, branch: string, expectedHead: string, to: string): Promise<void> {
    return this.#write("restart", repository, [branch, expectedHead, to], (world) => {
      this.#at(branch, expectedHead);
      if (world.git.find(to) === undefined) throw refused(`no commit ${to}`);
      if (world.forbids("reset", branch)) throw refusedByRule(branch, "UNPROCESSABLE");
      world.moveBranch(branch, to);
    });
  }

  merge(repository: Repository, branch: string, from: string, message: string) {
    return this.#write("merge", repository, [branch, from, message], (world) => {
      const head = world.git.branches.get(branch);
      const other = world.git.branches.get(from) ?? world.git.find(from)?.id;
      if (head === undefined) throw new Conflict(`no branch ${branch}`);
      if (other === undefined) throw refused(`nothing called ${from}`);
      if (world.git.isAncestor(other, head)) return { head };
      const tree = world.git.merged(head, other);
      if ("conflict" in tree || world.forbids("merge", branch)) {
        return orRefused(refused(RULE_SAYS, 409), "conflict" in tree ? tree.conflict : []);
      }
      return { head: this.#advance(branch, message, [head, other], tree) };
    });
  }

  writeCheck(repository: Repository, check: OwnCheckRequest): Promise<CheckWritten> {
    return this.#write("writeCheck", repository, [check], (world) => {
      if (world.git.find(check.head) === undefined || world.settings.checksLate) return "not now" as const;
      const { head, name, externalId, conclusion } = check;
      const state = conclusion === "success" ? "success" : "neutral";
      const others = (world.checks.get(head) ?? []).filter(
        (one) => !(one.own && (one.name === name || one.state === "pending")),
      );
      world.checks.set(head, [...others, { name, app: "autoloop", own: true, state, externalId }]);
      return "written" as const;
    });
  }

  openPull(repository: Repository, request: PullRequest): Promise<number> {
    return this.#write("openPull", repository, [request], (world) => {
      checkLength("title", request.title, TITLE_CHARACTERS);
      checkLength("body", request.body, BODY_CHARACTERS);
      const { title, body, head, base } = request;
      const { drafts } = world.settings;
      const headId = world.git.branches.get(head);
      const baseId = world.git.branches.get(base);
      if (headId === undefined || baseId === undefined) throw refused("head or base is no branch");
      const open = world.pullRecords.find(
        (one) => one.state === "open" && one.sameRepository && one.head === head && one.base === base,
      );
      if (open === undefined && world.git.countMissing(headId, baseId) === 0) {
        throw refused("no commits between base and head");
      }
      const pull = open ?? {
        ...{ number: world.nextNumber(), state: "open" as const, draft: drafts, author: world.self },
        ...{ sameRepository: true, base, head, headId, title, labels: [] },
        body: drafts ? body : (request.ordinaryBody ?? body),
      };
      if (open === undefined) {
        world.pullRecords.push(pull);
        const opened = { what: "pull", number: pull.number, change: "opened" } as const;
        world.chronicle.record({ ...opened, by: world.self, ...(drafts ? {} : { ordinary: true }) });
      }
      pull.labels = [...new Set([...pull.labels, ...request.labels])];
      return pull.number;
    });
  }

  editPull(repository: Repository, number: number, change: Partial<PullRequestText>): Promise<void> {
    return this.#write("editPull", repository, [number, change], (world) => {
      checkLength("title", change.title ?? "", TITLE_CHARACTERS);
      checkLength("body", change.body ?? "", BODY_CHARACTERS);
      const pull = world.pullRecords.find((one) => one.number === number);
      if (pull === undefined) throw refused(`no pull request ${number}`);
      Object.assign(pull, change);
    });
  }

  /** As GitHub a document of mutations: in their order, each whatever became of those before it, until it is broken off. */
  show(look: Look, showings: readonly Showing[]): Promise<Shown> {
    return this.#faults.document(async (isBroken) => {
      const became: Became[] = [];
      for (const showing of showings) {
        became.push(await this.#became(() => this.#shown(look.key, showing)));
        if (isBroken())
          return { became: showings.map(() => ({ failure: new Retryable("show: no answer") })), view: null };
      }
      const isWhole = became.every((one) => "outcome" in one);
      return { became, view: isWhole ? viewOf(this.#world, look) : null };
    });
  }

  async #shown(key: ProgramKey, showing: Showing): Promise<number | CheckWritten | undefined> {
    switch (showing.what) {
      case "postComment":
        return this.postComment({ ...key, issue: showing.issue }, showing.body);
      case "editComment": {
        const { issue, comment, body, seen } = showing;
        await this.editComment({ ...key, issue }, comment, body, seen);
        return undefined;
      }
      case "editPull":
        await this.editPull(key, showing.number, showing.change);
        return undefined;
      case "writeCheck":
        return this.writeCheck(key, showing.check);
    }
  }

  async #became(act: () => Promise<number | CheckWritten | undefined>): Promise<Became> {
    try {
      return { outcome: await act() };
    } catch (failure) {
      if (failure instanceof AutoloopError) return { failure };
      throw failure;
    }
  }

  #read<T>(
    method: string,
    repository: Repository,
    body: (world: FakeGithub) => T,
    cut?: (whole: T, n: number) => T,
  ): Promise<T> {
    const read = () => {
      requireRepository(this.#world, repository);
      return body(this.#world);
    };
    return this.#faults.read(method, read, cut);
  }

  /** Of a list that comes in numbered pages, an item may slip from one page to another while they are read. */
  #list<T>(
    method: string,
    repository: Repository,
    body: (world: FakeGithub) => readonly T[],
  ): Promise<readonly T[]> {
    return this.#read(method, repository, body, (whole, n) => whole.toSpliced(n % (whole.length || 1), 1));
  }

  #write<T>(
    method: string,
    where: Repository,
    args: readonly unknown[],
    body: (world: FakeGithub) => T,
  ): Promise<T> {
    return this.#faults.write(this.#world.now(), method, [where, ...args], () => {
      requireRepository(this.#world, where);
      const said = this.#world.settings.refused.get(method);
      if (said !== undefined) throw refused(said);
      return body(this.#world);
    });
  }

  #issue(key: ProgramKey) {
    const issue = this.#world.issues.get(key.issue);
    if (issue === undefined) throw refused(`no issue ${key.issue}`);
    return issue;
  }

  /** Of an issue or a pull request. */
  #comments(key: ProgramKey): readonly CommentRecord[] {
    const isPull = this.#world.pullRecords.some(({ number }) => number === key.issue);
    return isPull ? this.#world.comments(key.issue) : this.#issue(key).comments;
  }

  #comment(key: ProgramKey, id: number): CommentRecord {
    const comment = this.#comments(key).find((one) => one.id === id);
    if (comment === undefined) throw refused(`no comment ${id}`);
    return comment;
  }

  #at(branch: string, expected: string): Commit {
    const head = this.#world.git.head(branch);
    if (head?.id !== expected) throw new Conflict(`${branch} has moved`);
    return head;
  }

  #advance(branch: string, message: string, parents: readonly string[], tree: Tree): string {
    const world = this.#world;
    const commit = world.git.commit({ message, parents, tree, author: world.self, at: world.now() });
    world.moveBranch(branch, commit.id);
    return commit.id;
  }
}

function checkLength(what: string, text: string, limit: number): void {
  if (text.length > limit) throw refused(`${what} is too long (maximum is ${limit} characters)`);
}
