import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowsNoMore, type Reach } from "../../../src/domain/paths/narrower.ts";
import { checkPaths } from "../../../src/domain/paths/paths.ts";

const reach = (targets: readonly string[], excluded: readonly string[] = []): Reach => ({
  targets,
  excluded,
});

describe(allowsNoMore, () => {
  it.each<[string, Reach, Reach]>([
    ["the same", reach(["src/**"], ["src/gen/**"]), reach(["src/**"], ["src/gen/**"])],
    ["a target less", reach(["a.mjs", "harness.mjs"]), reach(["a.mjs"])],
    ["a target that became an exclusion", reach(["a/**", "b.mjs"]), reach(["a/**"], ["b.mjs"])],
    ["an exclusion more, before the others", reach(["src/**"], ["x"]), reach(["src/**"], ["y", "x"])],
    ["exclusions in another order", reach(["src/**"], ["x", "y"]), reach(["src/**"], ["y", "x"])],
    ["nothing given back any more", reach(["src/**"], ["src/*", "!src/a"]), reach(["src/**"], ["src/*"])],
    [
      "an exclusion more among some that give back",
      reach(["src/**"], ["src/*", "!src/a"]),
      reach(["src/**"], ["src/*", "!src/a", "src/b"]),
    ],
  ])("is said of %s", (_, before, now) => {
    expect(allowsNoMore(before, now)).toBe(true);
  });

  it.each<[string, Reach, Reach]>([
    ["another target", reach(["a.mjs"]), reach(["b.mjs"])],
    ["a target more", reach(["a.mjs"]), reach(["a.mjs", "b.mjs"])],
    ["a target that nobody can compare", reach(["src/**"]), reach(["src/*"])],
    ["an exclusion less", reach(["src/**"], ["x"]), reach(["src/**"])],
    ["something given back", reach(["src/**"], ["src/*"]), reach(["src/**"], ["src/*", "!src/a"])],
    ["something given back later", reach(["src/**"], ["x", "!x", "y"]), reach(["src/**"], ["x", "y", "!x"])],
    [
      "an exclusion less before one that gives back",
      reach(["src/**"], ["x", "src/*", "!src/a"]),
      reach(["src/**"], ["src/*", "!src/a"]),
    ],
  ])("is not said of %s", (_, before, now) => {
    expect(allowsNoMore(before, now)).toBe(false);
  });

  it("is never said of a pair that allows more", () => {
    const name = fc.constantFrom("a", "b", "gen", "a.ts", "*.ts", "*", "?");
    const pattern = fc.oneof(
      name,
      fc.tuple(fc.constantFrom("a", "gen", "**", "*"), name).map((parts) => parts.join("/")),
      fc.constantFrom("gen/", "**", "{a,b}/*.ts", "[", "a//b"),
    );
    const exclusion = fc.oneof(
      { weight: 3, arbitrary: pattern },
      pattern.map((one) => `!${one}`),
    );
    const targets = fc.array(pattern, { maxLength: 3 });
    const excluded = fc.array(exclusion, { maxLength: 4 });
    /** The later list is made of the earlier one, or most pairs would have nothing in common. */
    const mutated = <T>(item: fc.Arbitrary<T>, from: readonly T[]) =>
      fc
        .tuple(fc.shuffledSubarray([...from]), fc.array(item, { maxLength: 2 }), fc.boolean())
        .map(([kept, added, inOrder]) => [
          ...(inOrder ? from.filter((one) => kept.includes(one)) : kept),
          ...added,
        ]);
    const pair = fc.tuple(targets, excluded).chain(([targets_, excluded_]) =>
      fc.record({
        before: fc.constant(reach(targets_, excluded_)),
        now: fc
          .tuple(mutated(pattern, targets_), fc.oneof(mutated(exclusion, excluded_), inserted(excluded_)))
          .map(([t, e]) => reach(t, e)),
      }),
    );
    const PATHS = ["a", "b", "a.ts", "a/a.ts", "a/b", "b/a.ts", "gen/a", "a/gen/b.ts", "b/gen/a.ts", "c/b"];
    let told = 0;
    const open = (rules: Reach) =>
      PATHS.filter((path) => {
        const more = { protectedPaths: [], program: "x" };
        return checkPaths([path], { ...rules, ...more }, new Set()).length === 0;
      });
    fc.assert(
      fc.property(pair, ({ before, now }) => {
        if (!allowsNoMore(before, now)) return;
        told += 1;
        const allowed = open(before);
        expect(open(now).filter((path) => !allowed.includes(path))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
    expect(told).toBeGreaterThan(300);

    function inserted(from: readonly string[]) {
      return fc
        .tuple(exclusion, fc.nat({ max: from.length }))
        .map(([one, at]) => [...from.slice(0, at), one, ...from.slice(at)]);
    }
  });
});
