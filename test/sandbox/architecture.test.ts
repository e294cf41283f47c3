// The shape of the local GitHub: what lies over what, held over every file of `sandbox`, type imports included. A
// failure names the way round.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { importsOf } from "../support/process/source-code.ts";

const SANDBOX = fileURLToPath(new URL("../../sandbox", import.meta.url));
const MOST_FILES = 15;
const LONGEST_FILE = 250;
/** What `sandbox` may know of the app: names and limits of GitHub's, and the formats that the demo reads. */
const OF_THE_APP = ["../src/domain/", "../src/text/"];

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const PATHS: readonly string[] = readdirSync(SANDBOX, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .sort();

const SOURCES: ReadonlyMap<string, string> = new Map(
  PATHS.map((path) => [path, readFileSync(join(SANDBOX, path), "utf8")]),
);

/** Where the relative imports of each file lead, relative to `sandbox`. */
const IMPORTS: Graph = new Map(
  [...SOURCES].map(([path, source]) => {
    const own = importsOf(source).filter(({ from }) => from.startsWith("."));
    return [path, new Set(own.map(({ from }) => relative(SANDBOX, resolve(SANDBOX, dirname(path), from))))];
  }),
);

/** The same between groups of files; what a group imports of itself is left out. */
function grouped(graph: Graph, groupOf: (path: string) => string): Graph {
  const groups = new Map<string, Set<string>>();
  for (const [path, imported] of graph) {
    const group = groupOf(path);
    const to = groups.get(group) ?? new Set();
    for (const other of imported) if (groupOf(other) !== group) to.add(groupOf(other));
    groups.set(group, to);
  }
  return groups;
}

/** Each way from a node back to itself that a walk through the graph meets. */
function circlesOf(graph: Graph): readonly string[] {
  const ended = new Set<string>();
  const circles: string[] = [];
  const follow = (node: string, way: readonly string[]): void => {
    if (way.includes(node)) circles.push([...way.slice(way.indexOf(node)), node].join(" -> "));
    else if (!ended.has(node)) {
      for (const next of graph.get(node) ?? []) follow(next, [...way, node]);
      ended.add(node);
    }
  };
  for (const node of graph.keys()) follow(node, []);
  return circles;
}

/** The files of `sandbox` itself compose the rooms and are a room of their own. */
const roomOf = (path: string): string => (path.includes("/") ? (path.split("/")[0] ?? "") : ".");

describe("sandbox", () => {
  it("has no circle of files", () => {
    expect(circlesOf(IMPORTS)).toEqual([]);
  });

  it("has no circle of folders: a parent composes its children, or they build on it", () => {
    expect(circlesOf(grouped(IMPORTS, dirname))).toEqual([]);
  });

  it("has no circle of rooms, whatever folders they hold", () => {
    expect(circlesOf(grouped(IMPORTS, roomOf))).toEqual([]);
  });

  it("keeps its host below everything else", () => {
    expect([...(grouped(IMPORTS, roomOf).get("host") ?? [])]).toEqual([]);
  });

  it("takes names, limits and formats of the app and nothing else", () => {
    const strange = [...IMPORTS].flatMap(([path, imported]) =>
      [...imported]
        .filter((to) => to.startsWith("../") && !OF_THE_APP.some((folder) => to.startsWith(folder)))
        .map((to) => `sandbox/${path} imports ${to}`),
    );
    expect(strange).toEqual([]);
  });

  it(`has no folder of more than ${MOST_FILES} files`, () => {
    const folders = new Set(PATHS.map(dirname));
    const sizes = [...folders].map((folder) => ({
      folder,
      files: PATHS.filter((path) => dirname(path) === folder).length,
    }));
    expect(sizes.filter(({ files }) => files > MOST_FILES)).toEqual([]);
  });

  it(`has no file of more than ${LONGEST_FILE} lines, and each begins with what it owns`, () => {
    const wrong = [...SOURCES].filter(
      ([, source]) => source.trimEnd().split("\n").length > LONGEST_FILE || !source.startsWith("// "),
    );
    expect(wrong.map(([path]) => `sandbox/${path}`)).toEqual([]);
  });
});

describe("circlesOf", () => {
  it("finds the way round and nothing where there is none", () => {
    const line: Graph = new Map([
      ["a", new Set(["b", "c"])],
      ["b", new Set(["c"])],
    ]);
    const circle: Graph = new Map([...line, ["c", new Set(["a"])]]);
    expect(circlesOf(line)).toEqual([]);
    expect(circlesOf(circle)).toEqual(["a -> b -> c -> a"]);
  });
});
