import { describe, expect, it } from "vitest";
import { accountOf } from "../../../src/app/webhook/payload-shapes.ts";
import * as github from "../../../src/github/http/installations.ts";

describe(accountOf, () => {
  it("names an installation as the forge does, which finds it again", () => {
    for (const id of [1, 7, 2 ** 40]) {
      expect(accountOf({ id })).toBe(github.accountOf(id));
      expect(github.installationOf(accountOf({ id }))).toBe(id);
    }
  });
});

describe(github.installationOf, () => {
  it.each(["", "0", "local", "1.5", "-1", "9".repeat(17)])("takes %j for none of GitHub's", (account) =>
    expect(() => github.installationOf(account)).toThrow(expect.objectContaining({ kind: "terminal" })),
  );
});
