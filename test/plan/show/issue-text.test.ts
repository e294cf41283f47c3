import { describe, expect, it } from "vitest";
import type { IssueView } from "../../../src/domain/repository/view.ts";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { issueText } from "../../../src/plan/show/issue-text.ts";
import type { Observation } from "../../../src/plan/world.ts";
import { programIssue } from "../../../src/text/setup/program-issue.ts";
import { POLICY, PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { MAINTAINER } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation } from "../../support/plan/observation.ts";
import { SELF } from "../../support/plan/view-parts.ts";

const path = ".autoloop/programs/carton.md";
const IN_FILE = { source: { kind: "file", path }, text: PROGRAM_TEXT } as const;
const { body } = programIssue("carton", path, PROGRAM_TEXT);
const at = "2026-01-01T00:30:00Z";

interface Change {
  readonly issue?: Partial<IssueView> | "absent";
  readonly program?: Observation["program"];
  readonly journal?: Deviation["journal"];
}

/** What is written into the app-made issue of a program in a file. */
function written({ issue = {}, program = IN_FILE, journal = aKeptProgram() }: Change = {}) {
  const ours = { body: "Old words.", author: { login: SELF, type: "Bot" as const } };
  const seen = anObservation({ journal, issue: issue === "absent" ? issue : { ...ours, ...issue } });
  const state = seen.journal === "absent" || "broken" in seen.journal ? null : seen.journal.state;
  return issueText({ seen: { ...seen, program }, now: 0, policy: POLICY }, emptyDraft(state, 0)).actions;
}

describe(issueText, () => {
  it("shows the file as it is now", () => {
    expect(written()).toEqual([{ type: "issue.edit", body }]);
    expect(written({ journal: aKeptProgram().paused() })).toEqual([{ type: "issue.edit", body }]);
    expect(written({ issue: { edited: { login: SELF, at } } })).toEqual([{ type: "issue.edit", body }]);
  });

  it.each<[string, Change]>([
    ["that says so already", { issue: { body: body.replaceAll("\n", "\r\n") } }],
    ["that a person edited", { issue: { edited: { login: MAINTAINER.login, at } } }],
    ["that somebody edited who cannot be told", { issue: { edited: { login: null, at } } }],
    ["that a person wrote", { issue: { author: { login: MAINTAINER.login, type: "User" } } }],
    ["of an account that is gone", { issue: { author: null } }],
    ["that is the program itself", { program: { source: { kind: "issue" }, text: PROGRAM_TEXT } }],
    ["whose file is gone", { program: "absent" }],
    ["that is gone", { issue: "absent" }],
    [
      "of a program that was stopped",
      { journal: aKeptProgram().event({ type: "loop.stop", reason: "Closed.", by: null }) },
    ],
    ["of a program that is not adopted", { journal: "absent" }],
  ])("leaves an issue alone %s", (_, change) => {
    expect(written(change)).toEqual([]);
  });
});
