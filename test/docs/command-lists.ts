// What docs/commands.md says of the commands, out of their rows.

import { leastFor, mayDo, type ProgramPermission } from "../../src/domain/authority.ts";
import type { CommandRow } from "../../src/domain/commands/command-row.ts";
import { listed } from "../../src/text/command/command-lists.ts";

/** What each command does. */
export function commandTable(rows: readonly CommandRow[]): string {
  const lines = rows.map((row) => `| ${listed([row])} | ${row.manual} |\n`);
  return `| command | what it does |\n| --- | --- |\n${lines.join("")}`;
}

/** What people do beside commands, and what permission it takes. */
const BESIDE: Readonly<Partial<Record<ProgramPermission, string>>> = {
  start: "the label",
  "go-on": "check boxes",
  steer: "prose steering",
  unlock: "going on after the journal was tampered with, also where somebody stopped the program since",
};

/** In the order in which they are listed. */
const PERMISSIONS: readonly ProgramPermission[] = ["ask", "halt", "start", "go-on", "steer", "set", "unlock"];

/** Who may do what. */
export function permissionTable(rows: readonly CommandRow[]): string {
  const lines = PERMISSIONS.map((permission) => {
    const verbs = rows
      .filter((row) => row.permission === permission)
      .map(({ takes, verb }) => (takes === "words" ? "instructions" : `\`${verb}\``));
    const wanted = [...verbs, ...[BESIDE[permission] ?? []].flat()].join(", ");
    return `| ${wanted} | ${rightsFor(permission).join(" | ")} |\n`;
  });
  const people = "stranger, read | issue's author without write | triage | write | maintain, admin";
  return `| action | ${people} | other app, agent |\n${"| --- ".repeat(7)}|\n${lines.join("")}`;
}

function rightsFor(wanted: ProgramPermission): readonly string[] {
  const may = (permission: "read" | "triage" | "write" | "maintain", isPerson = true) =>
    mayDo(wanted, { isPerson, author: false, permission }) ? "yes" : "no";
  const { author, role } = leastFor(wanted);
  // A brake reaches the author's own program only; so does everything else, where it changes anything.
  const own = role === "triage" && wanted === "halt" ? "own program" : "yes";
  return [
    may("read"),
    author ? own : "no",
    may("triage"),
    may("write"),
    may("maintain"),
    may("maintain", false),
  ];
}
