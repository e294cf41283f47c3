// A run: one activation of the loop, from label or resume to pause, stop or completion. Its launch metadata
// makes it describable without anything else at hand.

import type { Actor, Trigger } from "../../domain/journal/terms.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { type Draft, record } from "../draft.ts";
import type { World } from "../world.ts";

/** Characters of the goal that a run's objective keeps. */
const OBJECTIVE_CHARACTERS = 500;

/** Records the start of a new run; without a program there is none. */
export function beginRun(world: World, draft: Draft, trigger: Trigger, by: Actor): Draft {
  const { state } = draft;
  if (state === null) return draft;
  const { key, ids } = world.seen;
  const begun = draft.events.filter(({ type }) => type === "loop.start").length;
  const definition = definitionOf(state);
  return record(
    world,
    draft,
    {
      type: "loop.start",
      preset: definition?.preset ?? "default",
      objective: (definition?.goal ?? "").slice(0, OBJECTIVE_CHARACTERS),
      project_dir: `${key.owner}/${key.name}`,
      work_dir: state.branch,
      created_at: new Date(world.now).toISOString(),
      backend: definition?.agent ?? world.policy.agent,
      trigger,
      by,
      parent_run_id: "",
    },
    // Stopped and started again within one look.
    begun === 0 ? ids.run : `${ids.run}x${begun}`,
  );
}
