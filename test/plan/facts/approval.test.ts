import { describe, expect, it } from "vitest";
import type { Standing } from "../../../src/domain/authority.ts";
import type { CommentView, IssueView } from "../../../src/domain/repository/view.ts";
import { approver, askedForApproval } from "../../../src/plan/facts/approval.ts";
import { anObservation, LONG_AGO } from "../../support/plan/observation.ts";
import { said as words } from "../../support/plan/view-parts.ts";

const LATER = "2026-01-02T00:00:00Z";
const roles = new Map<string, Standing>([
  ["writer", { permission: "write", id: 1 }],
  ["helper", { permission: "triage", id: 2 }],
]);

function issue(change: Partial<IssueView>): IssueView {
  const { view } = anObservation({ journal: "absent", issue: { labelled: [], ...change } });
  if (view.issue === "absent") throw new Error("no issue");
  return view.issue;
}

const by = (login: string) => ({ login, type: "User" as const });

describe(approver, () => {
  it.each<[string, Partial<IssueView>, string | null]>([
    ["an author with write access", { author: by("writer") }, "writer"],
    ["an author without", { author: by("helper") }, null],
    ["a bot", { author: { login: "writer", type: "Bot" } }, null],
    ["an account that is gone", { author: null }, null],
    [
      "an editor with write access",
      { author: by("helper"), edited: { login: "writer", at: LATER } },
      "writer",
    ],
    [
      "an author whose text somebody else changed",
      { author: by("writer"), edited: { login: "helper", at: LATER } },
      null,
    ],
    ["an editor who cannot be told", { author: by("writer"), edited: { login: null, at: LATER } }, null],
    [
      "a labeller with write access",
      { author: by("helper"), labelled: [{ login: "writer", at: LATER }] },
      "writer",
    ],
    ["a labeller without", { author: by("helper"), labelled: [{ login: "helper", at: LATER }] }, null],
    ["a labeller who cannot be told", { author: by("helper"), labelled: [{ login: null, at: LATER }] }, null],
  ])("%s decides", (_, change, login) => {
    expect(approver(issue(change), roles)?.login ?? null).toBe(login);
  });

  it("takes a label for an approval only of the text that was there before it", () => {
    const edited = { login: "helper", at: "2026-01-01T12:00:00Z" };
    const labelledAt = (at: string) => issue({ edited, labelled: [{ login: "writer", at }] });
    expect(approver(labelledAt(LATER), roles)?.login).toBe("writer");
    expect(approver(labelledAt(edited.at), roles)).toBeNull();
    expect(approver(labelledAt(LONG_AGO), roles)).toBeNull();
  });
});

describe("approvals by comment", () => {
  const unwritten = issue({ author: by("helper") });
  const said = (...people: readonly string[]) => [{ people, writtenAt: LATER }];
  const people = new Map<string, Standing>([...roles, ["maria", { permission: "maintain", id: 3 }]]);

  it("are the last one's behind the words, if everybody behind them may", () => {
    expect(approver(unwritten, people, said("writer", "maria"))).toEqual({
      ...{ login: "maria", id: 3, permission: "maintain" },
    });
    expect(approver(unwritten, people, said("writer", "helper"))).toBeNull();
    expect(approver(unwritten, people, said("helper", "writer"))).toBeNull();
    expect(approver(unwritten, people, said("writer", "newcomer"))).toBeNull();
  });

  it("count for the text as it was before them", () => {
    const edited = issue({ author: by("helper"), edited: { login: "helper", at: LATER } });
    expect(approver(edited, people, said("writer"))).toBeNull();
  });
});

describe(askedForApproval, () => {
  const approvalBy = (login: string, index: number) =>
    words(login, "/autoloop approve", { id: 100 + index, createdAt: LATER });
  const asked = (change: Partial<IssueView>, comments: readonly CommentView[] = []) =>
    askedForApproval(anObservation({ journal: "absent", issue: { labelled: [], ...change }, comments }).view);

  it("names those who approved by comment, of many the newest five", () => {
    const comments = ["a", "b", "c", "d", "e", "f"].map(approvalBy);
    expect(asked({ author: null }, comments)).toEqual(["b", "c", "d", "e", "f"]);
    const edited = { login: "maria", at: LATER };
    expect(asked({ edited }, comments)).toEqual(["maria"]);
  });

  it("names nobody who cannot be told", () => {
    expect(asked({ author: null })).toEqual([]);
    expect(asked({ author: { login: "helper[bot]", type: "Bot" } })).toEqual([]);
    expect(asked({ edited: { login: null, at: LONG_AGO } })).toEqual([]);
    const labelled = [{ login: null, at: LATER }];
    expect(asked({ labelled })).toEqual(["maria"]);
  });

  it("names the writer and the newest three labellers, and nobody where the issue is gone", () => {
    const labelled = ["a", "b", "c", "d"].map((login) => ({ login, at: LATER }));
    const { view } = anObservation({ journal: "absent", issue: { labelled } });
    expect(askedForApproval(view)).toEqual(["maria", "a", "b", "c"]);
    expect(askedForApproval({ ...view, issue: "absent" })).toEqual([]);
  });
});
