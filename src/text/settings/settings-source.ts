// Where a program's settings come from: frontmatter, and the sections of an issue form that stand for a key.
// The two may say the same; where they differ it is a problem, because nobody can know which was meant.

import type { Problem, Warning } from "../../domain/program/program.ts";
import { SETTING_KEYS } from "../../domain/settings/program-settings.ts";
import type { Section } from "../markdown/sections.ts";
import { problem, shortened } from "./problem.ts";
import { numberOrText } from "./read-value.ts";
import { readSetting, type Settings, settingKey, settingRow } from "./settings.ts";
import { readYamlMap } from "./yaml-map.ts";

interface ReadSettings {
  readonly settings: Settings;
  /** Keys that were given, rightly or wrongly. */
  readonly keys: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

/** @param textOf the Markdown of a section */
export function readSettings<FormSection extends Section & { readonly key: string }>(
  frontmatter: { readonly lines: readonly string[]; readonly firstLine: number } | null,
  form: readonly FormSection[],
  textOf: (section: Section) => string,
): ReadSettings {
  const yaml =
    frontmatter === null
      ? { entries: [], problems: [] }
      : readYamlMap(frontmatter.lines, "frontmatter", frontmatter.firstLine);
  const problems: Problem[] = [...yaml.problems];
  const warnings: Warning[] = [];
  const given = new Map<string, string>();
  let settings: Settings = {};

  for (const { key: written, value, source, line } of yaml.entries) {
    const key = settingKey(written);
    const result = readSetting(key, value);
    if ("wrong" in result && !result.known) {
      const message = `The frontmatter's key \`${shortened(written)}\` means nothing here; known are ${SETTING_KEYS.join(", ")}`;
      warnings.push({ line, message });
    } else if (given.has(key)) {
      problems.push(problem(written, "stands there twice, in two spellings", source, "one of them", line));
    } else {
      given.set(key, "wrong" in result ? "" : JSON.stringify(result.settings));
      if ("wrong" in result)
        problems.push(problem(written, "has a value that is not allowed", source, result.wrong, line));
      else settings = { ...settings, ...result.settings };
    }
  }

  for (const section of form) {
    const { key } = section;
    const [{ line }] = [...section.blocks, section];
    const text = textOf(section).replace(/^`+|`+$/g, "");
    const result = readSetting(key, isNumeric(key) ? numberOrText(text) : text);
    const before = given.get(key);
    if ("wrong" in result) {
      problems.push(problem(key, "has a value that is not allowed", text, result.wrong, line));
      given.set(key, "");
    } else if (before !== undefined && before !== JSON.stringify(result.settings)) {
      problems.push(problem(key, "is given twice, and differently", text, "one value", line));
    } else {
      given.set(key, JSON.stringify(result.settings));
      settings = { ...settings, ...result.settings };
    }
  }
  return { settings, keys: new Set(given.keys()), problems, warnings };
}

function isNumeric(key: string): boolean {
  const kind = settingRow(key)?.shape.kind;
  return kind === "number" || kind === "whole";
}
