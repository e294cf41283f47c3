// A run: one activation of the loop, from label or resume to pause, stop or completion. Its launch metadata
// makes it describable without anything else at hand.

import type { Trigger } from "../domain/journal.ts";
import { type Draft, record, type World } from "./draft.ts";

/** Characters of the goal that a run's objective keeps. */
const OBJECTIVE_CHARACTERS = 500;

/** Records the start of a new run. */
export function beginRun(world: World, draft: Draft, trigger: Trigger): Draft {
  const { key, ids } = world.seen;
  const goal = draft.state?.definition?.parsed.goal ?? "";
  return record(
    world,
    draft,
    {
      type: "loop.start",
      preset: draft.state?.definition?.parsed.preset ?? "default",
      objective: goal.slice(0, OBJECTIVE_CHARACTERS),
      project_dir: `${key.owner}/${key.name}`,
      work_dir: draft.state?.branch ?? "",
      created_at: new Date(world.now).toISOString(),
      backend: draft.state?.definition?.parsed.agent ?? world.policy.agent,
      trigger,
      parent_run_id: "",
    },
    ids.run,
  );
}
