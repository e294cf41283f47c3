// Invariants 27 and 28: what may mean stop starts nothing, and what people without rights write leaves no trace. Reads
// commands by itself, by a few words that nobody can take for anything else.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { halts } from "./pause.ts";
import { type JournalRule, type MomentRule, unless } from "./rule.ts";

const STOP =
  "(?:please |now |just )*(?:stop|pause|cancel|abort|halt|kill|quit|terminate|suspend|puase|stpo)\\b.*";
const ADDRESSED = new RegExp(
  `^(?:/autoloop|@autoloop(?:\\[bot\\])?)[:,]?[ \\t\u00A0]+(?:([a-z0-9-]+):[ \\t]+)?(${STOP})`,
  "i",
);
const SAYS_STOP = new RegExp(
  `^(?:/autoloop|@autoloop(?:\\[bot\\])?)[:,]?[ \\t\u00A0]+(?:[a-z0-9-]+:[ \\t]+)?${STOP}`,
  "i",
);

/** Verbs that start nothing. */
const BRAKES: readonly string[] = ["pause", "stop", "halting"];

/** 27, the brake: whoever may has said stop, in any usual words, and it is not heard yet: then no run is ordered. */
export const brakeHolds: MomentRule = (deed, past) => {
  if (deed.what !== "run" || past.look?.isOver === true) return [];
  const state: ProgramState | null = past.memory.journal.get(deed.request.program)?.state ?? null;
  if (state === null || past.memory.adopters.get(state.name) === deed.look) return [];
  return [...(past.issues.get(state.issue)?.comments ?? [])]
    .filter(([id, comment]) => halts(past, state, id, comment, ADDRESSED))
    .map(([id]) => `a run of ${state.name} began although comment ${id} says stop`);
};

/** 27, the brake: words that may mean stop are heard as a brake, whoever wrote them. */
export const stopIsHeardAsStop: JournalRule = ({ program, event }) => {
  if (event.type !== "command.received" || !SAYS_STOP.test(event.text)) return [];
  const isHarmless = BRAKES.includes(event.verb) || event.outcome === "unusable";
  return unless(isHarmless, () => `${program} took "${event.text}" for ${event.verb}`);
};

/** 28, work is bounded by rights: no line about people who have none, and no word of what was refused. */
export const onlyPeopleWithRights: JournalRule = ({ program, event, before }, past) => {
  if (event.type !== "command.received" || before === null) return [];
  const { login } = event.by;
  const isAuthor = past.issues.get(before.issue)?.author === login;
  const isSomebody = isAuthor || ["triage", "write", "maintain", "admin"].includes(past.role(login));
  const isBox = /^\[(?:x|button)\] /.test(event.text);
  return [
    ...unless(isSomebody, () => `the journal of ${program} has a line about ${login}, who has no rights`),
    ...unless(event.outcome !== "refused" || event.text === "" || isBox, () => {
      return `the journal of ${program} holds what ${login} was refused`;
    }),
  ];
};
