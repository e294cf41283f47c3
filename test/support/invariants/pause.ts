// Invariant 17: a pause counts from the moment in which it can be seen.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { LABEL, MEMORY_BRANCH, memoryPath } from "../../../src/domain/program/names.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { parseStateFile } from "../../../src/text/state-file/state-file.ts";
import type { Happening } from "../github/chronicle.ts";
import type { JournalAt } from "./journals.ts";
import type { Past } from "./past.ts";
import type { PastComment } from "./past-issues.ts";
import { type MomentRule, unless } from "./rule.ts";

/**
 * 17, pause is immediate: when a run is ordered, a program's branch moves or its pull request is opened, then the
 * journal says that the program is on, its issue is open and labelled, the state file says `Paused: false`, and no
 * pause or stop by somebody who may stands there unheard since before the app began to look. What comes to light
 * while a look goes on counts from the next one, and so does what was said in the second of the adoption. A completed
 * program may still get its pull request.
 */
export const pauseIsImmediate: MomentRule = (deed, past) => {
  // It was begun before, and GitHub took its time.
  if (past.look?.isOver === true) return [];
  const journal = begins(deed, past);
  const state = journal?.state ?? null;
  if (journal === null || state === null) return [];
  const what = `${deed.what === "run" ? "a run" : deed.what === "ref" ? "a move of the branch" : "a pull request"} of ${state.name} began`;
  const isLast = deed.what === "pull" && state.status === "completed";
  const isOvertaken = past.isOvertaken(state.name, deed.look);
  const issue = past.issues.get(state.issue);
  const isOn = issue?.state === "open" && issue.labels.has(LABEL.program);
  const file = parseStateFile(past.memory.text(memoryPath.state(state.name)) ?? "");
  const isAdopting = past.memory.adopters.get(state.name) === deed.look;
  const said = isAdopting ? [] : [...(issue?.comments ?? [])];
  const unheard = said.filter(([id, comment]) => halts(past, state, id, comment));
  return [
    ...unless(
      isLast || isOvertaken || state.status === "active",
      () => `${what} while it was ${state.status}`,
    ),
    ...unless(
      isLast || isOn || isNews(past, past.issues.switched.get(state.issue)),
      () => `${what} while its issue was closed, unlabelled or gone`,
    ),
    ...unless(
      file.paused !== true || isOvertaken || isNews(past, past.memory.touched),
      () => `${what} while its state file said that it was paused`,
    ),
    ...unheard.map(([id]) => `${what} although comment ${id} halts it`),
  ];
};

/** It came to light while the look went on. */
function isNews(past: Past, place: number | undefined): boolean {
  return past.look !== null && (place ?? 0) >= past.look.since;
}

/** The program for which this deed of the app begins something. */
function begins(deed: Happening, past: Past): JournalAt | null {
  if (deed.what === "run") return past.memory.journal.get(deed.request.program) ?? null;
  if (!("by" in deed) || deed.by !== past.self) return null;
  if (deed.what === "ref" && deed.branch !== MEMORY_BRANCH)
    return past.memory.programOfBranch(deed.branch) ?? null;
  if (deed.what !== "pull" || deed.change !== "opened") return null;
  return past.look === null || past.look.issue === null
    ? null
    : (past.memory.programOf(past.look.issue) ?? null);
}

const PAUSE_OR_STOP = /^\/autoloop[ \t]+(?:([a-z0-9-]+):[ \t]+)?(pause\b.*|stop[ \t]*$)/i;

/**
 * A pause or stop that counts and was not heard. Reads the first line by itself.
 * @param pattern of such a line: the program that it names, and the words
 */
export function halts(
  past: Past,
  state: ProgramState,
  id: number,
  comment: PastComment,
  pattern = PAUSE_OR_STOP,
): boolean {
  const { author, editor, body, since, at } = comment;
  if (author === null || editor === null || author.endsWith("[bot]")) return false;
  const [, name, rest] = pattern.exec(firstLine(body)) ?? [];
  if (rest === undefined || (name !== undefined && name !== state.name)) return false;
  if (since >= (past.look?.since ?? 0) || at < Math.floor(Date.parse(state.adopted_at) / 1000) * 1000)
    return false;
  const isAuthor = (login: string) => past.issues.get(state.issue)?.author === login;
  const mayHalt = [author, editor].every(
    (login) => isAuthor(login) || ["triage", "write", "maintain", "admin"].includes(past.role(login)),
  );
  const hashes = [sha256(body), sha256(firstLine(body).replace(/\s+/g, " ").trim())];
  const isHeard =
    state.commands.some((one) => one.comment === id && hashes.includes(one.hash)) ||
    (state.commands_after !== null && at <= Date.parse(state.commands_after));
  return mayHalt && !isHeard;
}

function firstLine(body: string): string {
  return body.split(/[\r\n]/, 1)[0] ?? "";
}
