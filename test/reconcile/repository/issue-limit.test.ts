import { describe, expect, it } from "vitest";
import { createIssueLimit } from "../../../src/reconcile/repository/issue-limit.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";

const HOUR = 3_600_000;
const repository = (name: string, account = "1") => ({ account, owner: "octo", name });

describe(createIssueLimit, () => {
  it("admits ten repositories of an account an hour, and those that it counted again", () => {
    const clock = new FakeClock();
    const book = createIssueLimit(clock);
    for (let n = 0; n < 10; n += 1) {
      expect(book.admits(repository(`r${n}`))).toBe(true);
      book.count(repository(`r${n}`), clock.now());
    }
    expect(book.admits(repository("r10"))).toBe(false);
    expect(book.admits(repository("r9"))).toBe(true);
    expect(book.admits(repository("r10", "2"))).toBe(true);
  });

  it("forgets what is an hour old", async () => {
    const clock = new FakeClock();
    const book = createIssueLimit(clock);
    for (let n = 0; n < 10; n += 1) book.count(repository(`r${n}`), clock.now() + n);
    await clock.advance(HOUR - 1);
    expect(book.admits(repository("new"))).toBe(false);
    await clock.advance(1);
    expect(book.admits(repository("new"))).toBe(true);
    book.count(repository("new"), clock.now());
    expect(book.admits(repository("r0"))).toBe(false);
  });
});
