// Taking a program over from an older edition, once, at its adoption: what its state file says, the branch and
// pull request it worked on, and its other issues, which are told where the program lives now.

import { maySteer } from "../../domain/authority.ts";
import type { Imported } from "../../domain/journal/past.ts";
import { isOldEdition, type Legacy, legacyPulls, type OpenPull } from "../../domain/program/legacy.ts";
import { canonicalBranch, LABEL } from "../../domain/program/names.ts";
import type { Definition } from "../../domain/program/program.ts";
import { movedComment } from "../../text/comments/moved-comment.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { importedFacts, oldIssues } from "../../text/state-file/import.ts";
import { parseStateFile } from "../../text/state-file/state-file.ts";
import type { Action } from "../action.ts";
import { type Draft, record } from "../draft.ts";
import type { Need } from "../read.ts";
import { peopleIn, valueOr, type World } from "../world.ts";
import { isAhead, pause } from "./future.ts";

/** What an adoption begins with; `imported` only where an older edition's state file is there. */
interface Beginning {
  readonly branch: string;
  readonly imported?: Imported;
}

const NOTHING_LEFT: Legacy = { pulls: [], issues: [] };

/** An older edition's state file is there, and nothing has been taken over yet. */
export const legacyRead: Need = ({ seen: { key, legacy, journal, stateFile, view } }) => {
  const { issue } = view;
  if (legacy !== "unread" || journal !== "absent" || stateFile === "absent" || issue === "absent")
    return null;
  if (issue.state !== "open" || !issue.labels.includes(LABEL.program)) return null;
  const others = oldIssues(parseStateFile(stateFile)).filter((number) => number !== key.issue);
  return { type: "legacy", issues: others };
};

/** An older edition ran this program: it left its state file. */
export function isTakenOver({ seen: { legacy, stateFile } }: World): boolean {
  return legacy !== "unread" && stateFile !== "absent";
}

export function beginning(world: World, definition: Definition): Beginning {
  const { legacy, name, stateFile } = world.seen;
  if (legacy === "unread" || stateFile === "absent") return { branch: canonicalBranch(name) };
  const pull = adopted(world);
  const pullRequest = pull !== null && isOldEdition(pull.author) ? pull.number : null;
  const { direction } = definition;
  return {
    branch: pull?.branch ?? canonicalBranch(name),
    imported: importedFacts(parseStateFile(stateFile), { direction, now: world.now, pullRequest }),
  };
}

/** Comments that the older edition's other issues still lack. */
export function pointers(world: World): readonly Action[] {
  return valueOr(world.seen.legacy, NOTHING_LEFT)
    .issues.filter(({ pointed }) => !pointed)
    .map(({ number }) => ({
      type: "comment.post",
      issue: number,
      body: movedComment(world.seen.name, world.seen.key.issue),
      what: `pointer to the program on issue #${number}`,
    }));
}

/** A program that stood still goes on standing still. */
export function inherited(world: World, draft: Draft): Draft {
  const { legacy, stateFile } = world.seen;
  if (legacy === "unread" || stateFile === "absent") return draft;
  const file = parseStateFile(stateFile);
  if (file.completed === true) {
    return record(world, draft, { type: "loop.complete", reason: reason.takenOver(file.completedReason) });
  }
  if (file.paused !== true) return draft;
  const why = reason.takenOver(file.pauseReason);
  return record(world, draft, { type: "loop.pause", kind: "state-edited", reason: why, by: null });
}

/** A program that would run, and of which the file tells a run that cannot have been yet, waits for a person. */
export function notFromTheFuture(world: World, draft: Draft): Draft {
  const { legacy, stateFile } = world.seen;
  if (legacy === "unread" || stateFile === "absent" || draft.state?.status !== "active") return draft;
  const lastRun = Date.parse(parseStateFile(stateFile).lastRun ?? "");
  return isAhead(world, lastRun) ? pause(world, draft, "state file", lastRun) : draft;
}

/** Logins whose roles decide whether a pull request is taken over. */
export function askedForTakeOver(world: Pick<World["seen"], "legacy" | "name" | "view">): readonly string[] {
  return candidates(world).flatMap(({ author }) => (author?.type === "User" ? [author.login] : []));
}

/** The open pull request to go on with: one on the canonical branch if there is any, else the newest. */
function adopted({ seen }: World): OpenPull | null {
  const trusted = candidates(seen).filter(
    ({ author }) => isOldEdition(author) || maySteer(peopleIn(seen).get(author?.login ?? "")?.permission),
  );
  const canonical = canonicalBranch(seen.name);
  const own = trusted.find(({ branch }) => branch === canonical);
  // A branch of the canonical name is the program's, whatever else there is.
  return own ?? (seen.view.branch === "absent" ? (trusted[0] ?? null) : null);
}

function candidates({ legacy, name, view }: Pick<World["seen"], "legacy" | "name" | "view">) {
  if (legacy === "unread" || view.defaultBranch === "absent") return [];
  return legacyPulls(legacy.value, name, view.defaultBranch.name);
}
