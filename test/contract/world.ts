// What the contract suite needs of a GitHub besides the ports: the acts of a person with write access.

import type { ProgramKey, Repository } from "../../src/domain/repository/view.ts";
import type { Checkout } from "../../src/ports/checkout.ts";
import type { Forge } from "../../src/ports/forge/forge.ts";
import type { MemoryStore } from "../../src/ports/memory-store.ts";

export interface ContractWorld {
  readonly forge: Forge;
  readonly memory: MemoryStore;
  readonly checkout: Checkout;
  readonly repository: Repository;
  readonly defaultBranch: string;
  /** Login of the person who does all of this, with the role `maintain`. */
  readonly person: string;
  openIssue(issue: { title: string; body?: string; labels?: readonly string[] }): Promise<number>;
  closeIssue(number: number): Promise<void>;
  editIssue(number: number, body: string): Promise<void>;
  addLabel(number: number, label: string): Promise<void>;
  removeLabel(number: number, label: string): Promise<void>;
  reopenIssue(number: number): Promise<void>;
  comment(issue: number, body: string): Promise<number>;
  editComment(issue: number, comment: number, body: string): Promise<void>;
  /** Hides a comment, whoever wrote it, or shows it again. */
  minimiseComment(issue: number, comment: number, minimised: boolean): Promise<void>;
  deleteComment(issue: number, comment: number): Promise<void>;
  /** Commits one file to a branch that exists; returns the commit. */
  push(branch: string, path: string, text: string): Promise<string>;
  /** All files of a commit. */
  filesOf(
    commit: string,
  ): Promise<Readonly<Record<string, { readonly text: string; readonly executable: boolean }>>>;
  /** A successful check run of GitHub Actions. */
  succeed(commit: string, check: string): Promise<void>;
  /**
   * Jobs of GitHub Actions, by name, that print this and fail.
   * @returns the commit of the default branch that they ran at
   */
  fail(jobs: Readonly<Record<string, string>>): Promise<string>;
  /** Sets which checks must pass before anything is merged into the default branch. */
  require(checks: readonly string[]): Promise<void>;
  /** Whether the app is refused the rules of branches. */
  hideRules(hidden: boolean): Promise<void>;
  /** The next GraphQL query of the app is the last that its hour allows, and is answered; or is refused for the limit. */
  exhaust(isRefused?: boolean): Promise<void>;
  /** Somebody has a role that the owner made up, on top of `write`. @returns who */
  customRole(): Promise<string>;
  /** The owner of the repository changes its settings. */
  settings(change: { readonly archived?: boolean; readonly issues?: boolean }): Promise<void>;
  /** Whether the app's installation refuses to list its repositories (403). */
  refuseList(isRefused: boolean): Promise<void>;
  /** Somebody wants the app's own check of this name on this commit again. */
  rerequest(commit: string, check: string): Promise<void>;
  closePull(number: number): Promise<void>;
  deleteIssue(number: number): Promise<void>;
  readonly no: Refusing;
  close(): Promise<void>;
}

/** The ways in which the host says no from now on. They hold for the app, not for the person. */
export interface Refusing {
  /** Rules let nobody make or move this branch. */
  forbid(branch: string): void;
  /** The repository has no draft pull requests. */
  drafts(): void;
  /** The repository was renamed: writes are sent on to where it is now. */
  moved(): void;
  /** Reactions are refused, with this sentence. */
  reactions(said: string): void;
  /** Roles of people cannot be read: the gateway breaks. */
  roles(): void;
  /** Looks lack this, and no error says why. */
  omit(what: "comment-ids" | "repository"): void;
  /** No more of it. */
  relent(): void;
}

export function keyOf(world: ContractWorld, issue: number): ProgramKey {
  return { ...world.repository, issue };
}
