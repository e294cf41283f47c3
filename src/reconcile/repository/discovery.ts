// One run of the loop for a repository as a whole: for its program files look, decide, open or edit issues, and after
// that for the issue "Set up Autoloop". What a file's program then does is its issue's own reconcile. Run after a push
// to the default branch, at the first sweep and once an hour, so that a quiet sweep costs nothing more.

import { maySteer } from "../../domain/authority.ts";
import { filePrograms, placesOf } from "../../domain/program/program-files.ts";
import type { FileRef, ProgramKey, Repository } from "../../domain/repository/view.ts";
import {
  askedForFiles,
  type Discovery as Decided,
  discover,
  type Programs,
  wanting,
} from "../../plan/repository/discover.ts";
import type { Claims } from "../../ports/claims.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Conversation } from "../../ports/forge/conversation.ts";
import type { RepositoryReads } from "../../ports/forge/repository-reads.ts";
import type { Log } from "../../ports/log.ts";
import type { Outcome } from "../../ports/work-queue.ts";
import { type Registry, readRegistry } from "../../text/journal/registry.ts";
import { rehearsable } from "../dry-run.ts";
import type { Setup } from "./setup-issue.ts";

interface DiscoveryParts {
  readonly forge: RepositoryReads & Conversation;
  readonly clock: Clock;
  readonly log: Log;
  /** Asks for a run of a program. */
  readonly wake: (key: ProgramKey) => void;
  /**
   * A list may not show an issue that was opened less than this ago, milliseconds. So no second one is opened so
   * soon, and a process opens none so early in its life: the one before it may just have done so.
   */
  readonly listLagMs: number;
  /** Looks after the issue "Set up Autoloop", with the same picture of the repository. */
  readonly setup: Pick<Setup, "repository">;
  readonly claims: Claims;
}

/** Gives each program file its issue. */
export interface Discovery {
  /**
   * One look at a repository. `again`: an issue may have been opened that no list shows yet, by this replica or another.
   * @throws what the forge throws
   */
  repository(repository: Repository): Promise<Outcome>;
}

/** Before asking again whether another replica has opened an issue. */
const LEAST_WAIT_MS = 1_000;

export function createDiscovery(parts: DiscoveryParts): Discovery {
  const { forge, clock, log, listLagMs } = parts;
  const born = clock.now();
  /** When this process opened an issue for a program, by place and name. */
  const opened = new Map<string, number>();
  const known = new Map<string, ReadonlyMap<string, string>>();

  const carryOut = async (repository: Repository, decided: Decided): Promise<void> => {
    const what = inWords(decided);
    // Before it is done: a request without an answer may have been carried out.
    if (decided.type === "issue.open") opened.set(placeOf(repository, decided.program), clock.now());
    const written =
      decided.type === "issue.open"
        ? forge.openIssue(repository, decided.text)
        : forge.editIssue({ ...repository, issue: decided.issue }, decided.change).then(() => decided.issue);
    const issue = await rehearsable(written, { log, action: decided.type, what });
    if (issue === "rehearsed") {
      if (decided.type === "issue.open") opened.delete(placeOf(repository, decided.program));
      return;
    }
    log.info("did", { action: decided.type, what, outcome: issue });
    parts.wake({ ...repository, issue });
  };

  /** Another replica may have opened it a moment ago. */
  const mayOpen = (repository: Repository, { program }: { readonly program: string }) =>
    parts.claims.claim(`issue of ${placeOf(repository, program)}`, listLagMs);

  return {
    async repository({ account, owner, name }) {
      const repository = { account, owner, name };
      const { view, programs } = await lookAt(forge, repository);
      wakeChanged(parts, repository, programs.registry, known.get(placeOf(repository)), view.files);
      known.set(placeOf(repository), new Map(view.files.map(({ path, id }) => [path, id])));

      const texts = new Map<string, string>();
      for (const { file } of wanting(programs))
        texts.set(file.path, await forge.readText(repository, file.id));
      const trusted = await trustedOf(forge, repository, askedForFiles(programs));
      let again = Number.POSITIVE_INFINITY;
      for (const decided of discover(programs, { texts, trusted })) {
        const since =
          decided.type === "issue.open" ? opened.get(placeOf(repository, decided.program)) : undefined;
        const waits = decided.type === "issue.open" ? (since ?? born) + listLagMs - clock.now() : 0;
        const isOthers = waits <= 0 && decided.type === "issue.open" && !(await mayOpen(repository, decided));
        if (isOthers) again = Math.min(again, Math.max(listLagMs, LEAST_WAIT_MS));
        else if (waits > 0) again = Math.min(again, waits);
        else await carryOut(repository, decided);
      }
      const setUp = await parts.setup.repository(repository, view);
      if (setUp.kind === "again") again = Math.min(again, setUp.ms);
      return Number.isFinite(again) ? { kind: "again", ms: again } : { kind: "done" };
    },
  };
}

async function lookAt(forge: RepositoryReads, repository: Repository) {
  const view = await forge.lookAtRepository(repository);
  const registry =
    view.registry === "absent" ? "absent" : readRegistry(await forge.readText(repository, view.registry.id));
  const programs: Programs = {
    self: view.self,
    files: filePrograms(view.files),
    registry,
    issues: view.issues,
  };
  return { view, programs };
}

async function trustedOf(
  forge: RepositoryReads,
  repository: Repository,
  logins: readonly string[],
): Promise<ReadonlySet<string>> {
  const trusted = new Set<string>();
  for (const login of logins)
    if (maySteer((await forge.standing(repository, login)).permission)) trusted.add(login);
  return trusted;
}

/** Adopted programs whose file is another than at the last look; at the first one all were woken by the sweep. */
function wakeChanged(
  { wake }: DiscoveryParts,
  repository: Repository,
  registry: Registry | "absent",
  before: ReadonlyMap<string, string> | undefined,
  files: readonly FileRef[],
): void {
  if (registry === "absent" || before === undefined) return;
  const now = new Map(files.map(({ path, id }) => [path, id]));
  for (const { issue, source } of registry.programs) {
    if (source.kind === "issue") continue;
    if (placesOf(source.path).some((path) => now.get(path) !== before.get(path)))
      wake({ ...repository, issue });
  }
}

function placeOf({ account, owner, name }: Repository, program = ""): string {
  return `${account}/${owner}/${name}/${program}`;
}

function inWords(decided: Decided): string {
  return decided.type === "issue.open"
    ? `open the issue "${decided.text.title}"`
    : `edit issue #${decided.issue} (${Object.keys(decided.change).join(", ")})`;
}
