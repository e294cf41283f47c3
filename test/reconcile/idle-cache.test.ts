import { describe, expect, it } from "vitest";
import { createIdleCache, versionOf } from "../../src/reconcile/idle-cache.ts";
import { anObservation } from "../support/plan/observation.ts";

const repository = { account: "1", owner: "octo", name: "carton" };
const key = { ...repository, issue: 7 };
const HOUR = 3_600_000;

describe(createIdleCache, () => {
  it("remembers a rest as long as the issue looks the same, for less than an hour", () => {
    const book = createIdleCache();
    expect(book.idleIn(key)(key.issue, "v1", 0)).toBe(false);
    book.markIdle(key, "v1", 0, null);
    expect(book.idleIn(key)(key.issue, "v1", HOUR - 1)).toBe(true);
    expect(book.idleIn(key)(key.issue, "v1", HOUR)).toBe(false);
    expect(book.idleIn(key)(key.issue, "v2", 1)).toBe(false);
    expect(book.idleIn(key)(8, "v1", 1)).toBe(false);
  });

  it("remembers it no longer than until something will have to be done", () => {
    const book = createIdleCache();
    for (const version of ["v1", "unlisted"]) {
      book.markIdle(key, version, 0, 500);
      expect([499, 500].map((now) => book.idleIn(key)(key.issue, version, now))).toEqual([true, false]);
    }
    book.markIdle(key, "v1", 0, 2 * HOUR);
    expect(book.idleIn(key)(key.issue, "v1", HOUR)).toBe(false);
  });

  it("lets what is not listed rest until it is", () => {
    const book = createIdleCache();
    book.markIdle(key, "unlisted", 0, null);
    expect(book.idleIn(key)(key.issue, "unlisted", 99 * HOUR)).toBe(true);
    expect(book.idleIn(key)(key.issue, "v1", 1)).toBe(false);
  });

  it("tells its own moves of the memory branch from those of others", () => {
    const book = createIdleCache();
    expect(book.sweptAt(repository, "a")).toBe(true);
    expect(book.sweptAt(repository, "a")).toBe(false);
    book.wrote(repository, "a", "b");
    book.wrote(repository, "b", "c");
    expect(book.sweptAt(repository, "c")).toBe(false);
    expect(book.sweptAt(repository, "d")).toBe(true);
    book.wrote(repository, "c", "e");
    expect(book.sweptAt(repository, "e")).toBe(true);
  });

  it("counts a branch that appears as moved, unless it was made here", () => {
    const book = createIdleCache();
    book.sweptAt(repository, "absent");
    book.wrote(repository, "absent", "a");
    expect(book.sweptAt(repository, "a")).toBe(false);
    expect(book.sweptAt({ ...repository, name: "box" }, "a")).toBe(true);
  });
});

describe(versionOf, () => {
  const issue = (change = {}) => versionOf(anObservation({ issue: change }).view.issue);

  it("is the time of the last change of an open labelled issue, as a sweep sees it", () => {
    expect(issue({ updatedAt: "2026-01-01T00:00:00Z" })).toBe("2026-01-01T00:00:00Z");
  });

  it("is unlisted for every other", () => {
    expect(issue({ state: "closed" })).toBe("unlisted");
    expect(issue({ labels: [] })).toBe("unlisted");
    expect(versionOf("absent")).toBe("unlisted");
  });
});
