// Invariant 24: what is done for one program is done to that program.

import { MEMORY_BRANCH, memoryPath } from "../../../src/domain/program/names.ts";
import { answerTo } from "../../../src/text/format/markers.ts";
import { parseRegistry, type RegistryRow } from "../../../src/text/journal/registry.ts";
import type { Happening } from "../github/chronicle.ts";
import type { Past } from "./past.ts";
import { type MomentRule, ownMove, unless } from "./rule.ts";

/**
 * 24, isolation: a look at a program writes to its own issue (or one that carries no program, or answers where it was
 * asked), its own branch and
 * pull request, its own files of the memory branch and its own row of the registry. That a hostile neighbour changes
 * nothing about when and with what result it runs is `test/simulation`.
 */
export const staysAtHome: MomentRule = (deed, past, { github }) => {
  const issue = past.look?.issue ?? null;
  if (past.look === null) return [];
  const where = issue === null ? "looking at the program files" : `looking at issue ${issue}`;
  if (deed.what === "run") {
    return unless(
      deed.request.key.issue === issue,
      () => `${where}, the app ordered a run of another program`,
    );
  }
  const move = ownMove(deed, past);
  if (move !== null && move.to !== null) {
    return move.branch === MEMORY_BRANCH
      ? memoryStaysAtHome(past, issue, where, move.from, move.to)
      : unless(
          past.memory.programOfBranch(move.branch)?.state?.issue === issue,
          () => `${where}, it moved ${move.branch}`,
        );
  }
  if (deed.what === "write" && deed.method === "editPull") {
    const head = github.pulls().find(({ number }) => number === deed.args[1])?.head ?? "";
    return unless(
      past.memory.programOfBranch(head)?.state?.issue === issue,
      () => `${where}, it edited a pull request of ${head}`,
    );
  }
  return touchesAnother(deed, past, issue)
    ? [`${where}, it wrote to issue ${"issue" in deed ? deed.issue : ""}`]
    : [];
};

function touchesAnother(deed: Happening, past: Past, issue: number | null): boolean {
  if (deed.what !== "comment" && deed.what !== "label" && deed.what !== "issue") return false;
  const isAnswer = deed.what === "comment" && deed.body !== null && answerTo(deed.body) !== null;
  return (
    deed.by === past.self &&
    deed.issue !== issue &&
    !isAnswer &&
    past.memory.programOf(deed.issue) !== undefined
  );
}

function memoryStaysAtHome(
  past: Past,
  issue: number | null,
  where: string,
  from: string | null,
  to: string,
): readonly string[] {
  const home = [...past.memory.journals.at(to).values()].find(({ state }) => state?.issue === issue)?.program;
  if (home === undefined) return [`${where}, it wrote to the memory branch without a journal of it`];
  const before = from === null ? new Map<string, { id: string }>() : past.git.get(from).tree;
  const after = past.git.get(to).tree;
  const foreign = [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path)?.id !== after.get(path)?.id)
    .filter((path) => path !== memoryPath.registry() && !belongsTo(home, path));
  const rows = rowsOf(past, to);
  const others = rowsOf(past, from).filter(({ name }) => name !== home);
  return [
    ...foreign.map((path) => `${where}, it changed ${path}`),
    ...others
      .filter((row) => JSON.stringify(rows.find(({ name }) => name === row.name)) !== JSON.stringify(row))
      .map(({ name }) => `${where}, it changed the registry's row of ${name}`),
  ];
}

function belongsTo(program: string, path: string): boolean {
  const own = [`${program}.md`, `${program}.tsv`, `requests/${program}.json`];
  return (
    own.includes(path) ||
    ["journal", "definitions", "attempts"].some((folder) => path.startsWith(`${folder}/${program}/`))
  );
}

function rowsOf(past: Past, head: string | null): readonly RegistryRow[] {
  const text = head === null ? undefined : past.memory.text(memoryPath.registry(), head);
  try {
    return text === undefined ? [] : parseRegistry(text).programs;
  } catch {
    // A person broke it: there are no rows to keep.
    return [];
  }
}
