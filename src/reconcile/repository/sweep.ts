// The safety net under the webhooks: goes over every repository, at start and on a timer, and asks for a run of
// each program about which something may have changed. With every webhook lost the loop is late, never wrong.

import { AutoloopError, Dormant } from "../../domain/errors.ts";
import { repositoryText } from "../../domain/repository/program-key.ts";
import type { ProgramKey, Repository } from "../../domain/repository/view.ts";
import { addressee } from "../../plan/people/addressee.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RepositoryReads } from "../../ports/forge/repository-reads.ts";
import type { Log } from "../../ports/log.ts";
import type { Urgency } from "../../ports/work-queue.ts";
import type { IdleCache } from "../idle-cache.ts";
import type { Mentions } from "../read/mentions.ts";
import type { ProgramIndex } from "../read/program-index.ts";

interface SweepParts {
  readonly forge: RepositoryReads;
  readonly index: ProgramIndex;
  readonly mentions: Mentions;
  readonly idle: IdleCache;
  readonly clock: Clock;
  readonly log: Log;
  /** Asks for a run of a program. */
  readonly wake: (key: ProgramKey, urgency: Urgency) => void;
  /** Asks for a look at a repository's program files. */
  readonly discover: (repository: Repository) => void;
  /** It waits for something that its owner may have changed. */
  readonly isWaiting: (repository: Repository) => boolean;
}

/** Finds what webhooks lost: asks for a run of every program whose issue, comments or journal have changed. */
export interface Sweep {
  /** Every repository. One that cannot be read is logged and skipped; the next sweep tries again. */
  everything(): Promise<void>;
  /** The repositories of one account, listed anew. */
  account(account: string): Promise<void>;
  /** One repository, of which a webhook told. @throws what the forge throws */
  repository(repository: Repository): Promise<void>;
}

/** How long the list of repositories is believed; a new account tells itself by a webhook. */
const REPOSITORIES_MS = 60 * 60_000;

/** How long program files are left alone: a push to the default branch tells itself by a webhook. */
const FILES_MS = 60 * 60_000;

export function createSweep(parts: SweepParts): Sweep {
  const discovered = new Map<string, number>();
  const next = new Map<string, Part>();
  const sweepOne = async (repository: Repository, part: Part, urgency: Urgency) => {
    const place = repositoryText(repository);
    next.set(place, await sweepRepository(parts, repository, part, urgency));
    if (parts.clock.now() - (discovered.get(place) ?? Number.NEGATIVE_INFINITY) < FILES_MS) return;
    discovered.set(place, parts.clock.now());
    parts.discover(repository);
  };
  let listed: { readonly repositories: readonly Repository[]; readonly at: number } | null = null;
  const sweepAll = async (repositories: readonly Repository[], part: (one: Repository) => Part) => {
    for (const one of repositories) {
      try {
        await sweepOne(one, part(one), "background");
      } catch (error) {
        if (!(error instanceof AutoloopError)) throw error;
        // The app has lost it: until it is listed again it is nobody's business.
        if (error instanceof Dormant)
          listed = listed && {
            ...listed,
            repositories: listed.repositories.filter((other) => other !== one),
          };
        parts.log.warn("could not sweep a repository", {
          owner: one.owner,
          repo: one.name,
          kind: error.kind,
        });
      }
    }
  };
  const list = async () => {
    let isWhole = true;
    const repositories = await parts.forge.repositories((one) => {
      parts.log.warn("left out an account whose repositories cannot be listed", { ...one });
      // Of a suspended one the end is told by an event; the others may answer next time.
      if (one.why === "unanswered") isWhole = false;
    });
    // The answer told the time, too: before the first one the machine's own may be off by days.
    listed = { repositories, at: isWhole ? parts.clock.now() : Number.NEGATIVE_INFINITY };
    return repositories;
  };
  return {
    everything: async () => {
      const known =
        listed !== null && parts.clock.now() - listed.at < REPOSITORIES_MS ? listed.repositories : null;
      await sweepAll(known ?? (await list()), (one) => next.get(repositoryText(one)) ?? "all");
    },
    account: async (account) => {
      const its = (await list()).filter((one) => one.account === account);
      for (const one of its.filter(parts.isWaiting)) discovered.delete(repositoryText(one));
      await sweepAll(its, () => "all");
    },
    repository: (repository) => sweepOne(repository, "all", "urgent"),
  };
}

/**
 * What a sweep asks about besides the program issues. The timer's sweeps take turns after the first, so that a quiet
 * repository costs each of them two conditional requests; what the other one would have shown is two sweeps late at
 * most, where its webhook got lost.
 */
type Part = "all" | "memory" | "comments";

/** @returns what to ask about next time */
async function sweepRepository(
  parts: SweepParts,
  repository: Repository,
  part: Part,
  urgency: Urgency,
): Promise<Part> {
  const { index, idle, clock, wake } = parts;
  const issues = await parts.forge.programIssues(repository);
  const memoryHead = part === "comments" ? null : await parts.forge.memoryHead(repository);
  const moved = memoryHead !== null && idle.sweptAt(repository, memoryHead);
  const { account, owner, name } = repository;
  const place = { account, owner, name };
  const isIdle = idle.idleIn(place);
  const now = clock.now();
  const look = (issue: number, version: string) => {
    if (moved || !isIdle(issue, version, now)) wake({ ...place, issue }, urgency);
  };
  const listed = new Set<number>();
  for (const { number, updatedAt } of issues) {
    listed.add(number);
    look(number, updatedAt);
  }
  // Known programs that are not listed any more: closed, unlabelled or gone.
  const known = index.programsOf(place);
  for (const { issue } of known) if (!listed.has(issue)) look(issue, "unlisted");
  // A memory branch, but nobody to be seen: a look at any issue at all learns from the registry whose it is.
  if (moved && memoryHead !== "absent" && issues.length === 0 && known.length === 0)
    wake({ ...place, issue: 1 }, urgency);
  // A repository without a program has nobody to hear a command.
  if (memoryHead === "absent") return "memory";
  if (part !== "memory") await findCommands(parts, place);
  return part === "memory" ? "comments" : "memory";
}

/** Commands on other issues and on pull requests, for whichever program they are meant. Whoever wrote one waits for it. */
async function findCommands(parts: SweepParts, repository: Repository): Promise<void> {
  const { forge, index, mentions, clock, wake } = parts;
  const now = clock.now();
  const comments = await forge.recentComments(repository, mentions.since(repository, now));
  for (const mention of mentions.learn(repository, comments, now)) {
    const programs = index.rowsOf(repository);
    const to = addressee(mention, programs)?.program;
    const issue = programs.find((row) => row.name === to)?.issue;
    if (issue !== undefined && issue !== mention.issue) wake({ ...repository, issue }, "urgent");
  }
}
