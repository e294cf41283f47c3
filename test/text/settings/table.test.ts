// Laws over the tables of settings: what one derivation makes of a row, the others agree with.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { PROGRAM_SETTINGS } from "../../../src/domain/settings/program-settings.ts";
import { REPOSITORY_SETTINGS } from "../../../src/domain/settings/repository-settings.ts";
import type { ProgramSettingRow, SettingRow } from "../../../src/domain/settings/setting-row.ts";
import type { Shape } from "../../../src/domain/settings/shape.ts";
import { fieldSchemas } from "../../../src/text/journal/setting-schema.ts";
import { SCHEMAS } from "../../../src/text/settings/json-schema.ts";
import { namesIn } from "../../../src/text/settings/meant/closed-lists.ts";
import { allowedBy, readValue } from "../../../src/text/settings/read-value.ts";
import { keyReader, UNSAID } from "../../../src/text/settings/settings.ts";

const ROWS: readonly SettingRow[] = [...PROGRAM_SETTINGS, ...REPOSITORY_SETTINGS];

/** As `yaml-map.ts` gives values: maps are `Map`s. */
const ofYaml = (text: string): unknown => parse(text, { mapAsMap: true });

const name = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,9}$/);

/** Values that people may write for a shape, as JSON and YAML hold them. */
function valuesOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "whole":
      return fc.integer({ min: shape.least, max: shape.most });
    case "bound":
      return fc.oneof(fc.integer({ min: shape.least, max: shape.most }), fc.constantFrom("never", " NEVER"));
    case "number":
      return fc.double({ min: shape.least ?? -1e9, max: 1e9, noNaN: true });
    case "choice":
      return fc.constantFrom(
        ...shape.of,
        ...(shape.exact ? [] : shape.of.map((word) => ` ${word.toUpperCase()}`)),
      );
    case "option":
      return fc.constantFrom(
        ...shape.of.flatMap((one): unknown[] =>
          typeof one === "string" ? [one, ` ${one.toUpperCase()}`] : [one],
        ),
      );
    case "direction":
      return fc.constantFrom("higher", " LOWER", "minimize", "max");
    case "name":
      return fc.constantFrom(...namesIn(shape.list).flatMap((word) => [word, ` ${word.toUpperCase()}`]));
    case "names":
      return fc.array(name, { minLength: 1, maxLength: shape.most });
    case "paths":
      return fc.array(fc.constantFrom("infra/**", "LICENSE"), { maxLength: shape.most });
    case "script":
      return fc.constantFrom("held-out/measure.sh", "a/b-c/d.e_f");
    case "metric-name":
      return fc.stringMatching(/^[A-Za-z][\w.:/%@-]{0,9}$/);
    case "schedule":
      return fc.constantFrom("every 6h", "daily", "0 3 * * 1-5 Europe/Berlin", { cron: "0 3 * * *" });
    case "guardrails":
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.constantFrom("<= 120", ">= -3", "5%"), {
        maxKeys: 20,
        noNullPrototype: true,
      });
    case "gates":
      return fc.array(fc.constantFrom("npm test", "make"), { maxLength: 20 });
    case "budget":
      return fc.dictionary(
        fc.constantFrom("usd-per-day", "tokens-per-day", "usd-total"),
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        { minKeys: 1, noNullPrototype: true },
      );
  }
}

/** JSON as the reader gets it from YAML. */
const asRead = (value: unknown): unknown => ofYaml(JSON.stringify(value));

describe("every row", () => {
  it.each(ROWS)("reads its own example: $key: $example", ({ shape, example }) => {
    expect(readValue(shape, ofYaml(example))).toMatchObject({ wrong: false });
  });

  it.each(ROWS)("refuses what is nothing, and says in words what is allowed: $key", (row) => {
    expect(readValue(row.shape, null)).toMatchObject({ wrong: true });
    expect(allowedBy(row)).toMatch(/\w{3}/);
    expect(allowedBy(row)).not.toMatch(/\.$/);
  });

  it.each(PROGRAM_SETTINGS)(
    "gives the journal values that it holds as they are: $key",
    ({ field, shape }) => {
      const { [field]: schema } = fieldSchemas(PROGRAM_SETTINGS);
      fc.assert(
        fc.property(valuesOf(shape), (written) => {
          const { value, wrong } = readValue(shape, asRead(written));
          expect(wrong).toBe(false);
          expect(schema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value);
        }),
      );
    },
  );
});

describe(allowedBy, () => {
  const [bare] = REPOSITORY_SETTINGS;

  it.each<readonly [Shape, string]>([
    [{ kind: "name", list: "presets" }, "`default`"],
    [{ kind: "names", most: 3 }, "a list of at most 3 names"],
  ])("says it of %j where the row does not", (shape, words) => {
    expect(allowedBy({ ...bare, shape })).toBe(words);
  });
});

describe("what nobody says", () => {
  it("fits into the journal, and only the direction must be said", () => {
    const schemas = new Map<string, z.ZodType>(Object.entries(fieldSchemas(PROGRAM_SETTINGS)));
    for (const [field, value] of Object.entries(UNSAID))
      expect({ field, value: schemas.get(field)?.parse(value) }).toEqual({ field, value });
    const rows: readonly ProgramSettingRow[] = PROGRAM_SETTINGS;
    const fields = rows.filter(({ later }) => !later).map(({ field }) => field);
    expect(fields.filter((field) => !Object.hasOwn(UNSAID, field))).toEqual(["direction"]);
  });
});

describe(fieldSchemas, () => {
  const row = { otherwise: "none", help: "Helps.", example: "x", settable: true } as const;
  const added = [
    { ...row, key: "owners", field: "owners", shape: { kind: "names", most: 3 }, none: [], later: true },
    { ...row, key: "frozen", field: "frozen", shape: { kind: "paths", most: 3 }, none: [] },
  ] as const satisfies readonly ProgramSettingRow[];
  const schema = z.strictObject(fieldSchemas(added));

  it("reads lines from before a later row, and writes none of it where nobody says it", () => {
    expect(JSON.stringify(schema.parse({ frozen: ["a"] }))).toBe('{"frozen":["a"]}');
  });

  it("keeps the order of the rows in a line", () => {
    expect(JSON.stringify(schema.parse({ frozen: [], owners: ["a"] }))).toBe('{"owners":["a"],"frozen":[]}');
  });
});

describe(keyReader, () => {
  const [first] = REPOSITORY_SETTINGS;
  const keyOf = keyReader([{ ...first, key: "ci-apps", aliases: ["checks-of"] }]);

  it.each([
    ["CI_Apps", "ci-apps"],
    [" checks_of ", "ci-apps"],
    ["nonsense", "nonsense"],
  ])("reads %j as %j", (written, key) => {
    expect(keyOf(written)).toBe(key);
  });
});

describe.each([
  ["program", PROGRAM_SETTINGS],
  ["repository", REPOSITORY_SETTINGS],
] as const)("the JSON Schema of %s", (of, rows: readonly SettingRow[]) => {
  const schema = z.fromJSONSchema(z.record(z.string(), z.json()).parse(SCHEMAS[of]()));

  it.each(rows)("lets through all that the reader takes: $key", ({ key, shape }) => {
    fc.assert(
      fc.property(valuesOf(shape), fc.constantFrom(key, key.replaceAll("-", "_")), (value, written) => {
        expect(schema.safeParse({ [written]: value }).error).toBeUndefined();
      }),
    );
  });

  it.each(rows)("gives the default that the words give: $key", ({ otherwise, usual }) => {
    const [, word] = /^`([^`]+)`/.exec(otherwise) ?? [];
    expect(usual === undefined ? undefined : String(usual)).toBe(word);
  });

  it.each(rows)("refuses a value of another kind: $key", ({ key }) => {
    for (const value of [null, [[1]], { a: { b: 1 } }])
      expect({ value, ok: schema.safeParse({ [key]: value }).success }).toEqual({ value, ok: false });
  });

  it("knows other keys as the reader does", () => {
    // A program's text warns of them, a repository's configuration has a problem with them.
    expect(schema.safeParse({ colour: "blue" }).success).toBe(of === "program");
  });
});
