// A program's settings out of all the places that they may stand in, and the sections of an issue form that stand for a
// key. Two places may say the same; where they differ it is a problem, because nobody can know which was meant.

import type { Problem, Warning } from "../../domain/program/program.ts";
import { SETTING_KEYS } from "../../domain/settings/listed-settings.ts";
import type { Section } from "../markdown/sections.ts";
import { guardrailsTwoSided } from "./guardrails.ts";
import type { Place } from "./places/settings-places.ts";
import { problem, shortened, wrongValue } from "./problem.ts";
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
  places: readonly Place[],
  form: readonly FormSection[],
  textOf: (section: Section) => string,
): ReadSettings {
  const problems: Problem[] = [];
  const warnings: Warning[] = [];
  const given = new Map<string, string>();
  let settings: Settings = {};

  for (const place of places) readPlace(place);

  for (const section of form) {
    const { key } = section;
    const [{ line }] = [...section.blocks, section];
    const text = textOf(section).replace(/^`+|`+$/g, "");
    const result = readSetting(key, isNumeric(key) ? numberOrText(text) : text);
    take(key, key, text, line, result);
  }
  return { settings, keys: new Set(given.keys()), problems, warnings };

  function readPlace({ name, lines, firstLine }: Place): void {
    const yaml = readYamlMap(lines, name, firstLine);
    problems.push(...yaml.problems);
    const here = new Set<string>();
    for (const { key: written, value, source, line } of yaml.entries) {
      const key = settingKey(written);
      const result = readSetting(key, value);
      if ("wrong" in result && !result.known) {
        if (RESTRAINS.test(written.trim()))
          problems.push(
            problem(
              written,
              "is no setting, and may be meant to stop something or to keep files as they are",
              source,
              "files under `Do NOT modify` in Target; a stop by `/autoloop pause` or by closing the issue",
              line,
            ),
          );
        else if (result.meant !== "")
          problems.push(
            problem(written, `is no setting${result.meant}`, source, SETTING_KEYS.join(", "), line),
          );
        else
          warnings.push({
            line,
            message: `The ${name}'s key \`${shortened(written)}\` means nothing here; known are ${SETTING_KEYS.join(", ")}`,
          });
      } else if (here.has(key)) {
        problems.push(problem(written, "stands there twice, in two spellings", source, "one of them", line));
      } else {
        here.add(key);
        take(key, written, source, line, result);
      }
    }
  }

  /** A value that is wrong in one place is no reason to take another place's. */
  function take(
    key: string,
    written: string,
    source: string,
    line: number,
    result: ReturnType<typeof readSetting>,
  ): void {
    const before = given.get(key);
    if ("wrong" in result) {
      problems.push(wrongValue(written, source, result.wrong, result.meant, line));
      given.set(key, "");
    } else if (before !== undefined && before !== JSON.stringify(result.settings)) {
      problems.push(problem(written, "is given twice, and differently", source, "one value", line));
    } else {
      given.set(key, JSON.stringify(result.settings));
      const twoSided = guardrailsTwoSided(result.settings.guardrails ?? []);
      warnings.push(...twoSided.map((message) => ({ line, message })));
      settings = { ...settings, ...result.settings };
    }
  }
}

/** Keys of other tools that hold something back: whoever writes one would be surprised by what happens. */
const RESTRAINS =
  /^(?:enabled?|disabled?|active|paused?|stop(?:ped)?|draft|dry[-_ ]?run|skip|archived|protect(?:ed)?(?:[-_ ]?(?:paths?|files?))?|exclud\w*|forbid\w*|frozen|read[-_ ]?only|immutable|locked|den(?:y|ied|ylist)|off[-_ ]?limits|do[-_ ]?not[-_ ]?\w+)$/i;

function isNumeric(key: string): boolean {
  const kind = settingRow(key)?.shape.kind;
  return kind === "number" || kind === "whole";
}
