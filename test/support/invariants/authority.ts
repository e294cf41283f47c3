// Invariant 16: who may do what. The matrix is written down here a second time, from the rules and not from the
// code, and every line of a journal that names a person is held against the roles of that very moment.

import type { Permission } from "../../../src/domain/authority.ts";
import type { JournalEvent } from "../../../src/domain/journal/event.ts";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import type { Actor } from "../../../src/domain/journal/terms.ts";
import { LABEL } from "../../../src/domain/program/names.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { READER } from "../../../src/text/program/program.ts";
import type { Past } from "./past.ts";
import type { Journalled } from "./past-memory.ts";
import { isReadAnew } from "./reading.ts";
import { type JournalRule, unless } from "./rule.ts";

/** From the least to the most. */
export const ROLES: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];
/** Those who may steer. */
export const WRITERS: readonly Permission[] = ["write", "maintain", "admin"];

/** Least role for each verb of a command; the second: enough is to have written the issue. */
const COMMANDS: Readonly<Record<string, readonly [Permission, boolean]>> = {
  ...{ status: ["triage", true], doctor: ["triage", true], help: ["triage", true] },
  ...{
    unknown: ["triage", true],
    malformed: ["triage", true],
    halting: ["triage", true],
    pause: ["triage", true],
  },
  ...{ stop: ["triage", true], approve: ["write", false], run: ["write", false] },
  ...{ retry: ["write", false], resume: ["write", false], instruct: ["write", false], set: ["write", false] },
  ...{ remember: ["write", false], forget: ["write", false] },
};

/** 16, authority: the role in the journal is the one that the person had. */
export const rolesAreTrue: JournalRule = (step, past) => {
  const { program, event } = step;
  const by = actorOf(event);
  if (by === null || isDefaultBranch(by) || isReadAnew(step)) return [];
  return unless(past.role(by.login) === by.permission, () => {
    return `${event.type} of ${program}: ${by.login} is ${past.role(by.login)}, not ${by.permission}`;
  });
};

/**
 * 16, authority: what a person caused is allowed to that person, and what was refused was not. Who stands behind a
 * comment that somebody else edited is both. Does not see that something allowed was left undone.
 */
export const matrixHolds: JournalRule = (step, past) => {
  const { program, event, before } = step;
  if (before === null) return [];
  const by = actorOf(event);
  switch (event.type) {
    case "command.received":
      return commandHolds(step, past, before);
    case "steering.received":
      return allowed(step, behind(past, before.issue, event.comment, event.by), "write", past);
    case "program.approved":
      return allowed(step, behind(past, event.issue, event.comment, event.by), "write", past);
    case "program.set":
    case "run.requested":
      return allowed(step, [event.by.login], "write", past);
    case "program.defined":
      if (isReadAnew(step)) return [];
      return isDefaultBranch(event.approved_by)
        ? unless(before.source.kind === "file", () => `${program} is no file, but the branch approved it`)
        : [
            ...allowed(step, [event.approved_by.login], "write", past),
            ...approvalHolds(step, past, before.issue),
          ];
    case "loop.pause":
      return by === null ? [] : allowed(step, [by.login], "triage", past, before.issue);
    case "loop.resume": {
      const least = before.pause?.kind === "tampered" ? "maintain" : "write";
      return by === null
        ? unless(goesOnByItself(before), () => {
            return `${program} went on by itself after ${before.pause?.kind ?? "no pause"}`;
          })
        : allowed(step, [by.login], least, past);
    }
    case "loop.start":
      return startHolds(step, past, before);
    case "loop.stop":
      // Who may close and unlabel is decided by GitHub.
      if (isOff(past, before)) return [];
      return by === null
        ? [`${program} stopped, but its issue is open and labelled`]
        : allowed(step, [by.login], "triage", past, before.issue);
    default:
      return [];
  }
};

/** CI spoke after all, or the definition that the pause asked for is there. */
function goesOnByItself({ pause, definition }: ProgramState): boolean {
  if (pause?.kind === "definition") return definition?.reader === READER;
  return ["ci-missing", "ci-timeout", "ci-fix-exhausted", "ci-red-on-base"].includes(pause?.kind ?? "");
}

/** The person whom a line names; null: none. */
export function actorOf(event: JournalEvent): Actor | null {
  if (event.type === "program.defined") return event.approved_by;
  return "by" in event ? event.by : null;
}

/** Whoever is said to have approved a text wrote it, or labelled or approved it as it stands there. */
function approvalHolds({ program, event, before }: Journalled, past: Past, issue: number): readonly string[] {
  if (event.type !== "program.defined") return [];
  // Of two readings of one text a person takes one by going on, in any of the ways in which loops go on.
  if (event.hash === before?.definition?.hash) return [];
  const isThisText = sha256(past.issues.get(issue)?.body ?? "") === event.hash;
  const isBacked = past.issues.backers.get(issue)?.has(event.approved_by.login) === true;
  return unless(!isThisText || isBacked, () => {
    return `${event.approved_by.login} is said to have approved a text of ${program}, and did not`;
  });
}

/** What a program file says is approved by whoever may push it. */
function isDefaultBranch({ login, id }: Actor): boolean {
  return login === "default branch" && id === null;
}

function commandHolds({ program, event }: Journalled, past: Past, before: ProgramState): readonly string[] {
  if (event.type !== "command.received") return [];
  const [role, author] = COMMANDS[event.verb] ?? ["admin", false];
  const isBox = event.text.startsWith("[x] ");
  // Locked stays locked through a stop, and then every way to start it again asks for more.
  const startsAgain = isBox || ["run", "instruct"].includes(event.verb);
  const goesOn = ["resume", "retry"].includes(event.verb) || (startsAgain && before.status === "stopped");
  const unlocks = goesOn && before.pause?.kind === "tampered";
  const least = unlocks ? "maintain" : isBox ? "write" : role;
  const people = isBox
    ? [event.by.login]
    : behind(past, event.issue ?? before.issue, event.comment, event.by);
  const may = people.every(
    (login) => has(past, login, least) || (author && !isBox && wrote(past, before.issue, login)),
  );
  return unless(may === (event.outcome !== "refused"), () => {
    return `${event.verb} by ${people.join(", ")} was ${event.outcome} for ${program}`;
  });
}

/** Somebody who may start has put the label on or opened the issue since, or a command of such a person says so. */
function startHolds({ program, event }: Journalled, past: Past, before: ProgramState): readonly string[] {
  if (event.type !== "loop.start" || before.status === "waiting") return [];
  const isLocked = before.pause?.kind === "tampered";
  const starters = past.issues.starters.get(before.issue) ?? [];
  const least = isLocked ? "maintain" : "write";
  const isAsked =
    event.trigger === "command"
      ? before.commands.some(({ verb, outcome }) => verb !== "status" && outcome !== "refused")
      : starters.some((login) => has(past, login, least));
  return unless(isAsked, () => `${program} was started (${event.trigger}) by nobody who may`);
}

function allowed(
  { program, event }: Journalled,
  people: readonly string[],
  least: Permission,
  past: Past,
  issue: number | null = null,
): readonly string[] {
  return people
    .filter((login) => !has(past, login, least) && !(issue !== null && wrote(past, issue, login)))
    .map((login) => `${event.type} of ${program} is by ${login}, who is only ${past.role(login)}`);
}

function has(past: Past, login: string, least: Permission): boolean {
  return ROLES.indexOf(past.role(login)) >= ROLES.indexOf(least);
}

function wrote(past: Past, issue: number, login: string): boolean {
  return past.issues.get(issue)?.author === login;
}

function behind(past: Past, issue: number, comment: number, by: Actor): readonly string[] {
  const found = past.issues.get(issue)?.comments.get(comment);
  const people = found === undefined ? [] : [found.author, found.editor];
  return [...new Set([by.login, ...people.filter((login) => login !== null)])];
}

function isOff(past: Past, { issue, source }: ProgramState): boolean {
  const found = past.issues.get(issue);
  const isFileGone = source.kind === "file" && !past.hasFile(source.path);
  return found === undefined || found.state === "closed" || !found.labels.has(LABEL.program) || isFileGone;
}
