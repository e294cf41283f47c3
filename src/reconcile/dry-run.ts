// A dry run: the ports of the loop with everything that writes taken out. Only the composition root makes one; nobody
// else asks whether it is one. What would have been done is said where its words are: by whoever asked for it.

import type { Executor } from "../ports/executor.ts";
import type { Forge, ForgeReads, ForgeWrites } from "../ports/forge/forge.ts";
import type { Log } from "../ports/log.ts";
import type { MemoryStore } from "../ports/memory-store.ts";

/** What the loop acts through. */
interface Ports {
  readonly forge: Forge;
  readonly memory: MemoryStore;
  readonly executor: Executor;
}

/** Nothing was written, so nothing follows from it. Where nobody expects one, somebody writes without a word for it. */
class Rehearsed extends Error {
  override readonly name = "Rehearsed";
}

/** The same ports, except that no write is sent: `rehearsable` has to be asked. */
export function dryRun({ forge, memory, executor }: Ports): Ports {
  return {
    forge: { ...readsOf(forge), ...NO_WRITES },
    memory: { read: (repository, files) => memory.read(repository, files), commit: rehearse },
    executor: {
      name: executor.name,
      workerId: executor.workerId,
      look: (run) => executor.look(run),
      held: (key) => executor.held(key),
      onFinished: (listener) => executor.onFinished(listener),
      start: rehearse,
      dispose: rehearse,
    },
  };
}

/** How the log says what would have been done. `rule`: of the planner, where one decided it. */
interface Rehearsal {
  readonly log: Log;
  readonly action: string;
  readonly rule?: string;
  readonly what: string;
}

/**
 * What a write answered; `rehearsed` in a dry run, and the log says what would have been done.
 * @param what completes "would …"
 */
export async function rehearsable<T>(
  write: Promise<T>,
  { log, what, ...fields }: Rehearsal,
): Promise<T | "rehearsed"> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
    log.info(`would ${what}`, fields);
    return "rehearsed";
  }
}

function rehearse(): Promise<never> {
  return Promise.reject(new Rehearsed("a dry run writes nothing"));
}

const NO_WRITES: ForgeWrites = {
  openIssue: rehearse,
  editIssue: rehearse,
  createLabel: rehearse,
  setLabels: rehearse,
  postComment: rehearse,
  editComment: rehearse,
  deleteComment: rehearse,
  minimiseComment: rehearse,
  react: rehearse,
  reactToIssue: rehearse,
  createBranch: rehearse,
  commit: rehearse,
  restore: rehearse,
  fastForward: rehearse,
  merge: rehearse,
  revert: rehearse,
  reset: rehearse,
  openPull: rehearse,
  editPull: rehearse,
  writeCheck: rehearse,
  show: rehearse,
};

/** Each by its name: what is added to a role that writes must not slip through. */
function readsOf(forge: ForgeReads): ForgeReads {
  return {
    repositories: (leaveOut) => forge.repositories(leaveOut),
    find: (owner, name) => forge.find(owner, name),
    access: (repository) => forge.access(repository),
    readiness: (repository) => forge.readiness(repository),
    lookAtRepository: (repository) => forge.lookAtRepository(repository),
    programIssues: (repository) => forge.programIssues(repository),
    memoryHead: (repository) => forge.memoryHead(repository),
    recentComments: (repository, since) => forge.recentComments(repository, since),
    readText: (repository, id) => forge.readText(repository, id),
    standing: (repository, login) => forge.standing(repository, login),
    look: (look) => forge.look(look),
    thread: (key) => forge.thread(key),
    openPulls: (repository) => forge.openPulls(repository),
    lastAuthor: (repository, branch, path) => forge.lastAuthor(repository, branch, path),
    filesAt: (repository, commit) => forge.filesAt(repository, commit),
    requiredChecks: (repository, branch) => forge.requiredChecks(repository, branch),
    checksAt: (repository, commit) => forge.checksAt(repository, commit),
    failures: (repository, commit, names) => forge.failures(repository, commit, names),
  };
}
