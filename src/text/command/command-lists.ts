// The commands as people read them, made of their rows: the table of the answer to `help`, and the tables of
// docs/commands.md.

import { leastFor, type ProgramPermission } from "../../domain/authority.ts";
import type { CommandArguments, CommandRow } from "../../domain/commands/command-row.ts";
import { COMMANDS } from "../../domain/commands/commands.ts";

const ARGUMENTS: Readonly<Record<CommandArguments, string>> = {
  nothing: "",
  reason: " [reason]",
  "key and value": " KEY VALUE",
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
      (group) => `| ${together(group)} | ${group[0].help} | ${who(group[0].permission)} |`,
    ),
  ];
}

/** For docs/commands.md. */
export function manualTable(rows: readonly CommandRow[] = COMMANDS): readonly string[] {
  return [
    "| command | what it does |",
    "| --- | --- |",
    ...rows.map((row) => `| ${together([row])} | ${row.manual} |`),
  ];
}

function together([first, ...others]: readonly [CommandRow, ...CommandRow[]]): string {
  const words = first.takes === "words" ? " and any other words" : "";
  return [`\`${usage(first)}\`${words}`, ...others.map(({ verb }) => `\`${verb}\``)].join(", ");
}

function who(permission: ProgramPermission): string {
  const { role, author } = leastFor(permission);
  return author ? `${role}, author of the program's issue` : role;
}
