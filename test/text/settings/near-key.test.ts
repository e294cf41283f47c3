import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROGRAM_SETTINGS } from "../../../src/domain/settings/program-settings.ts";
import { REPOSITORY_SETTINGS } from "../../../src/domain/settings/repository-settings.ts";
import { parseProgram } from "../../../src/text/program/program.ts";
import { namesOf, nearKey } from "../../../src/text/settings/meant/near-key.ts";
import { readOverride } from "../../../src/text/settings/overrides.ts";
import { parseRepoConfig } from "../../../src/text/settings/repo-config.ts";
import { settingKey, settingRow } from "../../../src/text/settings/settings.ts";

const KEYS = PROGRAM_SETTINGS.map(({ key }) => key);
const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz-_");

/** The key with one letter more, less, another, or two swapped. */
const misspelled = fc
  .tuple(fc.constantFrom(...KEYS), fc.nat(), letter, fc.constantFrom("more", "less", "other", "swapped"))
  .map(([key, n, one, kind]) => {
    const at = n % key.length;
    const [before, after] = [key.slice(0, at), key.slice(at)];
    if (kind === "more") return before + one + after;
    if (kind === "less") return before + after.slice(1);
    if (kind === "other") return before + one + after.slice(1);
    return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
  })
  .filter((written) => /^[a-z]/.test(written) && settingRow(settingKey(written)) === undefined);

const BODY =
  "\n## Goal\n\nFast.\n\n## Target\n\n- `src/a.ts`\n\n## Evaluation\n\n```bash\nnode b.mjs\n```\n\nThe metric is `ms`. Lower is better.\n";

describe("a key one edit away from a known one", () => {
  it("is a problem that asks, in a program", () => {
    fc.assert(
      fc.property(misspelled, (written) => {
        const { definition, problems } = parseProgram(`---\n${written}: 1\n---\n${BODY}`);
        expect(definition).toBeNull();
        expect(problems).toMatchObject([
          { key: written, message: expect.stringContaining("did you mean `") },
        ]);
      }),
    );
  });

  it("is asked about in a command", () => {
    fc.assert(
      fc.property(misspelled, (written) => {
        expect(readOverride(written, "1")).toMatchObject({
          wrong: expect.stringContaining("did you mean `"),
        });
      }),
    );
  });
});

describe(nearKey, () => {
  const names = namesOf(PROGRAM_SETTINGS);

  it.each([
    ["timeout", "timeout-minutes"],
    ["timeout_seconds", "timeout-minutes"],
    ["metric-dir", "metric-direction"],
    ["maxIterations", "max-iterations"],
    ["guardrail", "guardrails"],
    ["Target Metric", "target-metric"],
    ["cii", "ci"],
    ["gate", "gates"],
  ])("takes %j for %j", (written, key) => {
    expect(nearKey(written, names)).toBe(key);
  });

  it.each(["colour", "name", "author", "date", "labels", "title", "x".repeat(5_000), ""])(
    "takes %j for none",
    (written) => {
      expect(nearKey(written, names)).toBeNull();
    },
  );

  it("stands behind problems of a repository's configuration", () => {
    expect(parseRepoConfig("protected_path: [a]\n").problems).toMatchObject([
      { message: "is no key of the configuration (did you mean `protected-paths`?)" },
    ]);
    expect(parseRepoConfig("agent: cluade\n").problems).toMatchObject([
      { key: "agent", message: "has a value that is not allowed (did you mean `claude`?)" },
    ]);
  });

  it("takes no word for two keys", () => {
    for (const rows of [PROGRAM_SETTINGS, REPOSITORY_SETTINGS]) {
      const all = rows.flatMap(({ key, meant }) => [key, ...meant]);
      expect(new Set(all).size).toBe(all.length);
    }
  });
});

describe("a key of other tools that holds something back", () => {
  const problems = (line: string) => {
    const text = `---\n${line}\n---\n## Goal\n\nx\n\n## Target\n\n- \`a\`\n\n## Evaluation\n\n\`\`\`bash\nx\n\`\`\`\n\nLower is better.\n`;
    return parseProgram(text).problems.map(({ key }) => key);
  };

  it.each([
    "enabled: false",
    "paused: true",
    "draft: true",
    "dry-run: true",
    "protected: [src/x]",
    "exclude: [a]",
  ])("is a problem: %s", (line) => {
    expect(problems(line)).toEqual([line.split(":")[0]]);
  });

  it.each(["title: Carton", "author: maria", "tags: [a]"])(
    "is not one that tells of the text: %s",
    (line) => {
      expect(problems(line)).toEqual([]);
    },
  );
});
