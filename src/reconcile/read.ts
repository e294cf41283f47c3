// Answers what the planner asks, one question at a time. Decides nothing. A read that fails throws and ends the run.

import { AutoloopError, Retryable, RoleUnread, Terminal } from "../domain/errors.ts";
import { MEMORY_BRANCH } from "../domain/program/names.ts";
import type { FileRef, ProgramKey } from "../domain/repository/view.ts";
import type { Read } from "../plan/read.ts";
import type { Observation } from "../plan/world.ts";
import type { ProgramReads } from "../ports/forge/program-reads.ts";
import type { RepositoryReads } from "../ports/forge/repository-reads.ts";
import { type ExamineParts, examine } from "./read/examine.ts";
import { readLegacy } from "./read/legacy.ts";
import type { RequiredNamesOf } from "./read/required-names.ts";
import type { SnapshotDeps } from "./snapshot.ts";

/** What answering needs. */
export interface ReadDeps extends ExamineParts {
  readonly forge: ProgramReads & RepositoryReads;
  readonly executor: SnapshotDeps["executor"];
  /** Absent: nothing is remembered from one look to the next. */
  readonly requiredNames?: RequiredNamesOf;
}

/** The part of an observation that the answer is. */
export type Answer = Partial<Observation>;

/**
 * The answer to one question, for the observation that is planned from next.
 * @throws what the forge throws; only a look at readiness that is refused is an answer by itself
 */
export async function read(deps: ReadDeps, key: ProgramKey, asked: Read): Promise<Answer> {
  const { forge } = deps;
  switch (asked.type) {
    case "legacy":
      return { legacy: { value: await readLegacy(forge, key, asked.issues) } };
    case "lastEditor":
      return { editor: { value: await forge.lastAuthor(key, MEMORY_BRANCH, asked.path) } };
    case "olderResults":
      return { olderResults: { value: await texts(forge, key, asked.files) } };
    case "conversations":
      return { conversations: { value: await conversations(forge, key, asked.issues) } };
    case "requiredChecks":
      return { requiredChecks: { value: await requiredNames(deps, key, asked.branch) } };
    case "checks":
      return { checksAt: { value: await checksAt(forge, key, asked.commits) } };
    case "failures":
      return { failures: { value: await forge.failures(key, asked.head, asked.checks) } };
    case "readiness":
      return { readiness: { value: await readiness(deps, key, asked.definition) } };
    case "baseFiles":
      return { base: { value: await forge.filesAt(key, asked.commit) } };
    case "formerRun":
      return { former: { value: await formerRun(deps, key, asked) } };
    case "people":
      return { people: { value: await people(forge, key, asked.logins) } };
  }
}

/** By the executor that is to carry out the next run: another one can tell nothing of it. */
function formerRun({ executor }: ReadDeps, key: ProgramKey, asked: Extract<Read, { type: "formerRun" }>) {
  const { nonce, place: workerId, startedAt } = asked;
  return executor.look({ key, nonce, workerId, startedAt });
}

function texts(forge: ReadDeps["forge"], key: ProgramKey, files: readonly FileRef[]) {
  return Promise.all(files.map(({ id }) => forge.readText(key, id)));
}

/** Those that are there. */
async function conversations(forge: ReadDeps["forge"], key: ProgramKey, issues: readonly number[]) {
  const read = await Promise.all(issues.map((issue) => forge.thread({ ...key, issue })));
  return read.filter((one) => one !== "absent");
}

function requiredNames({ forge, requiredNames: remembered }: ReadDeps, key: ProgramKey, branch: string) {
  return remembered?.(key, branch) ?? forge.requiredChecks(key, branch);
}

/** A question must never keep a program from going on. */
async function readiness(
  deps: ReadDeps,
  key: ProgramKey,
  said: Extract<Read, { type: "readiness" }>["definition"],
) {
  try {
    return (await examine(deps, key, said)).checks;
  } catch (error) {
    if (error instanceof Terminal) return "refused";
    throw error;
  }
}

async function checksAt(forge: ReadDeps["forge"], key: ProgramKey, commits: readonly string[]) {
  const answers = await Promise.all(
    commits.map(async (commit) => [commit, await forge.checksAt(key, commit)] as const),
  );
  return new Map(answers);
}

/** @throws RoleUnread for one whose role the host does not tell; a pause that it asked for is thrown as it is */
async function people(forge: ReadDeps["forge"], key: ProgramKey, logins: readonly string[]) {
  const answers = await Promise.all(
    logins.map(async (login) => [login, await standing(forge, key, login)] as const),
  );
  return new Map(answers);
}

function standing(forge: ReadDeps["forge"], key: ProgramKey, login: string) {
  return forge.standing(key, login).catch((cause: unknown) => {
    const isPause = cause instanceof Retryable && cause.afterMs !== undefined;
    throw cause instanceof AutoloopError && !isPause ? new RoleUnread(login, cause) : cause;
  });
}
