// `/autoloop set`: a setting that counts instead of the text's.

import { readOverride } from "../../../text/settings/overrides.ts";
import { record } from "../../draft.ts";
import { type CommandEffect, done, NOTHING_TO_DO, unusable } from "../effect.ts";

export const set: CommandEffect<"set"> = ({ world, state, by }, { key: written, value: text }) => {
  const override = readOverride(written, text);
  if ("wrong" in override) return unusable(override.wrong);
  const { key, value } = override;
  const before = state.overrides.find((one) => one.key === key)?.value ?? null;
  if (before === value) return NOTHING_TO_DO;
  return done((draft) => record(world, draft, { type: "program.set", key, value, by }));
};
