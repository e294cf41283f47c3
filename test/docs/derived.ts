// Everything in the repository that is derived from the code: the indexes of rows, the lists and tables of the
// documentation, the map. Says what each file must hold; writes nothing (`npm run docs` does).

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandRow } from "../../src/domain/commands/command-row.ts";
import type { AgentRow } from "../../src/text/agents/agent-row.ts";
import { inOrder } from "../../src/text/agents/agents.ts";
import { abilityTable, agentSentence, agentTable, hiddenNames, wrapped } from "./agent-lists.ts";
import { commandTable, permissionTable } from "./command-lists.ts";
import { mapPage } from "./rooms.ts";
import { keyList, settingsPage, type Tables } from "./settings-page.ts";

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
  folder: "src/domain/commands/rows",
  what: "row",
  imports: "",
  around: ["export const ROWS = [", "] as const;"],
};
const EFFECTS: Rows = {
  folder: "src/plan/people/commands",
  what: "effect",
  imports: "",
  around: ["export const EFFECTS = { ", " };"],
};

/** Beyond this the formatter breaks a list. */
const CODE_WIDTH = 110;

/** Every derived file of a working tree. It reads the rows themselves, for the index may be what is stale. */
export async function derived(root: string): Promise<readonly Derived[]> {
  const commands = await rowsOf<CommandRow>(root, COMMANDS);
  const facts = {
    agents: inOrder(await rowsOf<AgentRow>(root, AGENTS)),
    commands: commands.toSorted((a, b) => a.order - b.order),
    ...(await tablesOf(root)),
  };
  return [
    ...[AGENTS, COMMANDS, EFFECTS].map((rows) => ({
      path: `${rows.folder}/index.ts`,
      text: indexOf(rows, filesOf(root, rows)),
    })),
    ...docsOf(root, facts),
    { path: "docs/map.md", text: mapPage(root) },
  ];
}

async function tablesOf(root: string): Promise<Tables> {
  const program: typeof import("../../src/domain/settings/program-settings.ts") = await import(
    resolve(root, "src/domain/settings/program-settings.ts")
  );
  const repository: typeof import("../../src/domain/settings/repository-settings.ts") = await import(
    resolve(root, "src/domain/settings/repository-settings.ts")
  );
  return { program: program.LISTED, repository: repository.REPOSITORY_SETTINGS };
}

/** Names of the files, without their ending. */
function filesOf(root: string, { folder }: Rows): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .map((file) => file.slice(0, -".ts".length))
    .toSorted();
}

async function rowsOf<Row>(root: string, rows: Rows): Promise<readonly Row[]> {
  return Promise.all(
    filesOf(root, rows).map(async (file) => {
      const exported: Readonly<Record<string, Row>> = await import(resolve(root, rows.folder, `${file}.ts`));
      const row = exported[rowName(file)];
      if (row === undefined) throw new Error(`${rows.folder}/${file}.ts exports no ${rowName(file)}`);
      return row;
    }),
  );
}

interface Facts extends Tables {
  readonly agents: readonly AgentRow[];
  readonly commands: readonly CommandRow[];
}

/** What the documentation says of the rows, each file with the text around it as it is. */
function docsOf(root: string, facts: Facts): readonly Derived[] {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const marked = (path: string, lists: Readonly<Record<string, string>>) => ({
    path,
    text: Object.entries(lists).reduce(
      (text, [name, list]) => between(text, `<!-- ${name} -->\n`, ` *<!-- /${name} -->`, list),
      read(path),
    ),
  });
  const agents = agentSentence(facts.agents);
  const inComment = wrapped(agents.replaceAll("`", ""), "# ");
  const [before, after] = ["# The agent of programs and repositories that name none:\n", "# AUTOLOOP_AGENT="];
  return [
    marked("README.md", { agents: wrapped(agents, "   "), settings: wrapped(keyList(facts), "  ") }),
    marked("docs/operations.md", {
      abilities: abilityTable(facts.agents),
      hidden: `${wrapped(hiddenNames(facts.agents), "  ")}`,
      agents: agentTable(facts.agents),
    }),
    marked("docs/commands.md", {
      commands: commandTable(facts.commands),
      permissions: permissionTable(facts.commands),
    }),
    { path: "docs/settings.md", text: settingsPage(facts) },
    { path: ".env.example", text: between(read(".env.example"), before, after, inComment) },
  ];
}

/** The text with something else between two lines of it. @throws Error where there are no such lines, or several */
function between(text: string, after: string, before: string, instead: string): string {
  const places = [...text.matchAll(new RegExp(`(?<=${after})[^]*?(?=${before})`, "g"))];
  const [place] = places;
  if (place === undefined || places.length > 1)
    throw new Error(`${places.length} places between ${JSON.stringify(after)} and ${JSON.stringify(before)}`);
  return text.slice(0, place.index) + instead + text.slice(place.index + place[0].length);
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
