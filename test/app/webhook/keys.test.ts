// Keys as text and back.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyText, parseKey, type WorkKey } from "../../../src/app/webhook/keys.ts";

const id = fc.integer({ min: 1, max: 2 ** 40 });
const account = fc.stringMatching(/^[\w-]{1,64}$/);
const slug = fc.stringMatching(/^[\w.-]{1,100}$/);
const program = fc.record({ account, owner: slug, name: slug, issue: id });
const anyKey = fc.oneof<fc.Arbitrary<WorkKey>[]>(
  program.map((key) => ({ kind: "program", ...key })),
  program.map(({ account, owner, name }) => ({ kind: "repository", account, owner, name })),
  program.map(({ account, owner, name }) => ({ kind: "files", account, owner, name })),
  program.map(({ account }) => ({ kind: "account", account })),
  fc.constant({ kind: "everything" }),
);

describe("keyText", () => {
  it("is undone by parseKey", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(parseKey(keyText(key))).toEqual(key);
      }),
    );
  });

  it("gives different keys different texts", () => {
    fc.assert(
      fc.property(anyKey, anyKey, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(keyText(a)).not.toBe(keyText(b));
      }),
    );
  });
});

describe("parseKey", () => {
  it("never throws and only takes what keyText makes", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const key = parseKey(text);
        expect(key === null || keyText(key) === text).toBe(true);
      }),
    );
  });
});
