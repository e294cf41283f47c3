import { describe, expect, it } from "vitest";
import { addressed, behindAddress } from "../../../src/text/command/address.ts";
import { parseCommand } from "../../../src/text/command/command.ts";

const SELF = "my-loop[bot]";

describe(behindAddress, () => {
  it.each(["/autoloop", "/AutoLoop", "@my-loop", "@My-Loop", "@my-loop[bot]"])(
    "is begun by %s",
    (address) => {
      expect(behindAddress(address, SELF)).toBe("");
      for (const between of [" ", ": ", ", ", " - ", "\u00A0", "\u202F", "! ", " — ", " -> ", "… ", ":"])
        expect(behindAddress(`${address}${between}run it`, SELF)).toBe("run it");
    },
  );

  it.each(["@my-loops run", "@my-loop-2 run", "@my run", "my-loop run", "@autoloop run", "/autoloops run"])(
    "is no part of %j",
    (line) => {
      expect(behindAddress(line, SELF)).toBeNull();
    },
  );

  it("is no mention while nobody knows who the app is", () => {
    expect(behindAddress("@my-loop run", null)).toBeNull();
  });

  it("leaves signs that belong to the words", () => {
    expect(behindAddress("/autoloop `src` is slow", SELF)).toBe("`src` is slow");
    expect(behindAddress("/autoloop @maria says no", SELF)).toBe("@maria says no");
  });

  it("stays quick on a line of signs", () => {
    for (const piece of [":", ": ", ":@", " -", "\u00A0"])
      expect(behindAddress(`/autoloop ${piece.repeat(2_000)}x`, SELF)).not.toBeNull();
  });
});

describe(addressed, () => {
  const programs = ["test-coverage", "pause"];

  it.each([
    ["test_coverage: pause", "test-coverage", "pause"],
    ["Test Coverage: pause", "test-coverage", "pause"],
    ["`test-coverage`: pause", "test-coverage", "pause"],
    ["test-coverage : pause", "test-coverage", "pause"],
    ["pause: run", "pause", "run"],
  ])("finds the program that is there in %j", (text, name, rest) => {
    expect(addressed(text, programs)).toEqual({ name, rest, isThere: true });
  });

  it("finds a name that nobody has, where it is one word", () => {
    expect(addressed("tile_size: run", programs)).toEqual({ name: "tile-size", rest: "run", isThere: false });
    expect(addressed("the tile size: run", programs)).toBeNull();
  });
});

describe(`${parseCommand.name}: names`, () => {
  const there = { self: SELF, programs: ["test-coverage", "pause"] };

  it.each([
    ["/autoloop pause: run", { name: "pause", verb: "run" }],
    ["/autoloop test_coverage pause", { name: "test-coverage", verb: "pause", reason: "" }],
    [
      "/autoloop test_coverage please stop",
      { name: "test-coverage", verb: "halting", written: "please stop" },
    ],
    [
      "/autoloop test-coverage is too low",
      { name: null, verb: "instruct", text: "test-coverage is too low" },
    ],
    ["/autoloop test-coverage", { name: null, verb: "instruct", text: "test-coverage" }],
    ["@my-loop test_coverage: stop", { name: "test-coverage", verb: "stop" }],
  ])("are compared with those of the programs that are there: %s", (body, expected) => {
    expect(parseCommand(body, there)).toEqual(expected);
  });

  it("are verbs first where no program has them", () => {
    expect(parseCommand("/autoloop pause: run")).toEqual({ name: null, verb: "pause", reason: "run" });
    expect(parseCommand("/autoloop cancel: too dear")).toMatchObject({ name: null, verb: "halting" });
    expect(parseCommand("/autoloop please: stop")).toMatchObject({ name: null, verb: "halting" });
  });
});
