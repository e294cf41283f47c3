// The run that was ordered could not begin, or where it stands cannot be seen on this machine. It is ordered, or asked
// for, again; meanwhile people are told, because what is in the way may need one of them.

import type { StartTrouble } from "../../domain/errors.ts";
import { notify, type Rule } from "../draft.ts";
import type { Observation } from "../world.ts";

export const unstarted: Rule = (world, draft) => {
  const trouble = world.seen.found.unstarted ?? unseen(world.seen);
  return trouble === null ? draft : notify(draft, { kind: "unstarted", trouble });
};

function unseen({ run }: Observation): StartTrouble | null {
  if (run.state !== "unknown" || run.doubt.code !== "folder") return null;
  return { code: "folder", said: run.doubt.said };
}
