// What a person is told whose change of the state file's machine table did not stay.

import type { ProgramState } from "../../domain/journal/state.ts";
import { inlineCode } from "./inert.ts";
import { formatTime } from "./numbers.ts";

export function putBack({ name, put_back }: ProgramState): string {
  if (put_back === undefined) return "☑️ The state file is as it should be.";
  const by = put_back.by === null ? "somebody whose account cannot be told" : inlineCode(put_back.by, 60);
  const fields = put_back.fields.map((field) => inlineCode(field, 60)).join(", ");
  return [
    "### ↩️ The state file was put back",
    "",
    `**On ${formatTime(put_back.at)} a change by ${by} to the machine table of \`${name}.md\` was put back: ${fields}.**`,
    "",
    "The table shows what the journal says. Three rows may be changed there, by people with write access and signed " +
      "in as the commit's author: `Paused` (with `Pause Reason`), and `Completed` to `true`. Target, schedule and the " +
      "like are changed in the text of this issue; all other sections of the file are yours.",
  ].join("\n");
}
