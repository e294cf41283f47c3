import { describe, expect, it } from "vitest";
import { block, emptyDraft, notify } from "../../../src/plan/draft.ts";
import { cannotRun, programText, standsBehind } from "../../../src/plan/life/program-text.ts";
import type { Observation, World } from "../../../src/plan/world.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { POLICY, PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { MAINTAINER } from "../../support/plan/journal.ts";
import { anObservation, type Deviation } from "../../support/plan/observation.ts";

const path = ".autoloop/programs/carton.md";
const IN_FILE = { source: { kind: "file", path }, text: "# In a file" } as const;
const IN_ISSUE = { source: { kind: "issue" }, text: PROGRAM_TEXT } as const;

function worldOf(program: Observation["program"], deviation: Deviation = {}): World {
  return { seen: { ...anObservation(deviation), program }, now: 0, policy: POLICY };
}

describe(programText, () => {
  it("is the text wherever it is kept, and null where that is gone", () => {
    expect(programText(worldOf(IN_FILE))).toBe("# In a file");
    expect(programText(worldOf(IN_ISSUE))).toBe(PROGRAM_TEXT);
    expect(programText(worldOf("absent"))).toBeNull();
  });
});

describe(standsBehind, () => {
  const writer = { login: "writer", id: 3, permission: "write" } as const;
  /** Who stands behind an issue that a stranger wrote and nobody labelled, or another one. */
  function behind(world: World, body = PROGRAM_TEXT, login = "stranger") {
    const { issue } = world.seen.view;
    if (issue === "absent") throw new Error("no issue");
    const strange = { author: { login, type: "User" as const }, labelled: [] };
    return standsBehind(world, { ...issue, ...strange, body });
  }
  /** The same, after somebody approved a text by a comment elsewhere. */
  function approved(text: string): World {
    const world = worldOf(IN_ISSUE);
    const { journal } = world.seen;
    if (journal === "absent" || "broken" in journal || journal.state === null) throw new Error("no state");
    const state = { ...journal.state, approved: { hash: sha256(text), by: writer } };
    return { ...world, seen: { ...world.seen, journal: { ...journal, state } } };
  }

  it("is the default branch for a file, whoever wrote the issue", () => {
    expect(behind(worldOf(IN_FILE))).toEqual({ login: "default branch", id: null, permission: "write" });
  });

  it("is the person who wrote the issue's text, where that one may", () => {
    const { permission } = MAINTAINER;
    expect(behind(worldOf(IN_ISSUE), PROGRAM_TEXT, "maria")).toMatchObject({ login: "maria", permission });
    expect(behind(worldOf("absent"), PROGRAM_TEXT, "maria")).toMatchObject({ login: "maria", permission });
    expect(behind(worldOf(IN_ISSUE))).toBeNull();
    expect(behind(worldOf("absent"))).toBeNull();
  });

  it("is who approved this very text before, as the journal holds it", () => {
    expect(behind(approved(PROGRAM_TEXT))).toEqual(writer);
    expect(behind(approved(PROGRAM_TEXT), "Other words.")).toBeNull();
    expect(behind(approved(PROGRAM_TEXT), PROGRAM_TEXT, "maria")).toMatchObject({ login: "maria" });
  });

  it("is nobody where there is no journal that could tell", () => {
    for (const journal of ["absent", { broken: "torn" }] as const)
      expect(behind(worldOf(IN_ISSUE, { journal }))).toBeNull();
    const world = worldOf(IN_ISSUE);
    const { journal } = world.seen;
    if (journal === "absent" || "broken" in journal) throw new Error("no journal");
    expect(behind({ ...world, seen: { ...world.seen, journal: { ...journal, state: null } } })).toBeNull();
  });
});

describe(cannotRun, () => {
  const problems = [{ line: 2, key: "repeat", value: "x", message: "no number", allowed: "a number" }];
  const draft = emptyDraft(null, 0);

  it.each([
    ["its file", IN_FILE, { kind: "problems" as const, problems, file: path }],
    ["its issue", IN_ISSUE, { kind: "problems" as const, problems }],
    ["its issue, where the text is gone", "absent" as const, { kind: "problems" as const, problems }],
  ])("lets nothing start and says once where to mend it: %s", (_, program, notice) => {
    expect(cannotRun(worldOf(program), draft, problems)).toStrictEqual(
      block(notify(draft, notice), ...problems),
    );
  });
});
