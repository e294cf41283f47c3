import { describe, expect, it } from "vitest";
import {
  EPOCH_FIELDS,
  LISTED,
  SETTABLE_KEYS,
  SETTING_KEYS,
} from "../../../src/domain/settings/listed-settings.ts";
import { PROGRAM_SETTINGS } from "../../../src/domain/settings/program-settings.ts";
import { REPOSITORY_SETTINGS } from "../../../src/domain/settings/repository-settings.ts";
import type { SettingRow } from "../../../src/domain/settings/setting-row.ts";

/** Fields of the journals of version 0.1.0, in the order of their lines: none may move or go. */
const RECORDED = [
  "metric",
  "direction",
  "targetMetric",
  "schedule",
  "timeoutMinutes",
  "minDelta",
  "maxIterations",
  "repeat",
  "guardrails",
  "gates",
  "preset",
  "agent",
  "ci",
  "simplicity",
];

describe("PROGRAM_SETTINGS", () => {
  it("keeps the order of the journal's lines, and new rows to the end", () => {
    const [old, added] = [
      PROGRAM_SETTINGS.slice(0, RECORDED.length),
      PROGRAM_SETTINGS.slice(RECORDED.length),
    ];
    expect(old.map(({ field }) => field)).toEqual(RECORDED);
    expect(added.filter((row) => !("later" in row))).toEqual([]);
  });

  it("takes by command nothing that makes old measurements worthless", () => {
    expect(EPOCH_FIELDS).toEqual(["metric", "direction"]);
    const both = LISTED.filter(({ settable, epoch }) => settable && epoch);
    expect(both).toEqual([]);
    expect(SETTABLE_KEYS.filter((key) => !SETTING_KEYS.includes(key))).toEqual([]);
  });

  it("lists every row once", () => {
    expect(SETTING_KEYS.toSorted()).toEqual(PROGRAM_SETTINGS.map(({ key }) => key).toSorted());
    expect(SETTING_KEYS[0]).toBe("schedule");
  });
});

describe.each<readonly [string, readonly SettingRow[]]>([
  ["PROGRAM_SETTINGS", PROGRAM_SETTINGS],
  ["REPOSITORY_SETTINGS", REPOSITORY_SETTINGS],
])("%s", (_, rows) => {
  it("has a key and a field of its own in each row", () => {
    const names = rows.flatMap(({ key, aliases = [] }) => [key, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(rows.map(({ field }) => field)).size).toBe(rows.length);
  });

  it("writes keys as they are read, and sentences as the page shows them", () => {
    for (const { key, help, otherwise } of rows) {
      expect(key).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(help).toMatch(/\.$/);
      expect(otherwise).not.toMatch(/\.$/);
    }
  });
});
