import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileGroups } from "../../../src/domain/repository/file-groups.ts";

const change = (id: number, ...paths: string[]) => ({ id, paths });

describe(fileGroups, () => {
  it.each([
    ["nothing", [], [], []],
    [
      "apart",
      [change(1, "a"), change(2, "b")],
      ["b", "a"],
      [
        [[1], ["a"]],
        [[2], ["b"]],
      ],
    ],
    [
      "by one file",
      [change(1, "a", "b"), change(2, "b", "c")],
      ["a", "b", "c"],
      [
        [
          [1, 2],
          ["a", "b", "c"],
        ],
      ],
    ],
    [
      "not by a file that is as it was",
      [change(1, "a", "x"), change(2, "x", "c")],
      ["a", "c"],
      [
        [[1], ["a"]],
        [[2], ["c"]],
      ],
    ],
    [
      "a file and what is below it",
      [change(1, "a"), change(2, "a/b/c")],
      ["a", "a/b/c"],
      [
        [
          [1, 2],
          ["a", "a/b/c"],
        ],
      ],
    ],
    [
      "neighbours by name alone",
      [change(1, "a"), change(2, "ab")],
      ["a", "ab"],
      [
        [[1], ["a"]],
        [[2], ["ab"]],
      ],
    ],
    [
      "what nobody touched",
      [change(1, "a")],
      ["b", "a", "c"],
      [
        [[1], ["a"]],
        [[], ["b"]],
        [[], ["c"]],
      ],
    ],
    ["changes that left nothing", [change(1, "x"), change(2, "a")], ["a"], [[[2], ["a"]]]],
  ])("knows groups: %s", (_, changes, paths, expected) => {
    expect(fileGroups(changes, paths)).toEqual(expected.map(([ids, files]) => ({ ids, paths: files })));
  });

  it("shares no file between groups, loses none, and takes apart all that can be", () => {
    const path = fc.constantFrom("a", "b", "c", "d", "a/x", "a/x/y", "b/z", "e");
    const touched = fc.array(fc.array(path, { maxLength: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(touched, fc.uniqueArray(path), (lists, paths) => {
        const changes = lists.map((list, id) => change(id, ...list));
        const groups = fileGroups(changes, paths);
        expect(groups.flatMap((group) => group.paths).toSorted()).toEqual(paths.toSorted());
        const tied = (one: string, other: string) =>
          `${one}/`.startsWith(`${other}/`) ||
          `${other}/`.startsWith(`${one}/`) ||
          changes.some((some) => some.paths.includes(one) && some.paths.includes(other));
        for (const { ids, paths: own } of groups) {
          for (const id of ids)
            expect(own).toEqual(expect.arrayContaining(lists[id]?.filter((p) => paths.includes(p)) ?? []));
          // From its first file every other one is reached over ties, and no file outside.
          const reached = new Set(own.slice(0, 1));
          for (const at of reached) for (const to of paths) if (tied(at, to)) reached.add(to);
          expect([...reached].toSorted()).toEqual(own);
        }
      }),
    );
  });
});
