// The commands as people read them, made of their rows: how each is written, and the table of the answer to `help`.

import { leastFor, type ProgramPermission } from "../../domain/authority.ts";
import type { CommandArguments, CommandRow } from "../../domain/commands/command-row.ts";
import { COMMANDS } from "../../domain/commands/commands.ts";

const ARGUMENTS: Readonly<Record<CommandArguments, string>> = {
  nothing: "",
  reason: " [reason]",
  "key and value": " KEY VALUE",
  text: " WORDS",
  number: " N",
  iteration: " 17",
  words: "",
};

/** As it is written, with what stands behind it. */
export function usage({ verb, takes }: Pick<CommandRow, "verb" | "takes">): string {
  return takes === "words" ? "/autoloop" : `/autoloop ${verb}${ARGUMENTS[takes]}`;
}

/** For the answer to `help`. */
export function helpTable(rows: readonly CommandRow[] = COMMANDS): readonly string[] {
  const groups = new Map<string, [CommandRow, ...CommandRow[]]>();
  for (const row of rows) {
    const group = groups.get(row.help);
    if (group === undefined) groups.set(row.help, [row]);
    else group.push(row);
  }
  return [
    "| Command | What it does | Who |",
    "| :-- | :-- | :-- |",
    ...[...groups.values()].map(
      (group) => `| ${listed(group)} | ${group[0].help} | ${who(group[0].permission)} |`,
    ),
  ];
}

/** As it is listed: with what stands behind it, and others that share its line. */
export function listed([first, ...others]: readonly [CommandRow, ...CommandRow[]]): string {
  const words = first.takes === "words" ? " and any other words" : "";
  return [`\`${usage(first)}\`${words}`, ...others.map(({ verb }) => `\`${verb}\``)].join(", ");
}

function who(permission: ProgramPermission): string {
  const { role, author } = leastFor(permission);
  return author ? `${role}, author of the program's issue` : role;
}
