import { describe, expect, it } from "vitest";
import type { HeardCommand } from "../../../src/domain/journal/terms.ts";
import type { CommentView } from "../../../src/domain/repository/view.ts";
import { olderAnswer } from "../../../src/plan/people/older-answer.ts";
import { answerKey } from "../../../src/text/comments/answer-comment.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { answerMarker } from "../../../src/text/format/markers.ts";
import { own, said } from "../../support/plan/view-parts.ts";

const heard = (comment: number, verb: string, text = `/autoloop ${verb}`): HeardCommand => ({
  ...{ comment, verb, hash: sha256(text), outcome: "done", written_at: `2026-01-01T00:${comment}:00Z` },
});
const answered = (to: HeardCommand, id: number, change: Partial<CommentView> = {}, program = "carton") => ({
  ...own(`${answerMarker(program, answerKey(to))}\n### Status\n`, id),
  ...change,
});
/** The last of the commands is the one that is answered now. */
function hidden(commands: readonly HeardCommand[], comments: readonly CommentView[]): number | null {
  const last = commands.at(-1) ?? heard(10, "status");
  const asked = { comment: last.comment, hash: last.hash, by: "maria", verb: last.verb, reason: null };
  return olderAnswer(comments, { commands, name: "carton" }, asked);
}

describe(olderAnswer, () => {
  const [first, second, third] = [heard(11, "status"), heard(12, "status"), heard(13, "status")];

  it("is the answer right before, to the same question", () => {
    const comments = [answered(first, 1), answered(second, 2)];
    expect(hidden([first, second, third], comments)).toBe(2);
    expect(hidden([first, heard(12, "doctor"), third], comments)).toBe(1);
    expect(hidden([first, heard(12, "doctor")], comments)).toBeNull();
  });

  it("is the answer to what the same comment asked before", () => {
    const was = heard(11, "unknown", "/autoloop stauts");
    expect(hidden([was, first], [answered(was, 1)])).toBe(1);
    expect(hidden([was, heard(12, "unknown", "/autoloop stauts")], [answered(was, 1)])).toBeNull();
  });

  it("is none where that one is gone: an older one was hidden once, and somebody may have shown it", () => {
    expect(hidden([first, second, third], [answered(first, 1)])).toBeNull();
  });

  it.each([
    ["hidden already", answered(first, 1, { minimised: true })],
    ["changed by a person", answered(first, 1, { edited: { login: "maria", at: "2026-01-01" } })],
    ["another program's", answered(first, 1, {}, "other")],
    ["no comment of the app", said("maria", answered(first, 1).body)],
    ["something else that the app wrote", own("Hello", 1)],
  ])("is none that is %s", (_, comment) => {
    expect(hidden([first, second], [comment])).toBeNull();
  });

  it("is one that does not name the program, as answers of before did", () => {
    const old = own(`<!-- autoloop:v1 answer to=${answerKey(first)} -->\n`, 1);
    expect(hidden([first, second], [old])).toBe(1);
  });

  it("is none where the question is not remembered", () => {
    const asked = { comment: 14, hash: sha256("x"), by: "maria", verb: "status", reason: null };
    expect(olderAnswer([answered(first, 1)], { commands: [first], name: "carton" }, asked)).toBeNull();
    expect(olderAnswer([answered(first, 1)], { commands: [], name: "carton" }, asked)).toBeNull();
  });
});
