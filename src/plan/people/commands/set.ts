// `/autoloop set`: a setting that counts instead of the text's.

import { SETTABLE_KEYS, SETTING_KEYS } from "../../../domain/settings/listed-settings.ts";
import { readOverride } from "../../../text/settings/overrides.ts";
import { record } from "../../draft.ts";
import { type ActingCommand, done, NOTHING_TO_DO, unusable } from "../effect.ts";

const listed = (keys: readonly string[]) => keys.map((key) => `\`${key}\``).join(", ");
const measuring = SETTING_KEYS.filter((key) => !SETTABLE_KEYS.includes(key));

export const set: ActingCommand<"set"> = {
  row: {
    order: 6,
    verb: "set",
    takes: "key and value",
    example: "target-metric 0.9",
    permission: "set",
    help: "a setting that counts instead of the text's; `none`: no value, `default`: the text's",
    manual: `A setting that counts instead of the text's, checked like the frontmatter. \`none\` means no value (\`ci none\` is a value), \`default\` lets the text count again. Keys: ${listed(SETTABLE_KEYS)}. What is measured, and how (${listed(measuring)}), is changed in the text. [What each may be](settings.md).`,
  },
  effect: ({ world, state, by }, { key: written, value: text }) => {
    const override = readOverride(written, text);
    if ("wrong" in override) return unusable(override.wrong);
    const { key, value } = override;
    const before = state.overrides.find((one) => one.key === key)?.value ?? null;
    if (before === value) return NOTHING_TO_DO;
    return done((draft) => record(world, draft, { type: "program.set", key, value, by }));
  },
};
