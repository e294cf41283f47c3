// Turns the fake's records into the views of the Forge port. Reads only.

import { Terminal } from "../../../src/domain/errors.ts";
import {
  canonicalBranch,
  LABEL,
  MEMORY_BRANCH,
  memoryPath,
  REPO_CONFIG_PATH,
} from "../../../src/domain/program/names.ts";
import { placesOf } from "../../../src/domain/program/program-files.ts";
import type {
  BranchView,
  CommentView,
  FileRef,
  IssueView,
  ProgramView,
  PullView,
  Repository,
  RepositoryView,
  Thread,
} from "../../../src/domain/repository/view.ts";
import type { Look } from "../../../src/ports/forge/program-reads.ts";
import type { Tree } from "./fake-git.ts";
import type { FakeGithub } from "./fake-github.ts";
import type { CommentRecord, IssueRecord } from "./fake-records.ts";

/** As GitHub: a repository that this installation cannot see is not there. */
export function isThere(world: FakeGithub, repository: Repository): boolean {
  const { account, owner, name } = world.repository;
  return account === repository.account && owner === repository.owner && name === repository.name;
}

export function requireRepository(world: FakeGithub, repository: Repository): void {
  if (!isThere(world, repository)) throw new Terminal(`no repository ${repository.owner}/${repository.name}`);
}

export function viewOf(world: FakeGithub, { key, name, branch: named, source }: Look): ProgramView {
  const issue = world.issues.get(key.issue);
  const branch = name === null ? null : (named ?? canonicalBranch(name));
  const defaultHead = world.git.head(world.defaultBranch);
  const memoryHead = world.git.head(MEMORY_BRANCH);
  const config = defaultHead?.tree.get(REPO_CONFIG_PATH);
  const branchHead = branch === null ? undefined : world.git.branches.get(branch);
  return {
    self: world.self,
    issue: issue === undefined ? "absent" : issueView(issue),
    comments: (issue?.comments ?? []).map((comment) => commentView(comment, world.self)),
    defaultBranch: defaultHead === undefined ? "absent" : { name: world.defaultBranch, head: defaultHead.id },
    branch: branchHead === undefined ? "absent" : branchView(world, branchHead),
    pulls: branch === null ? [] : pullViews(world, branch),
    checks: branchHead === undefined ? [] : (world.checks.get(branchHead) ?? []),
    memory: {
      head: memoryHead?.id ?? "absent",
      files: memoryHead === undefined ? [] : memoryFiles(memoryHead.tree, name),
    },
    config: config === undefined ? "absent" : { path: REPO_CONFIG_PATH, id: config.id },
    sources: (source === undefined ? [] : placesOf(source)).flatMap((path) => {
      const file = defaultHead?.tree.get(path);
      return file === undefined ? [] : [{ path, id: file.id }];
    }),
  };
}

export function conversationOf(world: FakeGithub, issue: number): Thread | "absent" {
  const isThere = world.issues.has(issue) || world.pullRecords.some(({ number }) => number === issue);
  if (!isThere) return "absent";
  return { issue, comments: world.comments(issue).map((comment) => commentView(comment, world.self)) };
}

const OURS: readonly string[] = [LABEL.program, LABEL.completed, LABEL.autoloop];

export function repositoryViewOf(world: FakeGithub): RepositoryView {
  const files = [...(world.git.head(world.defaultBranch)?.tree ?? [])].map(([path, { id }]) => ({
    path,
    id,
  }));
  const registry = world.git.head(MEMORY_BRANCH)?.tree.get(memoryPath.registry());
  return {
    self: world.self,
    files: files.filter(({ path }) =>
      /^\.autoloop\/(program\.md|programs\/([^/]+|[^/]+\/program\.md))$/.test(path),
    ),
    registry: registry === undefined ? "absent" : { path: memoryPath.registry(), id: registry.id },
    issues: [...world.issues.values()]
      .filter(({ createdAt }) => Date.parse(createdAt) <= Date.parse(world.now()) - world.listLagMs)
      .filter(({ labels }) => labels.some((label) => OURS.includes(label)))
      .map(({ number, title, body, state, labels, author, edited, createdAt }) => ({
        ...{ number, title, body, state, author, edited, createdAt },
        labels: [...labels],
      })),
  };
}

function issueView(issue: IssueRecord): IssueView {
  const { number, title, body, state, locked, author, edited, createdAt, updatedAt } = issue;
  const labelled = issue.labelEvents
    .filter((event) => event.label === LABEL.program)
    .map(({ login, at }) => ({ login, at }))
    .reverse();
  const switched = (kind: IssueRecord["switches"][number]["what"]) =>
    issue.switches
      .filter(({ what }) => what === kind)
      .map(({ login, at }) => ({ login, at }))
      .reverse();
  return {
    number,
    title,
    body,
    state,
    locked,
    author,
    edited,
    createdAt,
    updatedAt,
    labels: [...issue.labels],
    labelled,
    unlabelled: switched("unlabelled"),
    closed: switched("closed"),
    reopened: switched("reopened"),
    reactions: [...issue.reactions],
  };
}

function commentView(comment: CommentRecord, self: string): CommentView {
  return { ...comment, own: comment.author?.login === self };
}

function branchView(world: FakeGithub, head: string): BranchView {
  const base = world.git.branches.get(world.defaultBranch) ?? head;
  return {
    head,
    ahead: world.git.countMissing(head, base),
    behind: world.git.countMissing(base, head),
    commits: world.git
      .history(head)
      .slice(0, 20)
      .map((id) => world.git.get(id))
      .map(({ id, message, parents, at }) => ({ id, message, parents: [...parents], committedAt: at })),
  };
}

function pullViews(world: FakeGithub, branch: string): readonly PullView[] {
  return world.pullRecords
    .filter((pull) => pull.head === branch)
    .map(({ author, head: _name, headId, labels, ...pull }) => ({
      ...pull,
      own: author === world.self,
      head: headId,
      labels: [...labels],
    }))
    .reverse();
}

/** Looked up once for each commit of the memory branch and program: there may be thousands of files. */
const found = new WeakMap<Tree, Map<string | null, readonly FileRef[]>>();

function memoryFiles(tree: Tree, name: string | null): readonly FileRef[] {
  const known = found.get(tree) ?? new Map<string | null, readonly FileRef[]>();
  const files = known.get(name) ?? filesOf(tree, name);
  found.set(tree, known.set(name, files));
  return files;
}

function filesOf(tree: Tree, name: string | null): readonly FileRef[] {
  const wanted = (path: string) =>
    path === memoryPath.registry() ||
    (name !== null &&
      (path === memoryPath.state(name) ||
        path === memoryPath.results(name) ||
        path.startsWith(`${memoryPath.journalDirectory(name)}/`)));
  return [...tree].filter(([path]) => wanted(path)).map(([path, { id }]) => ({ path, id }));
}
