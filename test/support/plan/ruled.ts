// One rule alone, asked about a small world: the world and the empty draft that the journal makes, as `plan` begins.

import { type Draft, emptyDraft } from "../../../src/plan/draft.ts";
import type { World } from "../../../src/plan/world.ts";
import { POLICY } from "../loop/loop.ts";
import { JournalBuilder } from "./journal.ts";
import { aKeptProgram, anObservation, type Deviation } from "./observation.ts";
import { lastEvent, SECOND, type When } from "./planned.ts";

/** What a rule is given. The state is that of the deviation's journal; null where it has none. */
export function ruled(
  deviation: Deviation = {},
  { after = SECOND, policy = {} }: When = {},
): { readonly world: World; readonly draft: Draft } {
  const { journal = aKeptProgram() } = deviation;
  const seen = anObservation({ ...deviation, journal });
  const world = { seen, now: lastEvent(seen) + after, policy: { ...POLICY, ...policy } };
  const isThere = journal instanceof JournalBuilder;
  return { world, draft: isThere ? emptyDraft(journal.state, journal.events.length) : emptyDraft(null, 0) };
}
