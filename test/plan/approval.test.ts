import { describe, expect, it } from "vitest";
import type { IssueView } from "../../src/domain/view.ts";
import { approver, askedForApproval } from "../../src/plan/approval.ts";
import { anObservation, LONG_AGO } from "../support/observation.ts";

const LATER = "2026-01-02T00:00:00Z";
const roles = new Map([
  ["writer", { permission: "write", id: 1 }],
  ["helper", { permission: "triage", id: 2 }],
] as const);

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

describe(askedForApproval, () => {
  it("names the writer and the newest three labellers, and nobody where the issue is gone", () => {
    const labelled = ["a", "b", "c", "d"].map((login) => ({ login, at: LATER }));
    const { view } = anObservation({ journal: "absent", issue: { labelled } });
    expect(askedForApproval(view)).toEqual(["maria", "a", "b", "c"]);
    expect(askedForApproval({ ...view, issue: "absent" })).toEqual([]);
  });
});
