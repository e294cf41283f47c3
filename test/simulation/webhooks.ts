// What GitHub tells the app about a deed: event and payload, as far as the app reads them. Whether a delivery arrives,
// how often and when, is for the world to say.

import type { Delivery } from "../../src/app/webhook/handlers.ts";
import { MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import type { Happening } from "../support/github/chronicle.ts";
import type { FakeGithub } from "../support/github/fake-github.ts";

/** Null: GitHub tells nobody about it. */
export function eventOf(deed: Happening, github: FakeGithub): Omit<Delivery, "id"> | null {
  const event = (name: string, by: string | null, rest: object) => eventIn(github, name, by, rest);
  switch (deed.what) {
    case "issue":
      return event("issues", deed.by, { action: "edited", issue: issueOf(github, deed.issue) });
    case "label": {
      const action = deed.on ? "labeled" : "unlabeled";
      const rest = { action, issue: issueOf(github, deed.issue), label: { name: deed.label } };
      return event("issues", deed.by, rest);
    }
    case "comment": {
      const rest = {
        action: deed.body === null ? "deleted" : "created",
        issue: issueOf(github, deed.issue),
        comment: { body: deed.body ?? "" },
      };
      return event("issue_comment", deed.by, rest);
    }
    case "ref":
      return event("push", deed.by, { ref: `refs/heads/${deed.branch}` });
    case "pull": {
      const ref = github.pulls().find(({ number }) => number === deed.number)?.head ?? MEMORY_BRANCH;
      return event("pull_request", deed.by, { action: deed.change, pull_request: { head: { ref } } });
    }
    case "checks": {
      const branch = Object.entries(github.branches()).find(([, head]) => head === deed.head)?.[0] ?? null;
      // GitHub need not say which app it was, and leaves it out in a third of these.
      const app = Number.parseInt(deed.head.slice(0, 6), 16) % 3 === 0 ? null : { slug: "github-actions" };
      const check_suite = { app, head_branch: branch };
      return event("check_suite", null, { action: "completed", check_suite });
    }
    default:
      return null;
  }
}

/** A workflow run of this title came to its end. */
export function runEnded(title: string, github: FakeGithub): Omit<Delivery, "id"> {
  return eventIn(github, "workflow_run", github.self, {
    action: "completed",
    workflow_run: { display_title: title },
  });
}

/** An event of the repository. @param by who began it */
export function eventIn(
  { repository, defaultBranch }: FakeGithub,
  name: string,
  by: string | null,
  rest: object,
): Omit<Delivery, "id"> {
  const payload = {
    installation: { id: Number(repository.account) },
    repository: {
      name: repository.name,
      owner: { login: repository.owner },
      default_branch: defaultBranch,
    },
    sender: { login: by ?? "ghost", type: by?.endsWith("[bot]") ? "Bot" : "User" },
    ...rest,
  };
  return { name, payload };
}

function issueOf(github: FakeGithub, number: number) {
  const labels = (github.issues.get(number)?.labels ?? []).map((name) => ({ name }));
  const isPull = github.pulls().some((pull) => pull.number === number);
  return { number, labels, ...(isPull ? { pull_request: {} } : {}) };
}
