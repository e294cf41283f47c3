// Follows the recipes of docs/extend.md in a copy of the code, and counts the files that it takes.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { PatchedCopy } from "../support/process/patched-copy.ts";
import { runCommand } from "../support/process/run-command.ts";
import { recipe, recipes } from "./recipe.ts";

/** A copy of what the recipes touch, for as long as a test needs it. */
function inCopy(
  use: (copy: PatchedCopy) => Promise<void> | void,
  more: readonly string[] = [],
): () => Promise<void> {
  return async () => {
    const copy = new PatchedCopy([
      ...more,
      "src",
      "docs",
      "test/docs",
      "test/slow-suites.ts",
      "test/support/process/fixed-seed.ts",
      "vitest.config.ts",
      "README.md",
      ".env.example",
      "package.json",
      "tsconfig.json",
    ]);
    try {
      await use(copy);
    } finally {
      copy.remove();
    }
  };
}

/** The text of every file of the copy, by its path. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) =>
      !path.startsWith("node_modules") &&
      path !== "tsconfig.copy.json" &&
      statSync(join(folder, path)).isFile(),
  );
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** What is another in a folder than it was before. */
function touched(folder: string, before: ReadonlyMap<string, string>): readonly string[] {
  return [...filesOf(folder)].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
}

/** Follows the command that the recipes name. */
function runDocs({ folder }: PatchedCopy): void {
  execFileSync("npm", ["run", "--silent", "docs"], { cwd: folder, stdio: "pipe" });
}

function write(copy: PatchedCopy, path: string, text: string): void {
  mkdirSync(dirname(join(copy.folder, path)), { recursive: true });
  writeFileSync(join(copy.folder, path), text);
}

const PARROT = `// Repeats what was said before.

import { type AgentRow, sameName } from "../agent-row.ts";
import { UNKNOWN_COST } from "../usage.ts";

export const parrot: AgentRow = {
  name: "parrot",
  argv: ({ exchange }) => ["parrot", "--answer-in", exchange],
  stdin: true,
  variables: /^PARROT_/,
  keys: [sameName("PARROT_API_KEY")],
  takes: [],
  hides: [".parrot/"],
  commands: "none",
  speaks: true,
  cost: () => UNKNOWN_COST,
  failure: () => null,
  install: "parrot-cli@1.2.3",
  remark: "",
};
`;

describe("docs/extend.md", () => {
  it("has a recipe for each kind of thing that there are several of", () => {
    expect(recipes()).toEqual(["Agent", "Command", "Setting", "Executor or forge", "Preset"]);
  });
});

describe("the recipe for an agent", () => {
  it(
    "is one file, its test and the names of its settings; everything else follows",
    inCopy(async (copy) => {
      const { byHand, byCommand } = recipe("Agent", "parrot");
      const before = filesOf(copy.folder);
      const [row = "", test = "", protectedFiles = ""] = byHand;
      expect(byHand).toHaveLength(3);
      write(copy, row, PARROT);
      write(copy, test, "");
      copy.replace(protectedFiles, "claude,codex,", "claude,parrot,codex,");
      runDocs(copy);
      expect(new Set(touched(copy.folder, before))).toEqual(new Set([...byHand, ...byCommand]));

      const load = (path: string) => import(join(copy.folder, path));
      const config: typeof import("../../src/app/settings/config.ts") = await load(
        "src/app/settings/config.ts",
      );
      expect(() => config.readConfig({ AUTOLOOP_AGENT: "parot" })).toThrow("Did you mean parrot?");
      expect(() => config.readConfig({ AUTOLOOP_AGENT: "parrot" })).not.toThrow("AUTOLOOP_AGENT");
      const cli: typeof import("../../src/cli/workflow-command.ts") = await load(
        "src/cli/workflow-command.ts",
      );
      // As the build would leave them.
      write(copy, "dist/runner.mjs", "");
      write(copy, "dist/tuner.mjs", "");
      write(copy, "dist/acp.mjs", "");
      const { code, out } = await runCommand(cli.registerWorkflow, [
        "workflow",
        "--agent",
        "parrot",
        "--print",
      ]);
      expect({ code, installs: out.includes("npm install --global parrot-cli@1.2.3\n") }).toEqual({
        code: 0,
        installs: true,
      });
      expect(out).toContain("secrets.PARROT_API_KEY");
      const named = [...filesOf(copy.folder)].flatMap(([path, text]) =>
        text.includes("parrot") ? [path] : [],
      );
      expect(named).toEqual(expect.arrayContaining([...byCommand]));
    }),
  );
});

/** Suites of a copy that fail, of those that hold every agent to something. */
function failing({ folder }: PatchedCopy, suites: readonly string[]): readonly string[] {
  const { stdout } = spawnSync("npx", ["vitest", "run", "--reporter=json", ...suites], {
    cwd: folder,
    encoding: "utf8",
  });
  const { testResults } = JSON.parse(stdout.slice(stdout.indexOf('{"num'))) as {
    readonly testResults: readonly { readonly name: string; readonly status: string }[];
  };
  expect(testResults).toHaveLength(suites.length);
  return suites.filter((suite) =>
    testResults.some(({ name, status }) => name.endsWith(suite) && status !== "passed"),
  );
}

const OF_EVERY_AGENT = [
  "test/docs/agents-page.test.ts",
  "test/sandbox/agents/judging.test.ts",
  "test/text/agents/hidden.test.ts",
  "test/text/agents/outputs.test.ts",
];

describe("the recipe for an agent that npm installs", () => {
  it(
    "names every file that the suites of all agents ask for",
    inCopy(
      (copy) => {
        const { byHand, whereInstalled } = recipe("Agent", "parrot");
        const [row = "", , protectedFiles = ""] = byHand;
        const [output = "", test, ways = "", page = ""] = whereInstalled;
        expect([whereInstalled.length, test]).toEqual([4, "test/text/agents/outputs.test.ts"]);
        write(copy, row, PARROT);
        runDocs(copy);
        expect(failing(copy, OF_EVERY_AGENT)).toEqual(OF_EVERY_AGENT);
        copy.replace(protectedFiles, "claude,codex,", "claude,parrot,codex,");
        write(copy, output, "");
        copy.replace(ways, "  claude: way(", '  parrot: way("PARROT_API_KEY", ""),\n  claude: way(');
        copy.replace(page, "| `qwen` |", "| `parrot` | 1.2.3 |\n| `qwen` |");
        expect(failing(copy, OF_EVERY_AGENT)).toEqual([]);
      },
      ["sandbox", "test/text/agents", "test/sandbox/agents", "fixtures/agents"],
    ),
  );
});

const WHERE = `// \`/autoloop where\`: a question.

import type { QuestionCommand } from "../effect.ts";

export const where: QuestionCommand<"where"> = {
  row: {
    order: 50,
    verb: "where",
    takes: "nothing",
    permission: "ask",
    shows: ["status"],
    near: ["location"],
    help: "says where it stands",
    manual: "Says where the program stands.",
  },
};
`;

const REST = `// \`/autoloop rest\`: is told only.

import { type ActingCommand, unusable } from "../effect.ts";

export const rest: ActingCommand<"rest"> = {
  row: {
    order: 50,
    verb: "rest",
    takes: "reason",
    permission: "halt",
    help: "rests",
    manual: "Rests for a while.",
  },
  effect: (_, { reason }) => unusable(\`It rests already: \${reason}.\`),
};
`;

describe("the recipe for a command", () => {
  it(
    "is one file and its test for a question; parser, help and documentation follow",
    inCopy(async (copy) => {
      const { byHand, byCommand } = recipe("Command", "where");
      expect(byHand).toHaveLength(2);
      const [command = "", test = ""] = byHand;
      const before = filesOf(copy.folder);
      write(copy, command, WHERE);
      write(copy, test, "");
      runDocs(copy);
      expect(new Set(touched(copy.folder, before))).toEqual(new Set([...byHand, ...byCommand]));
      expect(copy.check(["src"])).toBe("");

      const { parseCommand }: typeof import("../../src/text/command/command.ts") = await import(
        join(copy.folder, "src/text/command/command.ts")
      );
      expect(parseCommand("/autoloop where")).toEqual({ name: null, verb: "where" });
      for (const written of ["wheer", "location"])
        expect(parseCommand(`/autoloop ${written}`)).toMatchObject({ verb: "unknown", meant: "where" });
      const { helpTable }: typeof import("../../src/text/command/command-lists.ts") = await import(
        join(copy.folder, "src/text/command/command-lists.ts")
      );
      expect(helpTable()).toContain(
        "| `/autoloop where` | says where it stands | triage, author of the program's issue |",
      );
      const manual = filesOf(copy.folder).get("docs/commands.md");
      expect(manual).toContain("| `/autoloop where` | Says where the program stands. |");
      expect(manual).toContain("| `status`, `doctor`, `help`, `where` | no | yes |");
    }),
  );

  it(
    "is the same for what does something, with its effect beside its row",
    inCopy((copy) => {
      const { byHand, byCommand } = recipe("Command", "rest");
      const [command = "", test = ""] = byHand;
      const before = filesOf(copy.folder);
      write(copy, command, REST);
      write(copy, test, "");
      runDocs(copy);
      expect(new Set(touched(copy.folder, before))).toEqual(new Set([...byHand, ...byCommand]));
      expect(copy.check(["src"])).toBe("");
    }),
  );

  it(
    "is asked for the effect by the compiler where it has none, also where it calls itself a question",
    inCopy((copy) => {
      const silent = REST.replace(/^ {2}effect: .*\n/m, "").replace(", unusable", "");
      const [rest = ""] = recipe("Command", "rest").byHand;
      const [hush = ""] = recipe("Command", "hush").byHand;
      write(copy, rest, silent);
      write(copy, hush, silent.replaceAll("rest", "hush").replaceAll("ActingCommand", "QuestionCommand"));
      runDocs(copy);
      const said = copy.check(["src"]);
      expect(said).toContain(`${rest}(`);
      expect(said).toContain(`${hush}(`);
    }),
  );
});

const COOLDOWN = `  {
    key: "cooldown-minutes",
    field: "cooldownMinutes",
    shape: { kind: "whole", least: 1, most: 60 },
    none: null,
    otherwise: "none",
    settable: true,
    told: "cooldown_minutes",
    headings: ["cooldown"],
    later: true,
    help: "Rests after each iteration.",
    example: "5",
  },
`;

describe("the recipe for a setting", () => {
  it(
    "is one row and its test; frontmatter, command, journal, agent and documentation follow",
    inCopy(async (copy) => {
      const { byHand, byCommand } = recipe("Setting", "cooldown");
      expect(byHand).toHaveLength(2);
      const [table = ""] = byHand;
      const before = filesOf(copy.folder);
      copy.replace(table, "] as const satisfies", `${COOLDOWN}] as const satisfies`);
      runDocs(copy);
      expect(new Set(touched(copy.folder, before))).toEqual(new Set([table, ...byCommand]));
      expect(copy.check(["src"])).toBe("");

      const load = (path: string) => import(join(copy.folder, path));
      const { parseProgram }: typeof import("../../src/text/program/program.ts") = await load(
        "src/text/program/program.ts",
      );
      const { definition: schema }: typeof import("../../src/text/journal/definition-schema.ts") = await load(
        "src/text/journal/definition-schema.ts",
      );
      const text = readFileSync("fixtures/carton/program.md", "utf8").replace(/^---\n[\s\S]*?\n---\n/, "");
      for (const [cooldown, program] of [
        [undefined, text],
        [5, `---\ncooldown_minutes: 5\n---\n${text}`],
        [5, `### Cooldown\n\n5\n\n${text}`],
      ] as const) {
        const { definition, problems } = parseProgram(program);
        expect(problems).toEqual([]);
        expect(schema.parse(definition)).toEqual(definition);
        expect(Object.entries(definition ?? {}).find(([field]) => field === "cooldownMinutes")?.[1]).toBe(
          cooldown,
        );
      }
      const { readOverride }: typeof import("../../src/text/settings/overrides.ts") = await load(
        "src/text/settings/overrides.ts",
      );
      expect(readOverride("cooldown-minutes", "7")).toEqual({ key: "cooldown-minutes", value: "7" });
      expect(readOverride("cooldown-minutes", "61")).toEqual({
        wrong: "`cooldown-minutes` must be a whole number from 1 to 60, or `default`.",
      });
      expect(filesOf(copy.folder).get("docs/settings.md")).toContain(
        "the agent is told it as `cooldown_minutes`",
      );
    }),
  );
});

describe("the recipe for an executor", () => {
  it(
    "names every file that the compiler asks for after the row, and no file that is nowhere",
    inCopy((copy) => {
      const { byHand } = recipe("Executor or forge", "cloud");
      copy.replace(
        "src/domain/executors.ts",
        "} as const satisfies",
        `  cloud: {
    name: "cloud",
    reportGraceMs: 1,
    patience: 1,
    longestRun: null,
    isHere: false,
    readsRequest: true,
    endsOnPause: true,
    needsWorkflow: false,
    permissions: [],
  },
} as const satisfies`,
      );
      const asked = copy.check(["src"]).matchAll(/^(src\/[^(]+)\(/gm);
      expect(new Set([...asked].map(([, path]) => path))).toEqual(
        new Set(["src/text/settings/executor-words.ts", "src/app/loop.ts"]),
      );
      for (const path of ["src/text/settings/executor-words.ts", "src/app/loop.ts"])
        expect(byHand).toContain(path);
      const known = recipe("Executor or forge", "actions").byHand;
      expect(known.filter((path) => !existsSync(path))).toEqual([]);
    }),
  );
});
