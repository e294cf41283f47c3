// Everything in the repository that is derived from rows: the indexes of their folders, and the lists and tables of the
// documentation. Says what each file must hold; writes nothing.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { agentSentence, agentTable, wrapped } from "./agent-lists.ts";

/** The rows as the code of a working tree has them. */
export interface Rows {
  readonly agents: Parameters<typeof agentTable>[0];
}

/** A file and all that it must hold. */
export interface Derived {
  readonly path: string;
  readonly text: string;
}

const AGENT_ROWS = "src/text/agents/rows";
/** Beyond this the formatter breaks a list. */
const CODE_WIDTH = 110;

/** The index of every folder of rows; to be written before the code that reads it is loaded. */
export function derivedIndexes(root: string): readonly Derived[] {
  const names = readdirSync(join(root, AGENT_ROWS))
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .map((file) => file.slice(0, -".ts".length))
    .toSorted();
  return [{ path: `${AGENT_ROWS}/index.ts`, text: agentIndex(names) }];
}

/** What the documentation says of the rows, each file with the text around it as it is. */
export function derivedDocs(root: string, { agents }: Rows): readonly Derived[] {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const marked = (path: string, name: string, text: string) => ({
    path,
    text: between(read(path), `<!-- ${name} -->\n`, ` *<!-- /${name} -->`, text),
  });
  const env = ".env.example";
  return [
    marked("README.md", "agents", wrapped(agentSentence(agents), "   ")),
    marked("docs/operations.md", "agents", agentTable(agents)),
    {
      path: env,
      text: between(
        read(env),
        "# The agent of programs and repositories that name none:\n",
        "# AUTOLOOP_AGENT=",
        wrapped(agentSentence(agents).replaceAll("`", ""), "# "),
      ),
    },
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

/** @param files names without their ending; the row in `a-b.ts` is exported as `aB` */
function agentIndex(files: readonly string[]): string {
  const rows = files.map((file) => file.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()));
  const imports = rows.map((row, index) => `import { ${row} } from "./${files[index]}.ts";\n`);
  const line = `export const ROWS: readonly AgentRow[] = [${rows.join(", ")}];`;
  return `// Made by \`npm run rows\` of the files beside it, one row each, by name. Must never be edited.

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
