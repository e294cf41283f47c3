// The rows of agents and commands, read from the files in which they are written, and the indexes that are made of them.
// Says what each index must hold; writes nothing (`npm run docs` does).

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandRow } from "../../src/domain/commands/command-row.ts";
import type { AgentRow } from "../../src/text/agents/agent-row.ts";

/** A file and all that it must hold. */
export interface Derived {
  /** Relative to the working tree. */
  readonly path: string;
  readonly text: string;
}

/** A folder of rows, one file each, and what its index exports. */
interface Rows {
  readonly folder: string;
  /** What one of the files holds, in the singular. */
  readonly what: string;
  readonly imports: string;
  /** Before and after the names. */
  readonly around: readonly [before: string, after: string];
}

const AGENTS: Rows = {
  folder: "src/text/agents/rows",
  what: "row",
  imports: 'import type { AgentRow } from "../agent-row.ts";\n',
  around: ["export const ROWS: readonly AgentRow[] = [", "];"],
};
const COMMANDS: Rows = {
  folder: "src/plan/people/commands",
  what: "command",
  imports: "",
  around: ["export const BY_VERB = { ", " };"],
};

/** Beyond this the formatter breaks a list. */
const CODE_WIDTH = 110;

export async function agentRows(root: string): Promise<readonly AgentRow[]> {
  return exportsOf(root, AGENTS);
}

/** In the order of their verbs in the alphabet. */
export async function commandRows(root: string): Promise<readonly CommandRow[]> {
  const commands = await exportsOf<{ readonly row: CommandRow }>(root, COMMANDS);
  return commands.map(({ row }) => row);
}

/** Every file of code that is made of rows. It reads the rows themselves, for an index may be what is stale. */
export async function indexes(root: string): Promise<readonly Derived[]> {
  return [
    ...[AGENTS, COMMANDS].map((rows) => ({
      path: `${rows.folder}/index.ts`,
      text: indexOf(rows, filesOf(root, rows)),
    })),
    { path: "src/domain/commands/rows.ts", text: rowData(await commandRows(root)) },
  ];
}

/** Names of the files, without their ending. */
function filesOf(root: string, { folder }: Rows): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .map((file) => file.slice(0, -".ts".length))
    .toSorted();
}

async function exportsOf<Row>(root: string, rows: Rows): Promise<readonly Row[]> {
  return Promise.all(
    filesOf(root, rows).map(async (file) => {
      const exported: Readonly<Record<string, Row>> = await import(resolve(root, rows.folder, `${file}.ts`));
      const row = exported[rowName(file)];
      if (row === undefined) throw new Error(`${rows.folder}/${file}.ts exports no ${rowName(file)}`);
      return row;
    }),
  );
}

/** As which the row in `a-b.ts` is exported: `aB`. */
function rowName(file: string): string {
  return file.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** @param files names without their ending */
function indexOf({ what, imports, around: [before, after] }: Rows, files: readonly string[]): string {
  const rows = files.map(rowName);
  const all = rows.map((row, index) => `import { ${row} } from "./${files[index]}.ts";\n`);
  const line = `${before}${rows.join(", ")}${after}`;
  const broken = `${before.trimEnd()}\n${rows.map((row) => `  ${row},\n`).join("")}${after.trimStart()}`;
  return `// Made by \`npm run docs\` of the files beside it, one ${what} each, by name. Must never be edited.

${imports}${all.join("")}
${line.length <= CODE_WIDTH ? line : broken}
`;
}

/** The rows as data, for those rooms below the planner that must know them. */
function rowData(rows: readonly CommandRow[]): string {
  return `// Made by \`npm run docs\` of the files in \`plan/people/commands\`: their rows as data, by name, for all that may not import
// the planner. Must never be edited.

import type { CommandRow } from "./command-row.ts";

export const ROWS = ${literal(rows, "")} as const satisfies readonly CommandRow[];
`;
}

/** A value as the formatter writes it: an object and a list of objects one member to a line, any other list on one line. */
function literal(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const flat = `[${value.map((one) => JSON.stringify(one)).join(", ")}]`;
    return value.some((one) => typeof one === "object")
      ? `[\n${value.map((one) => `${inner}${literal(one, inner)},\n`).join("")}${indent}]`
      : flat;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, of]) => member(key, literal(of, inner), inner));
  return `{\n${members.join("")}${indent}}`;
}

/** A text that makes its line too long stands on the next one. */
function member(key: string, text: string, indent: string): string {
  const line = `${indent}${key}: ${text},`;
  const breaks = text.startsWith('"') && line.length > CODE_WIDTH;
  return breaks ? `${indent}${key}:\n${indent}  ${text},\n` : `${line}\n`;
}
