// The pages that are derived from the code: the lists and tables of the documentation, the map. Says what each file must
// hold; writes nothing (`npm run docs` does).

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandRow } from "../../src/domain/commands/command-row.ts";
import type { AgentRow } from "../../src/text/agents/agent-row.ts";
import { inOrder } from "../../src/text/agents/agents.ts";
import { abilityTable, agentSentence, agentTable, hiddenNames, wrapped } from "./agent-lists.ts";
import { commandTable, permissionTable } from "./command-lists.ts";
import { mapPage } from "./rooms.ts";
import { agentRows, commandRows, type Derived } from "./rows.ts";
import { keyList, settingsPage, type Tables } from "./settings-page.ts";

/** Every page of a working tree. The code that is made of its rows must be current (`rows.ts`): the pages read it. */
export async function pages(root: string): Promise<readonly Derived[]> {
  const commands = await commandRows(root);
  const facts = {
    agents: inOrder(await agentRows(root)),
    commands: commands.toSorted((a, b) => a.order - b.order),
    ...(await tablesOf(root)),
  };
  return [...docsOf(root, facts), { path: "docs/map.md", text: mapPage(root) }];
}

async function tablesOf(root: string): Promise<Tables> {
  const program: typeof import("../../src/domain/settings/listed-settings.ts") = await import(
    resolve(root, "src/domain/settings/listed-settings.ts")
  );
  const repository: typeof import("../../src/domain/settings/repository-settings.ts") = await import(
    resolve(root, "src/domain/settings/repository-settings.ts")
  );
  return { program: program.LISTED, repository: repository.REPOSITORY_SETTINGS };
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
