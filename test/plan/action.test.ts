import { describe, expect, it } from "vitest";
import { type Action, describe as inWords } from "../../src/plan/action.ts";
import { aKeptProgram } from "../support/plan/observation.ts";
import { HOUR, planned } from "../support/plan/planned.ts";

const sha = "0123456789abcdef";
const branch = "autoloop/carton";
const run = planned({ journal: aKeptProgram() }, { after: HOUR }).actions.find(
  ({ type }) => type === "run.start",
);

describe(inWords, () => {
  it.each<[Action | undefined, string]>([
    [
      {
        type: "memory.commit",
        expectedHead: sha,
        message: "",
        files: [{ path: "a.md", text: "" }],
        events: ["loop.stop"],
      },
      "write a.md on the memory branch (journal: loop.stop)",
    ],
    [
      { type: "comment.post", body: "four", what: "status comment" },
      "post the status comment (4 characters)",
    ],
    [
      { type: "comment.edit", comment: 7, body: "four", what: "status comment" },
      "edit the status comment (comment 7, 4 characters)",
    ],
    [{ type: "comment.react", comment: 7, reaction: "eyes" }, "react with eyes to comment 7"],
    [{ type: "labels.set", add: ["a", "b"], remove: ["c"] }, "change labels: +a +b -c"],
    [{ type: "branch.create", branch, at: sha }, "create branch autoloop/carton at 0123456"],
    [{ type: "branch.fast-forward", branch, to: sha }, "fast-forward autoloop/carton to 0123456"],
    [{ type: "branch.merge", branch, from: "main", message: "" }, "merge main into autoloop/carton"],
    [
      {
        type: "branch.commit",
        branch,
        expectedHead: sha,
        message: "",
        files: [{ path: "a.js", mode: "100644", contents: "" }],
      },
      "commit a.js to autoloop/carton on 0123456",
    ],
    [
      { type: "branch.restore", branch, expectedHead: sha, treeOf: sha, message: "" },
      "put autoloop/carton back to the tree of 0123456",
    ],
    [
      { type: "pull.open", head: branch, base: "main", title: "", body: "", ordinaryBody: "", labels: [] },
      "open a draft pull request from autoloop/carton to main",
    ],
    [{ type: "pull.edit", number: 2 }, "edit pull request #2"],
    [run, "start the improve run of iteration 2 on 8b3e2f2 with tuner"],
    [{ type: "run.dispose", nonce: "n", place: "here", startedAt: "2026-01-01T00:00:00Z" }, "clean up run n"],
  ])("%#", (action, words) => {
    if (action === undefined) throw new Error("no run was ordered");
    expect(inWords(action).replace(/on [0-9a-f]{7} with/, "on 8b3e2f2 with")).toBe(words);
  });
});
