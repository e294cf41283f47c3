// `/autoloop forget`: takes a standing order back, whoever gave it.

import { FORGOTTEN_KEPT } from "../../../domain/limits.ts";
import { record } from "../../draft.ts";
import { type ActingCommand, done, unusable } from "../effect.ts";

export const forget: ActingCommand<"forget"> = {
  row: {
    order: 22,
    verb: "forget",
    takes: "number",
    example: "3",
    permission: "steer",
    near: ["unremember"],
    help: "takes back the standing order of this number",
    manual:
      "Takes back the standing order of this number, whoever gave it; the status comment lists them. Its comment counts again when it is edited.",
  },
  effect: ({ world, state, by }, { number }) => {
    const orders = state.steering.filter(({ standing }) => standing !== undefined);
    const order = orders.find(({ standing }) => standing === number);
    if (order === undefined) {
      const numbers = orders.map(({ standing }) => standing).join(", ");
      const known = numbers === "" ? "None stands." : `These stand: ${numbers}.`;
      return unusable(`There is no standing order ${number}. ${known}`);
    }
    if ((state.forgotten?.length ?? 0) >= FORGOTTEN_KEPT)
      return unusable(
        "So many were taken back that no more can be remembered. Delete or hide its comment instead.",
      );
    const { comment, hash } = order;
    return done((draft) => record(world, draft, { type: "steering.forgotten", comment, hash, by }));
  },
};
