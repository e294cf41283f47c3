import { describe, expect, it } from "vitest";
import type { Action } from "../../src/plan/action.ts";
import { strandOf } from "../../src/plan/strand.ts";

describe(strandOf, () => {
  it.each<[Action, string]>([
    [{ type: "memory.commit", expectedHead: "absent", message: "", files: [], events: [] }, "memory"],
    [{ type: "comment.post", body: "", what: "" }, "shown"],
    [{ type: "comment.edit", comment: 1, body: "", what: "" }, "shown"],
    [{ type: "branch.create", branch: "", at: "" }, "effect"],
    [{ type: "comment.react", comment: 1, reaction: "eyes" }, "aside"],
    [{ type: "pull.edit", number: 1 }, "aside"],
    [{ type: "labels.set", pull: 2, add: [], remove: [] }, "aside"],
    [{ type: "labels.set", add: [], remove: [] }, "last"],
  ])("%j is %s", (action, strand) => {
    expect(strandOf(action)).toBe(strand);
  });
});
