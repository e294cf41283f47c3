// `/autoloop set KEY VALUE`, as data. Which keys there are is `settings/program-settings.ts`.

import { SETTABLE_KEYS, SETTING_KEYS } from "../../settings/program-settings.ts";
import type { CommandRow } from "../command-row.ts";

const listed = (keys: readonly string[]) => keys.map((key) => `\`${key}\``).join(", ");
const measuring = SETTING_KEYS.filter((key) => !SETTABLE_KEYS.includes(key));

export const set = {
  order: 6,
  verb: "set",
  takes: "key and value",
  example: "target-metric 0.9",
  permission: "set",
  help: "a setting that counts instead of the text's; `none`: no value, `default`: the text's",
  manual: `A setting that counts instead of the text's, checked like the frontmatter. \`none\` means no value (\`ci none\` is a value), \`default\` lets the text count again. Keys: ${listed(SETTABLE_KEYS)}. What is measured, and how (${listed(measuring)}), is changed in the text. [What each may be](settings.md).`,
} as const satisfies CommandRow;
