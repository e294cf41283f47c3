import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutPlaces } from "../../../src/text/output/places.ts";

const PLACES = [
  { path: "/home/al", as: "~" },
  { path: "/home/al/runs/1", as: "…" },
  { path: "/home/al/runs/1/checkout", as: "" },
];

describe("withoutPlaces", () => {
  it.each([
    ["/home/al/runs/1/checkout/src/a.ts:3: error", "src/a.ts:3: error"],
    ["cd /home/al/runs/1/checkout", "cd ."],
    ["cd '/home/al/runs/1/checkout'; ls", "cd '.'; ls"],
    ["file:///home/al/runs/1/checkout/src/a.ts", "file://src/a.ts"],
    ["/home/al/runs/1/evaluate.sh: line 2", "…/evaluate.sh: line 2"],
    ["/home/al/.npmrc and /home/al", "~/.npmrc and ~"],
    ["PATH=/home/al/bin:/home/al/.local/bin", "PATH=~/bin:~/.local/bin"],
  ])("names what lies in a place from there: %s", (text, told) => {
    expect(withoutPlaces(text, PLACES)).toBe(told);
  });

  it.each(["/home/alice/x", "/home/al-2", "/home/al.bak", "/mnt/home/al", "~/home/al", "nothing"])(
    "leaves another path alone: %s",
    (text) => {
      expect(withoutPlaces(text, PLACES)).toBe(text);
    },
  );

  it("leaves no whole path behind, whatever stands around it", () => {
    const around = fc.constantFrom(" ", "\n", ":", "'", "(", ")", "=", ",", "/", "");
    const path = fc.constantFrom(...PLACES.map((place) => place.path));
    fc.assert(
      fc.property(fc.array(fc.tuple(around, path, around)), (parts) => {
        const text = parts.map((part) => part.join("")).join(" ");
        expect(withoutPlaces(text, PLACES)).not.toMatch(/(?<![\w.~-])\/home\/al(?![\w.-])/);
      }),
    );
  });

  it("takes the root of a machine for no place", () => {
    expect(withoutPlaces("/ and /x", [{ path: "/", as: "~" }])).toBe("/ and /x");
  });
});
