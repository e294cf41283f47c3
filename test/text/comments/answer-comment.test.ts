import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { answerComment } from "../../../src/text/comments/answer-comment.ts";
import { labelWords } from "../../../src/text/setup/readiness-words.ts";
import { carton, factsOf } from "./carton.ts";

describe("answerComment", () => {
  it("shows what a doctor finds as three lists, not as one long one", () => {
    const problem = { key: "schedule", value: "never", allowed: "`6h`", line: 3, message: "is no schedule" };
    const text = answerComment({
      asked: { comment: 7, hash: "0123456789abcdef", by: "maria", verb: "doctor", reason: null },
      status: factsOf(carton(3).state, { problems: [problem] }),
      ...{ ci: "none", agent: "claude", executor: "local", now: 0 },
      readiness: [{ name: "label", state: "ready", ...labelWords.there() }],
    });
    const page = new MarkdownIt().render(text.slice(text.indexOf("### Doctor")));
    expect(page.match(/<ul>|<strong>The program|<strong>The repository|<strong>What runs/g)).toEqual([
      ...["<strong>The program", "<ul>", "<strong>The repository", "<ul>", "<strong>What runs", "<ul>"],
    ]);
  });
});
