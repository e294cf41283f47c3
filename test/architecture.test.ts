// The direction of imports and the bans that keep the pure part pure, held over every file of `src`. A failure
// names file, line and rule.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { EXECUTOR_NAMES } from "../src/domain/executors.ts";
import { AGENT_NAMES, AGENTS } from "../src/text/agents/agents.ts";
import {
  codeOf,
  exportsOf,
  type Import,
  importsOf,
  literalsOf,
  takenBy,
} from "./support/process/source-code.ts";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

interface Rule {
  /** Folders of `src` besides its own. */
  readonly folders: readonly string[];
  readonly packages: readonly (string | RegExp)[];
}

const NODE = /^node:/;
const EVERYTHING = [
  ...[
    "domain",
    "text",
    "plan",
    "ports",
    "reconcile",
    "git",
    "github",
    "executors",
    "pace",
    "queue",
    "runner",
  ],
];
const RULES: Readonly<Record<string, Rule>> = {
  domain: { folders: [], packages: [] },
  text: {
    folders: ["domain"],
    packages: ["yaml", "zod"],
  },
  plan: { folders: ["domain", "text"], packages: [] },
  ports: { folders: ["domain"], packages: [] },
  reconcile: { folders: ["domain", "text", "plan", "ports"], packages: [] },
  git: { folders: ["domain"], packages: [NODE] },
  pace: { folders: ["domain", "ports"], packages: [NODE, "ioredis"] },
  github: { folders: ["domain", "text", "ports", "git", "pace"], packages: [NODE, "probot", /^@octokit\//] },
  executors: { folders: ["domain", "text", "ports"], packages: [NODE, "fflate"] },
  queue: { folders: ["domain", "text", "ports"], packages: ["bullmq", "ioredis"] },
  runner: { folders: ["domain", "text", "git"], packages: [NODE, /^@agentclientprotocol\/sdk\b/] },
  app: {
    folders: EVERYTHING,
    packages: [NODE, "probot", "pino", "prom-client", "zod"],
  },
  cli: { folders: [...EVERYTHING, "app", "main.ts"], packages: [NODE, "commander"] },
  "index.ts": { folders: ["app"], packages: ["probot"] },
  "main.ts": { folders: ["app"], packages: [] },
  "autoloop.ts": { folders: ["cli", "main.ts"], packages: [NODE] },
};

/** Exceptions, each with its reason. */
const EXCEPTIONS: ReadonlySet<string> = new Set([
  // Hashing is a pure function that the language lacks.
  "text/format/hash.ts imports node:crypto",
]);

const ADAPTERS = ["github", "executors", "queue"];
const COMPOSITION_ROOT: readonly string[] = [
  "compose",
  "doctor",
  "explain",
  "looking",
  "loop",
  "probot",
  "replicas",
  "sharing",
].map((name) => `app/${name}.ts`);
const PURE = ["domain", "text", "plan"];
const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\basync\b|\bawait\b|\bnew Promise\b/, "is asynchronous"],
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\./, "reads the clock"],
  [/\bset(?:Timeout|Interval|Immediate)\b/, "sets a timer"],
  [/\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b/, "is random"],
  [/(?<![.\w])process\./, "touches the process"],
  [/(?<![.\w])console\./, "writes to the console"],
  [/(?<![.\w])fetch\(/, "uses the network"],
  [/\bglobalThis\b/, "takes what it likes"],
];
/** Files that may read the environment: the app's configuration, and a command that a job on GitHub Actions runs. */
const ENVIRONMENT = [
  "app/settings/process-environment.ts",
  "runner/cli.ts",
  // The mark of a job is handed on, and nothing is decided by it.
  "runner/process/processes.ts",
];
/** Files that may read the clock: the one clock of the app, and the runner, which is a process of its own. */
const CLOCKS = /^(?:app\/system-clock\.ts$|runner\/)/;
const LONGEST_FILE = 250;
const FULLEST_ROOM = 16;
/** The rooms of the planner, each of which may import from those behind it. `plan.ts` alone imports the rules of all. */
const PLAN_ROOMS: readonly string[] = [
  "people",
  "show",
  "life",
  "repair",
  "iteration",
  "runs",
  "branch",
  "repository",
  "facts",
];

interface File {
  /** Relative to `src`. */
  readonly path: string;
  readonly folder: string;
  readonly source: string;
  readonly code: string;
  readonly imports: readonly Import[];
}

const FILES: readonly File[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => {
    const source = readFileSync(join(SRC, path), "utf8");
    return {
      path,
      folder: path.split("/")[0] ?? "",
      source,
      code: codeOf(source),
      imports: importsOf(source),
    };
  });

/** Where an import of a file of ours leads, relative to `src`; null for packages. */
function target(file: File, { from }: Import): string | null {
  return from.startsWith(".") ? relative(SRC, normalize(join(SRC, dirname(file.path), from))) : null;
}

/** The files of ours that each file imports, types included. */
const ARROWS: ReadonlyMap<string, readonly string[]> = new Map(
  FILES.map((file) => [file.path, file.imports.flatMap((imported) => target(file, imported) ?? [])]),
);
const EVERY_ARROW = [...ARROWS].flatMap(([from, all]) => all.map((to) => [from, to] as const));

/** The two places in one folder, each a room or a file, between which an arrow runs. */
function apart(from: string, to: string): readonly [string, string] {
  const [a, b] = [from.split("/"), to.split("/")];
  const depth = a.findIndex((name, index) => name !== b[index]) + 1;
  return [a.slice(0, depth).join("/"), b.slice(0, depth).join("/")];
}

/** `src/<path>:<line>: <what is wrong>` for each import that `problem` has something to say about. */
function imports(problem: (file: File, imported: Import, target: string | null) => string | null) {
  return FILES.flatMap((file) =>
    file.imports.flatMap((imported) => {
      const said = problem(file, imported, target(file, imported));
      return said === null ? [] : [`src/${file.path}:${imported.line}: ${said}`];
    }),
  );
}

/** The same for each line of code. */
function lines(files: readonly File[], problem: (line: string, file: File) => string | null) {
  return files.flatMap((file) =>
    file.code.split("\n").flatMap((line, index) => {
      const said = problem(line, file);
      return said === null ? [] : [`src/${file.path}:${index + 1}: ${said}`];
    }),
  );
}

describe("imports", () => {
  it("come from folders that have a rule", () => {
    expect(FILES.filter(({ folder }) => !Object.hasOwn(RULES, folder)).map(({ path }) => path)).toEqual([]);
  });

  it("go only where the table of the architecture allows", () => {
    const found = imports(({ path, folder }, { from }, to) => {
      const rule = RULES[folder];
      if (!rule || EXCEPTIONS.has(`${path} imports ${from}`)) return null;
      if (to === null) {
        const allowed = rule.packages.some((name) =>
          typeof name === "string" ? name === from : name.test(from),
        );
        return allowed ? null : `${folder} may not import the package ${from}`;
      }
      const other = to.split("/")[0] ?? "";
      if (other === "..") return `${from} is outside src`;
      return other === folder || rule.folders.includes(other)
        ? null
        : `${folder} may not import from ${other}`;
    });
    expect(found).toEqual([]);
  });

  it("say what they name in full, with its extension", () => {
    const found = imports((_, { from }, to) =>
      to === null || to.endsWith(".ts") ? null : `write ${from} with its extension .ts`,
    );
    expect(found).toEqual([]);
  });

  it("of adapters are types only, outside the composition root", () => {
    const found = imports(({ path, folder }, { typeOnly }, to) => {
      const other = to?.split("/")[0] ?? "";
      if (typeOnly || other === folder || !ADAPTERS.includes(other) || COMPOSITION_ROOT.includes(path))
        return null;
      return `only ${COMPOSITION_ROOT.join(" and ")} may construct adapters from ${other}`;
    });
    expect(found).toEqual([]);
  });

  it("of ports are types only", () => {
    const found = imports(({ folder }, { typeOnly }) =>
      folder === "ports" && !typeOnly ? "ports may only import types" : null,
    );
    expect(found).toEqual([]);
  });

  it("do not go round in a circle, types included", () => {
    const ended = new Set<string>();
    const circles: string[] = [];
    const follow = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(" -> "));
      else if (!ended.has(path)) {
        for (const next of ARROWS.get(path) ?? []) follow(next, [...way, path]);
        ended.add(path);
      }
    };
    for (const path of ARROWS.keys()) follow(path, []);
    expect(circles).toEqual([]);
  });
});

describe("rooms", () => {
  it("and files that lie beside each other import each other one way only, also by way of a third", () => {
    const beside = new Map<string, Set<string>>();
    for (const [from, to] of EVERY_ARROW) {
      const [a, b] = apart(from, to);
      beside.set(a, (beside.get(a) ?? new Set()).add(b));
    }
    const reached = (place: string, seen = new Set<string>()): ReadonlySet<string> => {
      for (const next of beside.get(place) ?? []) if (!seen.has(next)) reached(next, seen.add(next));
      return seen;
    };
    const round = [...beside.keys()].filter((place) => reached(place).has(place));
    expect(round.map((place) => `src/${place} is imported by something that it imports`)).toEqual([]);
  });

  it.each(PLAN_ROOMS.map((room, index) => [room, PLAN_ROOMS.slice(index + 1)] as const))(
    "of the planner stand in their order: plan/%s",
    (room, below) => {
      const inside = EVERY_ARROW.filter(([from]) => from.startsWith(`plan/${room}/`)).map(
        ([, to]) => /^plan\/(\w+)\//.exec(to)?.[1] ?? room,
      );
      expect([...new Set(inside)].filter((other) => other !== room && !below.includes(other))).toEqual([]);
    },
  );

  it("of the planner are all in that order", () => {
    const all = FILES.flatMap(({ path }) => /^plan\/(\w+)\//.exec(path)?.[1] ?? []);
    expect([...new Set(all)].toSorted()).toEqual(PLAN_ROOMS.toSorted());
  });

  it(`hold at most ${FULLEST_ROOM} files`, () => {
    const count = new Map<string, number>();
    for (const { path } of FILES) count.set(dirname(path), (count.get(dirname(path)) ?? 0) + 1);
    const full = [...count].filter(([, files]) => files > FULLEST_ROOM);
    expect(full.map(([room, files]) => `src/${room}: ${files} files; make it two rooms`)).toEqual([]);
  });
});

describe("pure folders", () => {
  it.each(PURE)("%s: no time, chance, process, console, network or waiting", (pure) => {
    const files = FILES.filter(({ folder }) => folder === pure);
    const found = lines(files, (line) => IMPURE.find(([pattern]) => pattern.test(line))?.[1] ?? null);
    expect(found).toEqual([]);
  });
});

/** Where all roles meet: the loop that observes and applies, and what takes the writes out of them. */
const WHOLE_FORGE = [
  "app/engine.ts",
  "github/forge.ts",
  "reconcile/apply/carry-out.ts",
  "reconcile/dry-run.ts",
  "reconcile/reconcile.ts",
];
/** What would have to change for a second forge beside GitHub, had it been written here. */
const FORGE_NEUTRAL = ["domain", "text", "plan", "reconcile", "ports"];
/** A file that runs of other versions read keeps the word that the first release wrote. */
const OLD_WORD = "text/run/run-request.ts";

describe("folders that know no forge", () => {
  const files = FILES.filter(({ folder }) => FORGE_NEUTRAL.includes(folder));

  // In what people read both words may stand: "Update this installation", say.
  it("name neither installations nor Octokit in their code", () => {
    const found = lines(files, (line, { path }) =>
      path !== OLD_WORD && /(?<!\b(?:this|the) )installation|octokit/i.test(line)
        ? "speaks of GitHub's apps"
        : null,
    );
    expect(found).toEqual([]);
  });

  it("join no address of a page: `Links` does", () => {
    // A schema's name and a model's server are no pages of a forge.
    const address =
      /https?:\/\/(?!json-schema\.org|api\.openai\.com\/)|github\.com|#issuecomment|(?<=[}"'`])\/(?:blob|tree|commit|pull|issues|settings|actions|labels|rules)\b/;
    const found = files.flatMap(({ path, source }) =>
      source
        .split("\n")
        .flatMap((line, index) =>
          address.test(line) && !/\bfrom "/.test(line) ? [`src/${path}:${index + 1}: knows an address`] : [],
        ),
    );
    expect(found).toEqual([]);
  });

  it("take no role of the forge apart from those that they use", () => {
    const whole = imports(({ path }, { from }) =>
      from.endsWith("/forge/forge.ts") && !WHOLE_FORGE.includes(path) ? "takes the whole forge" : null,
    );
    expect(whole).toEqual([]);
  });
});

/** Rooms that decide or do something; what people read of it is made in `text`. */
const WORDLESS = ["domain", "plan", "reconcile", "executors", "runner"];
/** Places below them that hold sentences all the same, each with its reason. */
const SPEAKING: readonly RegExp[] = [
  // A command is one file, from whose row help and documentation are made.
  /^plan\/people\/commands\//,
  /^domain\/commands\/rows\.ts$/,
  // A row is one place from which help, documentation and schema are made.
  /^domain\/settings\/(?:first|program|repository)-settings\.ts$/,
  // The usage of a command stands beside the options that it is parsed with.
  /^runner\/cli\.ts$/,
  // An agent as any other: what it says is its own, and no text of Autoloop's.
  /^runner\/agents\/tuner\//,
];

describe("sentences", () => {
  const isSentence = (text: string): boolean =>
    /\.$|\. /.test(text.trimEnd()) && (text.match(/[\p{L}\d…][\p{L}\d…'`-]*/gu)?.length ?? 0) >= 3;
  // Globs and dotted names have no blanks.
  const sentencesOf = (source: string) =>
    literalsOf(source).filter(({ text }) => / /.test(text) && isSentence(text));

  it("stand in text", () => {
    const found = FILES.filter(
      ({ path, folder }) => WORDLESS.includes(folder) && !SPEAKING.some((place) => place.test(path)),
    ).flatMap(({ path, source }) =>
      sentencesOf(source).map(({ text, line }) => `src/${path}:${line}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  it("have no exception that holds none", () => {
    const silent = SPEAKING.filter(
      (place) => !FILES.some(({ path, source }) => place.test(path) && sentencesOf(source).length > 0),
    );
    expect(silent).toEqual([]);
  });

  it.each([
    [`\`The run on \${place} is gone.\``, true],
    ['"It broke. Try again"', true],
    [`\`\${path} (changed while it was read).\``, true],
    ['"a run cannot be looked at"', false],
    ['"**/{a.b.c,d.e.f}"', false],
    ['"No. 5"', false],
    ['// "It is not. Not here."', false],
  ])("are told from other strings: %s", (source, expected) => {
    expect(sentencesOf(source)).toHaveLength(expected ? 1 : 0);
  });
});

describe("everywhere", () => {
  it("only what is told by it reads the environment", () => {
    const files = FILES.filter(({ path }) => !ENVIRONMENT.includes(path));
    expect(lines(files, (line) => (/\bprocess\.env\b/.test(line) ? "reads the environment" : null))).toEqual(
      [],
    );
  });

  it("only the clock reads the clock", () => {
    const files = FILES.filter(({ path }) => !CLOCKS.test(path));
    const ambient = /\bDate\.now\b|\bnew Date\(\s*\)|\bset(?:Timeout|Interval)\b/;
    expect(lines(files, (line) => (ambient.test(line) ? "goes past the Clock" : null))).toEqual([]);
  });

  it("asks a row what an executor or an agent is like, and compares no name", () => {
    // `command` is also a word for something else.
    const names = [...EXECUTOR_NAMES, ...AGENT_NAMES.filter((name) => name !== "command")].join("|");
    const compared = new RegExp(`[=!]== "(?:${names})"|"(?:${names})" [=!]==|case "(?:${names})":`);
    const found = FILES.flatMap(({ path, source }) =>
      source
        .split("\n")
        .flatMap((line, index) => (compared.test(line) ? [`src/${path}:${index + 1}: compares a name`] : [])),
    );
    expect(found).toEqual([]);
  });

  it("names an agent in its row alone", () => {
    const known = AGENTS.filter(({ isOperators, keys }) => !isOperators && keys.length > 0);
    const found = FILES.flatMap(({ path, source }) =>
      known
        .filter(({ name }) => path !== `text/agents/rows/${name}.ts` && source.includes(`"${name}"`))
        .map(({ name }) => `src/${path}: names ${name}`),
    );
    expect(found).toEqual([]);
  });

  it("exports have names; only the Probot app function is a default", () => {
    const files = FILES.filter(({ path }) => path !== "index.ts");
    expect(lines(files, (line) => (/^export default\b/.test(line) ? "has a default export" : null))).toEqual(
      [],
    );
  });

  it("begins each file with what it owns", () => {
    const silent = FILES.filter(({ source }) => !/^(?:#![^\n]*\n)?(?:\/\/ \S|\/\*)/.test(source));
    expect(silent.map(({ path }) => `src/${path}:1: begins with no comment`)).toEqual([]);
  });

  it(`has no file of more than ${LONGEST_FILE} lines`, () => {
    const long = FILES.map(({ path, source }) => ({
      path,
      length: source.trimEnd().split("\n").length,
    })).filter(({ length }) => length > LONGEST_FILE);
    expect(long.map(({ path, length }) => `src/${path}: ${length} lines; make it two files`)).toEqual([]);
  });
});

describe("exports", () => {
  /** Compared by the compiler alone: that a schema and the type of the domain still say the same. */
  const HELD_BY_THE_COMPILER = /Agrees?$/;

  const root = fileURLToPath(new URL("..", import.meta.url));
  const users = ["src", "test", "sandbox", "bench"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.m?ts$|\.mjs$/.test(path))
      .map((path) => ({ path: `${folder}/${path}`, source: readFileSync(join(root, folder, path), "utf8") })),
  );

  /** Files of `src`, with the names that somebody else takes of each; of a whole module those that it writes anywhere. */
  const taken = new Map<string, Set<string>>();
  for (const { path, source } of users) {
    for (const { from, names } of takenBy(source)) {
      if (!from.startsWith(".")) continue;
      const file = normalize(join(dirname(path), from));
      const known = taken.get(file) ?? new Set();
      for (const name of names === "all" ? (source.match(/\w+/g) ?? []) : names) known.add(name);
      taken.set(file, known);
    }
  }

  it("are imported by somebody", () => {
    const idle = FILES.flatMap(({ path, source }) =>
      exportsOf(source)
        .filter((name) => !HELD_BY_THE_COMPILER.test(name) && !taken.get(`src/${path}`)?.has(name))
        .map((name) => `src/${path}: nobody imports ${name}`),
    );
    expect(idle).toEqual([]);
  });

  it("are written so that it can be seen who takes them", () => {
    const found = lines(FILES, (line) =>
      /\brequire\(|^export (?:\*|(?:const|let|var) [[{])/.test(line) ? "hides what it takes or gives" : null,
    );
    expect(found).toEqual([]);
  });
});

describe("exportsOf", () => {
  it.each([
    ["export const a = 1;\nexport async function b() {}\nexport abstract class C {}", ["a", "b", "C"]],
    ["export { d, type e as f };", ["d", "f"]],
    ['export type { g } from "g";', ["g"]],
    ["export default h;\n// export const i", []],
  ])("finds what others can import in %j", (source, expected) => {
    expect(exportsOf(source)).toEqual(expected);
  });
});

describe("takenBy", () => {
  it.each([
    ['import { a, type b as c } from "x";', { from: "x", names: ["a", "b"] }],
    ['import type {\n  d,\n} from "x";', { from: "x", names: ["d"] }],
    ['import e, { f } from "x";', { from: "x", names: ["default", "f"] }],
    ['import * as g from "x";', { from: "x", names: "all" }],
    ['export { h } from "x";', { from: "x", names: ["h"] }],
    ['const { i } = await import("x");', { from: "x", names: "all" }],
  ])("finds what is named in %j", (source, expected) => {
    expect(takenBy(source)).toEqual([expected]);
  });
});

describe("codeOf", () => {
  it.each([
    ['a("await") // async', "a(       )         "],
    ["/* async\nawait */ b", "        \n         b"],
    ["x = /[\"'`/]async/g.test(y)", "x =               .test(y)"],
    ["a / async / b", "a / async / b"],
    ["`await`", "       "],
    [String.raw`"\"async" + c`, `${" ".repeat(9)} + c`],
  ])("blanks what is no code in %j", (source, expected) => {
    expect(codeOf(source)).toBe(expected);
  });
});

describe("importsOf", () => {
  it("finds every form", () => {
    const source = [
      'import a from "a";',
      "import {",
      "  b,",
      '} from "b";',
      'import type { C } from "c";',
      'export { d } from "d";',
      'import "e";',
      'const f = await import("f");',
      "export const notAnImport = 1;",
    ].join("\n");
    expect(importsOf(source)).toEqual([
      { from: "a", typeOnly: false, line: 1 },
      { from: "b", typeOnly: false, line: 2 },
      { from: "c", typeOnly: true, line: 5 },
      { from: "d", typeOnly: false, line: 6 },
      { from: "e", typeOnly: false, line: 7 },
      { from: "f", typeOnly: false, line: 8 },
    ]);
  });
});
