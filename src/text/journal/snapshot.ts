// What a snapshot holds of a state: everything that rules decide by, and of words only what is still read. The events
// before it hold the rest, so a segment begins small however much agents and people said. What is told to agents,
// people and tables from the state and from its snapshot is the same; `test/text/journal/snapshot.test.ts` holds that.

import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { newestThatFit } from "../../domain/journal/steering.ts";
import { CHECKS_NAMED, STEERING_TOTAL_CHARACTERS } from "../../domain/limits.ts";
import { cut, oneLine } from "../format/inert.ts";
import { noteLine, withNotesTold } from "./agents-notes.ts";

/** The most that is shown anywhere of a change, of a reason and of the name of a check. */
const CHANGE_CHARACTERS = 500;
const REASON_CHARACTERS = 600;
const CHECK_CHARACTERS = 60;

/** The newest iterations whose lessons the state file joins in one line, and the characters (code points, as `cut` counts) of that line. */
const LESSONS_JOINED = 10;
const JOINED_CHARACTERS = 300;

/** The state with which the next segment begins. Twice is the same as once. */
export function snapshotOf(state: ProgramState): ProgramState {
  return { ...state, recent: recordsOf(state.recent), steering: steeringOf(state) };
}

/** Words that are too long ago to be handed out are left out; whoever needs them has the comment, which is known by its hash. */
function steeringOf({ steering }: ProgramState): ProgramState["steering"] {
  const passing = steering.filter(({ standing }) => standing === undefined);
  const words = new Set(newestThatFit(passing, STEERING_TOTAL_CHARACTERS));
  return steering.map((one) => (one.standing !== undefined || words.has(one) ? one : { ...one, text: "" }));
}

function recordsOf(recent: readonly IterationRecord[]): readonly IterationRecord[] {
  const joined = new Set(recent.slice(-LESSONS_JOINED));
  const notes = withNotesTold(recent, (record, index) => {
    if (index === 0) return true;
    const before = record.answer?.lessons.slice(0, index).map(noteLine).join("; ") ?? "";
    return joined.has(record) && Array.from(before).length <= JOINED_CHARACTERS;
  });
  return recent.map((record, index) => {
    const { answer, checks, reason, steered_by } = record;
    return {
      ...record,
      // The newest one's reason may become the reason of a pause.
      reason: index === recent.length - 1 ? reason : shortened(reason, REASON_CHARACTERS),
      steered_by: steered_by.map((one) => ({ ...one, hash: "" })),
      answer: answer && {
        change: shortened(answer.change, CHANGE_CHARACTERS),
        hypothesis: "",
        ...notes(record),
        steered_by: [],
        ...(answer.plan_item === undefined ? {} : { plan_item: answer.plan_item }),
      },
      paths: [],
      ...(checks === undefined ? {} : { checks: checks.map(checkShown) }),
    };
  });
}

/** Of those that are only counted, no name is kept. */
function checkShown(name: string, index: number): string {
  return index < CHECKS_NAMED ? shortened(name, CHECK_CHARACTERS) : "";
}

/** Long text as the line that is shown of it; short text as it is. */
function shortened(text: string, max: number): string {
  return text.length <= max ? text : cut(oneLine(text), max);
}
