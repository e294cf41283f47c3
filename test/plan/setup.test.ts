import { describe, expect, it } from "vitest";
import type { ReadinessView } from "../../src/domain/readiness.ts";
import type { ListedIssue, RepositoryView } from "../../src/domain/view.ts";
import { type Examined, setUp } from "../../src/plan/setup.ts";
import { setupIssue } from "../../src/text/comments/setup-issue.ts";
import { SELF } from "../support/view-parts.ts";

const webUrl = "https://github.com/octo/carton";
const VIEW: ReadinessView = {
  ...{ defaultBranch: { name: "trunk" }, takesIssues: true, checks: [], config: "absent" },
  ...{ workflow: "absent", form: true, label: true, memory: { exists: false, rules: [] } },
  ...{ secrets: "unknown", actions: true },
};

function repository(body: string): RepositoryView {
  const issue: ListedIssue = {
    ...{ number: 4, title: "Set up Autoloop", body, labels: [], edited: null },
    state: "open",
    ...{ author: { login: SELF, type: "Bot" }, createdAt: "2026-01-01T00:00:00Z" },
  };
  return { self: SELF, files: [], registry: "absent", issues: [issue] };
}

/** What the issue is edited to say. */
function body(view: ReadinessView | null): string {
  const examined: Examined = { checks: [], view, webUrl };
  const [edit] = setUp(repository("<!-- autoloop:v1 setup done=no -->\nold"), examined);
  if (edit?.type !== "issue.edit" || edit.change.body === undefined) throw new Error("no edit");
  return edit.change.body;
}

describe(setUp, () => {
  const words = { checks: [], webUrl, done: false, program: false };

  it("writes of the branch and the form as they are", () => {
    expect(body(VIEW)).toBe(setupIssue({ ...words, form: true, branch: "trunk" }));
    expect(body({ ...VIEW, defaultBranch: "absent", form: false })).toBe(
      setupIssue({ ...words, form: false, branch: null }),
    );
  });

  it("writes as somebody who does not know where the app may not look", () => {
    expect(body(null)).toBe(setupIssue({ ...words, form: null, branch: null }));
  });
});
