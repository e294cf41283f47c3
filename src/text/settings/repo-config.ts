// `.github/autoloop.yml` of a user's repository. Every key is checked; a wrong one is a problem and counts
// as absent, though a protected path that cannot be read leaves the others protected. Merging with the operator's
// settings happens elsewhere.

import { FRONTMATTER_BYTES } from "../../domain/limits.ts";
import type { RepoConfig } from "../../domain/policy.ts";
import { REPO_CONFIG_PATH } from "../../domain/program/names.ts";
import type { Problem } from "../../domain/program/program.ts";
import { REPOSITORY_SETTINGS } from "../../domain/settings/repository-settings.ts";
import type { SettingRow } from "../../domain/settings/setting-row.ts";
import { splitLines } from "../markdown/markdown.ts";
import { meaning, valueMeant } from "./meant/closed-lists.ts";
import { namesOf, nearKey } from "./meant/near-key.ts";
import { problem, wrongValue } from "./problem.ts";
import { allowedBy, readValue } from "./read-value.ts";
import { keyReader } from "./settings.ts";
import { readYamlMap } from "./yaml-map.ts";

const ROWS: ReadonlyMap<string, SettingRow> = new Map(REPOSITORY_SETTINGS.map((row) => [row.key, row]));

const NAMES = namesOf(REPOSITORY_SETTINGS);

/** What holds where the file says nothing. */
const SILENT = Object.fromEntries(REPOSITORY_SETTINGS.map(({ field, none }) => [field, none])) as RepoConfig;

const configKey = keyReader(REPOSITORY_SETTINGS);

/** Reads the file's text. The configuration holds what was right, the problems say what was not. */
export function parseRepoConfig(text: string): {
  readonly config: RepoConfig;
  readonly problems: readonly Problem[];
} {
  const { entries, problems: unreadable } = readText(text.replace(/^\uFEFF/, ""));
  const problems = [...unreadable];
  let config = SILENT;
  for (const { key, value, source, line } of entries) {
    const row = ROWS.get(configKey(key));
    if (row === undefined) {
      problems.push(
        problem(
          key,
          `is no key of the configuration${meaning(nearKey(key, NAMES))}`,
          source,
          [...ROWS.keys()].join(", "),
          line,
        ),
      );
      continue;
    }
    const read = readValue(row.shape, value);
    if (read.wrong)
      problems.push(wrongValue(key, source, allowedBy(row), valueMeant(row.shape, value), line));
    if (read.value !== null) config = { ...config, [row.field]: read.value };
  }
  return { config, problems };
}

/** Nobody bounds this file before it is read. */
function readText(text: string): ReturnType<typeof readYamlMap> {
  if (text.length <= FRONTMATTER_BYTES) return readYamlMap(splitLines(text), REPO_CONFIG_PATH, 1);
  const allowed = `at most ${FRONTMATTER_BYTES} bytes`;
  const found = `${text.length} characters`;
  return { entries: [], problems: [problem(REPO_CONFIG_PATH, "is too long", found, allowed, 1)] };
}
