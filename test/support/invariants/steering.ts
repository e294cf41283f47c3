// Invariants 16 and 33, as far as they are about prose: what maintainers say reaches the next iteration, whoever else
// talks, and what was hidden counts no more.

import { STEERING_KEPT } from "../../../src/domain/limits.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { WRITERS } from "./authority.ts";
import type { Past } from "./past.ts";
import type { PastComment } from "./past-issues.ts";
import { type JournalRule, unless } from "./rule.ts";

/** 16: nobody is steered by words that somebody had hidden before the look began. */
export const hiddenWordsAreTakenBack: JournalRule = ({ program, event }, past) => {
  if (event.type !== "steering.received") return [];
  const place = past.issues.hidden.get(event.comment) ?? Number.POSITIVE_INFINITY;
  return unless(place >= (past.look?.since ?? 0), () => {
    return `${program} is steered by comment ${event.comment}, which is hidden`;
  });
};

/**
 * 33, the part that one world can show: when an iteration starts that asks an agent, the last word of somebody with write
 * access that stood there when the look began is in the journal, however many guests talk after it.
 */
export const lastWordIsHeard: JournalRule = ({ program, event, before }, past) => {
  if (event.type !== "iteration.start" || event.kind !== "improve" || before === null) return [];
  const said = [...(past.issues.get(before.issue)?.comments ?? [])].filter(([id, one]) =>
    steers(past, id, one),
  );
  const last = said.toSorted(([a], [b]) => a - b).at(-1);
  if (last === undefined || last[1].since >= (past.look?.since ?? 0)) return [];
  const [id, { body }] = last;
  const isHeard = before.steering.some(({ comment, hash }) => comment === id && hash === sha256(body));
  // So many newer words were heard after it, and taken back since, that it is no longer remembered.
  const newer = before.steering.filter(({ comment, standing }) => standing === undefined && comment > id);
  if (newer.length >= STEERING_KEPT) return [];
  return unless(isHeard, () => {
    return `iteration ${event.iteration} of ${program} started, and comment ${id} was not heard`;
  });
};

function steers(past: Past, id: number, { author, editor, body }: PastComment): boolean {
  // Nobody can take this for a command.
  const isProse = body.startsWith("Try a ");
  const isTheirs = [author, editor].every((login) => WRITERS.includes(past.role(login)));
  return isProse && isTheirs && author !== past.self && !past.issues.hidden.has(id);
}
