// A program that a version of the first reader ran until this one took over: its journal on the memory branch, with what
// that reader made, or may have made, of the text.

import type { EventBody, NewEvent } from "../../src/domain/journal/event.ts";
import { fold } from "../../src/domain/journal/fold.ts";
import { canonicalBranch, LABEL, MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import type { Definition } from "../../src/domain/program/program.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { appendToJournal } from "../../src/text/journal/journal.ts";
import { rowOf, withRow } from "../../src/text/journal/registry.ts";
import { parseProgram } from "../../src/text/program/program.ts";
import { renderStateFile } from "../../src/text/state-file/state-file.ts";
import type { FakeGithub } from "../support/github/fake-github.ts";
import type { Dice } from "../support/loop/dice.ts";
import { textOf } from "./programs.ts";

const NAME = "attic";
const HOUR = 3_600_000;
const TARGET = "Only modify these files:\n\n- `src/attic.mjs`";
const BY = { login: "maintainer", id: null, permission: "maintain" } as const;

/** How the text differs from a plain one, and what else was read in it. */
const READINGS: readonly [Reading, ...Reading[]] = [
  { differs: (text) => text, read: {} },
  {
    differs: (text) => text.replace(TARGET, "- `src/attic.mjs`\n\n### Out of scope\n\n- `evaluate.mjs`"),
    read: { targets: ["src/attic.mjs", "evaluate.mjs"], excluded: [] },
  },
  { differs: (text) => text, read: { targets: ["src/loft.mjs"] } },
  { differs: (text) => text.replace("Lower is better", "Smaller is better"), read: { direction: "higher" } },
  { differs: (text) => text.replace(" Lower is better.", ""), read: { direction: "higher" } },
];

interface Reading {
  readonly differs: (text: string) => string;
  readonly read: Partial<Definition>;
}

/** @returns the program's name and its issue */
export function leaveOlder(github: FakeGithub, dice: Dice): readonly [string, number] {
  const { differs, read } = dice.pick(READINGS);
  const text = differs(textOf(NAME));
  const { definition: today } = parseProgram(text, { legacy: true });
  if (today === null) throw new Error("a program that could never run");
  const issue = github.openIssue({ title: NAME, body: text });
  github.addLabel(issue, "maintainer", LABEL.program);

  const at = new Date(Date.parse(github.now()) - 2 * HOUR).toISOString();
  const bodies: readonly (EventBody & { readonly run_id?: string })[] = [
    {
      ...{ type: "program.adopted", name: NAME, issue, source: { kind: "issue" } },
      branch: canonicalBranch(NAME),
    },
    {
      ...{ type: "program.defined", hash: sha256(text), definition: { ...today, ...read } },
      ...{ approved_by: BY, epoch: 1 },
    },
    {
      ...{ type: "loop.start", preset: "", objective: today.goal, project_dir: ".", work_dir: "." },
      ...{ created_at: at, backend: "tuner", trigger: "label", parent_run_id: "", run_id: "older" },
    },
  ];
  const events = bodies.map((body): NewEvent => ({ at, program: NAME, run_id: "", ...body }));
  const state = fold(null, events);
  if (state === null) throw new Error("a program that never was");
  const { segments } = appendToJournal(null, events);
  github.pushCommit(
    MEMORY_BRANCH,
    {
      ...Object.fromEntries(
        segments.map(({ number, text: lines }) => [memoryPath.segment(NAME, number), lines]),
      ),
      [memoryPath.definition(NAME, sha256(text))]: text,
      [memoryPath.state(NAME)]: renderStateFile(null, state),
      [memoryPath.registry()]: withRow(null, rowOf(state, null)),
    },
    { author: "an older version" },
  );
  return [NAME, issue];
}
