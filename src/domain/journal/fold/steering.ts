// The part of the fold that is about steering: which words of people are remembered, and which of them stand until
// somebody takes them back. Pure; whose words count, and which read like a standing order, is decided in `plan`.

import { FORGOTTEN_KEPT, STEERING_KEPT } from "../../limits.ts";
import type { NewEvent } from "../event.ts";
import type { ProgramState } from "../state.ts";

type Of<Type extends NewEvent["type"]> = Extract<NewEvent, { readonly type: Type }>;
type Steering = ProgramState["steering"];

/** Words of a person. A standing order keeps its number when its words change. */
export function steered(state: ProgramState, event: Of<"steering.received">): ProgramState {
  const { comment, by, hash, text, at, standing, issue } = event;
  const before = state.steering.find((one) => one.comment === comment);
  const last = state.last_standing ?? 0;
  const number = standing === undefined ? undefined : (before?.standing ?? last + 1);
  const said = {
    ...{ comment, by: by.login, hash, text, at },
    given: before?.hash === hash && before.given,
    ...(number === undefined ? {} : { standing: number }),
    ...(issue === undefined ? {} : { issue }),
  };
  return {
    ...state,
    steering: kept([...state.steering.filter((one) => one !== before), said]),
    ...(number !== undefined && number > last ? { last_standing: number } : {}),
  };
}

/** What was taken back by a person is remembered, so that its comment is not heard as a new one. */
export function forgotten(state: ProgramState, event: Of<"steering.forgotten">): ProgramState {
  const { comment, hash, by } = event;
  const steering = state.steering.filter((one) => one.comment !== comment);
  if (by === null) return { ...state, steering };
  const known = [...(state.forgotten ?? []), { comment, hash }];
  return { ...state, steering, forgotten: known.slice(-FORGOTTEN_KEPT) };
}

/** Everything that stands, and of all other words the newest. */
function kept(steering: Steering): Steering {
  const passing = steering.filter(({ standing }) => standing === undefined);
  const gone = new Set(passing.slice(0, -STEERING_KEPT));
  return steering.filter((one) => !gone.has(one));
}
