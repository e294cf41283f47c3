// What the documentation says of settings, out of their tables.

import type { ProgramSettingRow, SettingRow } from "../../src/domain/settings/setting-row.ts";
import { allowedBy } from "../../src/text/settings/read-value.ts";

/** Both tables, in the order in which people are shown them. */
export interface Tables {
  readonly program: readonly ProgramSettingRow[];
  readonly repository: readonly SettingRow[];
}

/** Text of docs/settings.md. */
export function settingsPage({ program, repository }: Tables): string {
  return `# Settings

\`npm run docs\` makes this page of the tables in \`src/domain/settings\`; a test fails while it is not current. Capitals in a
key do not matter, and \`_\` is read as \`-\`. A wrong value is a problem, never a default, and so is a key that is nearly
another. \`node dist/autoloop.mjs schema program\` and
\`node dist/autoloop.mjs schema repository\` print the same as JSON Schema, for editors.

## Of a program

Keys in an issue or a program file, all optional: in a \`yaml\` block above the first section, under \`## Settings\` (a
\`yaml\` block, or lines \`key: value\`), or as frontmatter. A key that stands in two places must say the same in both. A
\`yaml\` block anywhere else is not read. Where *set* says yes, \`/autoloop set KEY VALUE\` takes
the key too, and its value counts instead of the text's ([commands.md](commands.md)). The others are part of what is
measured, or how: change the text.
${program.map((row) => programSetting(row)).join("")}
## Of a repository

Keys of \`.github/autoloop.yml\` on the default branch, all optional.
${repository.map((row) => setting(row, [])).join("")}`;
}

/** The keys of a program in one line. */
export function keyList({ program }: Tables): string {
  return `${program.map(({ key }) => `\`${key}\``).join(", ")}.`;
}

function programSetting(row: ProgramSettingRow): string {
  return setting(row, [
    `set: ${row.settable ? "yes" : "no"}`,
    ...(row.epoch ? ["a change begins a new epoch: old measurements count no longer"] : []),
    ...(row.told === undefined ? [] : [`the agent is told it as \`${row.told}\``]),
  ]);
}

function setting(row: SettingRow, more: readonly string[]): string {
  const { key, aliases = [], help, otherwise, example } = row;
  const also = aliases.length === 0 ? "" : ` (also ${aliases.map((alias) => `\`${alias}\``).join(", ")})`;
  const facts = [`allowed: ${allowedBy(row)}`, `without it: ${otherwise}`, ...more];
  return `
### \`${key}\`${also}

${help}

${facts.map((fact) => `- ${fact}\n`).join("")}
\`\`\`yaml
${key}: ${example}
\`\`\`
`;
}
