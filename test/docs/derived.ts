// Everything in the repository that is derived from the code: the indexes of rows, the lists and tables of the
// documentation, the map. Says what each file must hold; writes nothing (`npm run docs` does).

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AgentRow } from "../../src/text/agents/agent-row.ts";
import { inOrder } from "../../src/text/agents/agents.ts";
import { agentSentence, agentTable, wrapped } from "./agent-lists.ts";
import { mapPage } from "./rooms.ts";

/** A file and all that it must hold. */
export interface Derived {
  /** Relative to the working tree. */
  readonly path: string;
  readonly text: string;
}

const AGENT_ROWS = "src/text/agents/rows";
/** Beyond this the formatter breaks a list. */
const CODE_WIDTH = 110;

/** Every derived file of a working tree. It reads the rows themselves, for the index may be what is stale. */
export async function derived(root: string): Promise<readonly Derived[]> {
  const files = readdirSync(join(root, AGENT_ROWS))
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .map((file) => file.slice(0, -".ts".length))
    .toSorted();
  const rows = await Promise.all(files.map((file) => agentRow(root, file)));
  return [
    { path: `${AGENT_ROWS}/index.ts`, text: agentIndex(files) },
    ...agentDocs(root, inOrder(rows)),
    { path: "docs/map.md", text: mapPage(root) },
  ];
}

async function agentRow(root: string, file: string): Promise<AgentRow> {
  const exported: Readonly<Record<string, AgentRow>> = await import(resolve(root, AGENT_ROWS, `${file}.ts`));
  const row = exported[rowName(file)];
  if (row === undefined) throw new Error(`${AGENT_ROWS}/${file}.ts exports no ${rowName(file)}`);
  return row;
}

function agentDocs(root: string, agents: readonly AgentRow[]): readonly Derived[] {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const marked = (path: string, text: string) => ({
    path,
    text: between(read(path), "<!-- agents -->\n", " *<!-- /agents -->", text),
  });
  const inComment = wrapped(agentSentence(agents).replaceAll("`", ""), "# ");
  const [before, after] = ["# The agent of programs and repositories that name none:\n", "# AUTOLOOP_AGENT="];
  return [
    marked("README.md", wrapped(agentSentence(agents), "   ")),
    marked("docs/operations.md", agentTable(agents)),
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
function agentIndex(files: readonly string[]): string {
  const rows = files.map(rowName);
  const imports = rows.map((row, index) => `import { ${row} } from "./${files[index]}.ts";\n`);
  const line = `export const ROWS: readonly AgentRow[] = [${rows.join(", ")}];`;
  return `// Made by \`npm run docs\` of the files beside it, one row each, by name. Must never be edited.

import type { AgentRow } from "../agent-row.ts";
${imports.join("")}
${
  line.length <= CODE_WIDTH
    ? line
    : line
        .replace(/\[(?=\w)/, "[\n  ")
        .replaceAll(", ", ",\n  ")
        .replace("];", ",\n];")
}
`;
}
