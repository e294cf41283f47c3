import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BOXES, VERBS } from "../../../src/domain/commands/commands.ts";
import { PROGRAM_NAME_CHARACTERS } from "../../../src/domain/limits.ts";
import { checkBoxes, tickedBox } from "../../../src/text/command/check-boxes.ts";
import { commandOfBox, parseCommand, verbMeant } from "../../../src/text/command/command.ts";
import { commandReason } from "../../../src/text/command/command-reasons.ts";
import { nearest } from "../../../src/text/format/nearest.ts";
import { aJournal } from "../../support/plan/journal.ts";

describe(parseCommand, () => {
  it.each([
    ["/autoloop", { verb: "help" }],
    ["/autoloop run", { verb: "run" }],
    ["/AutoLoop RUN", { verb: "run" }],
    ["/autoloop \t run \t", { verb: "run" }],
    ["/autoloop run\nplease", { verb: "run" }],
    ["/autoloop run\r\nplease", { verb: "run" }],
    ["/autoloop resume", { verb: "resume" }],
    ["/autoloop stop", { verb: "stop" }],
    ["/autoloop status", { verb: "status" }],
    ["/autoloop retry", { verb: "retry" }],
    ["/autoloop approve", { verb: "approve" }],
    ["/autoloop doctor", { verb: "doctor" }],
    ["/autoloop help", { verb: "help" }],
    ["/autoloop pause", { verb: "pause", reason: "" }],
    ["/autoloop pause wait for 2.0", { verb: "pause", reason: "wait for 2.0" }],
    ["/autoloop set target-metric 0.9", { verb: "set", key: "target-metric", value: "0.9" }],
    ["/autoloop set schedule every 6h", { verb: "set", key: "schedule", value: "every 6h" }],
    ["/autoloop set", { verb: "malformed", written: "set" }],
    ["/autoloop set ci", { verb: "malformed", written: "set" }],
    ["/autoloop run using maps", { verb: "malformed", written: "run" }],
    ["/autoloop try a cube", { verb: "instruct", text: "try a cube" }],
    ["/autoloop cube", { verb: "instruct", text: "cube" }],
    ["/autoloop resum", { verb: "unknown", written: "resum", meant: "resume" }],
    ["/autoloop retry!", { verb: "unknown", written: "retry!", meant: "retry" }],
    ["/autoloop: run", { verb: "run" }],
    ["/autoloop, run", { verb: "run" }],
    ["/autoloop - run", { verb: "run" }],
    ["/autoloop:run", { verb: "run" }],
    ["/autoloop\u00A0run", { verb: "run" }],
    ["/autoloop\u2003run", { verb: "run" }],
    ["/autoloop → run", { verb: "run" }],
    ["/autoloop pause: too dear", { verb: "pause", reason: "too dear" }],
    ["/autoloop status:", { verb: "unknown", written: "status:", meant: "status" }],
  ])("reads %j", (body, expected) => {
    expect(parseCommand(body)).toEqual({ name: null, ...expected });
  });

  it.each([
    ["/autoloop carton: run", { name: "carton", verb: "run" }],
    ["/autoloop Carton: pause now", { name: "carton", verb: "pause", reason: "now" }],
    ["/autoloop carton:", { name: "carton", verb: "help" }],
    ["/autoloop carton : run", { name: null, verb: "instruct", text: "carton : run" }],
    ["/autoloop http://x: run", { name: null, verb: "instruct", text: "http://x: run" }],
  ])("finds the program's name in %j", (body, expected) => {
    expect(parseCommand(body)).toEqual(expected);
  });

  it.each([
    "",
    "autoloop run",
    " /autoloop run",
    "    /autoloop run",
    "\t/autoloop run",
    "\n/autoloop run",
    "> /autoloop run",
    "- /autoloop run",
    "`/autoloop run`",
    "```\n/autoloop run\n```",
    "<!-- x -->\n/autoloop run",
    "<!-- /autoloop run -->",
    "/autoloop <!-- run -->",
    "/autoloop run <!-- x -->",
    "Hello\n/autoloop run",
    "/autoloops run",
    "/autoloop-run",
    "/autoloop.yml is wrong",
    "/autoloop/programs is where they are",
    "/autoloop_run",
    "/autoloop’s words",
    "@autoloop run",
    "/autoloop\u200Brun",
    "\uFEFF/autoloop run",
    "\u200B/autoloop run",
    "/auto\u200Bloop run",
    "/aut\u043Eloop run",
    "\u2215autoloop run",
    "/\uFF41utoloop run",
    "//autoloop run",
  ])("takes %j for no command", (body) => {
    expect(parseCommand(body)).toBeNull();
  });

  it("hears a word that stops where a sign joins it to the address, and no other word", () => {
    expect(
      ["/autoloop-stop", "/autoloop_cancel", "/autoloop=halt!"].map((one) => parseCommand(one)?.verb),
    ).toEqual(["stop", "halting", "halting"]);
    expect(
      ["/autoloop-stop-words", "/autoloop_stop_key", "/autoloop/stop.ts"].map((one) => parseCommand(one)),
    ).toEqual([null, null, null]);
  });

  it.each(["r\u00FCn", "st\u043Ep", "\u202Erun", "\u017Ftop", "run\u00A0now", "pau\u200Bse"])(
    "never takes the look-alike %j for a verb",
    (word) => {
      const command = parseCommand(`/autoloop ${word}`);
      expect(["instruct", "unknown", "halting"]).toContain(command?.verb);
    },
  );

  it("reads only the first line, and of that only a bounded piece", () => {
    expect(parseCommand(`/autoloop run\n${"/autoloop stop\n".repeat(4_000)}`)).toEqual({
      name: null,
      verb: "run",
    });
    const long = parseCommand(`/autoloop ${"x".repeat(65_000)}`);
    expect(long?.verb === "instruct" && long.text.length).toBeLessThan(4_000);
  });

  it.each([" ", "\t", ":", "a:", "<!--", "/autoloop ", "\u200B"])(
    "stays quick on 65,536 times %j",
    (piece) => {
      const body = `/autoloop ${piece.repeat(65_536 / piece.length)}`.slice(0, 65_536);
      expect(() => parseCommand(body)).not.toThrow();
    },
  );

  it("finds a verb only where it is written in ASCII at the very beginning", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.boolean(), (noise, prefixed) => {
        const command = parseCommand(prefixed ? `/autoloop ${noise}` : noise);
        if (command === null || ["instruct", "unknown", "help", "halting"].includes(command.verb)) return;
        expect(noise.toLowerCase()).toMatch(new RegExp(`(?:${VERBS.join("|")})(?:[ \\t\\r\\n]|$)`));
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives back the reason and the value as they stand there", () => {
    const words = fc.string({ unit: fc.constantFrom("a", "é", " ", "`", "\u00A0", "@", "1"), maxLength: 40 });
    fc.assert(
      fc.property(words, (reason) => {
        const command = parseCommand(`/autoloop pause ${reason}`);
        expect(command).toEqual({ name: null, verb: "pause", reason: reason.replace(/^ +| +$/g, "") });
      }),
    );
  });
});

describe(verbMeant, () => {
  const rows = [{ verb: "stop", near: ["cancel", "abort"] }, { verb: "run" }];

  it.each([
    ["stopp", "stop"],
    ["cancel", "stop"],
    ["abrot", "stop"],
    ["rnu", "run"],
    ["cube", null],
  ])("takes %j for %j", (written, meant) => {
    expect(verbMeant(written, rows)).toBe(meant);
  });
});

describe(commandOfBox, () => {
  it("is what a comment with the verb alone asks for", () => {
    for (const { verb } of BOXES) expect(commandOfBox(verb)).toEqual(parseCommand(`/autoloop ${verb}`));
  });
});

describe(nearest, () => {
  it.each([
    ["rnu", "run"],
    ["satus", "status"],
    ["aprove", "approve"],
    ["hlep", "help"],
    ["xx", null],
    ["cube", null],
    ["width", null],
    ["x".repeat(10_000), null],
  ])("takes %j for %j", (written, meant) => {
    expect(nearest(written, VERBS)).toBe(meant);
  });
});

describe("what a command's author is told", () => {
  it("quotes no more than 60 characters of a word", () => {
    expect(commandReason.didYouMean("x".repeat(99), "run")).toContain(` \`${"x".repeat(60)}\`.`);
  });

  it("names at most ten programs", () => {
    const names = Array.from({ length: 12 }, (_, n) => `p${String(n).padStart(2, "0")}`);
    expect(commandReason.whichProgram(names.toReversed())).toMatch(/`p00`, `p01`, .*`p09` and 2 more\.$/);
    expect(commandReason.noProgram("x`\ny", names.slice(0, 10))).toMatch(
      /^There is no program `x' y` here\. .*`p09`\.$/,
    );
  });
});

describe(nearest, () => {
  it("takes the word with the fewest edits, the first of equals", () => {
    expect(nearest("abcdef", ["abcxyf", "abcdex"])).toBe("abcdex");
    expect(nearest("abcdef", ["abcdex", "abcxyf"])).toBe("abcdex");
    expect(nearest("abcdef", ["abcdex", "abcdey"])).toBe("abcdex");
    expect(nearest("bacdef", ["abcdef"])).toBe("abcdef");
    expect(nearest("abcdef", ["uvwxyz"])).toBeNull();
  });
});

describe(`${nearest.name}: the law`, () => {
  /** Exponential and obviously right: optimal string alignment. */
  function edits(a: string, b: string): number {
    if (a === "" || b === "") return a.length + b.length;
    const [head, tail] = [a.slice(0, -1), b.slice(0, -1)];
    const swaps = a.length > 1 && b.length > 1 && a.slice(-2) === b.slice(-1) + b.slice(-2, -1);
    return Math.min(
      edits(head, b) + 1,
      edits(a, tail) + 1,
      edits(head, tail) + Number(a.slice(-1) !== b.slice(-1)),
      swaps ? edits(a.slice(0, -2), b.slice(0, -2)) + 1 : Number.POSITIVE_INFINITY,
    );
  }

  it("is at most two edits, and fewer than the word has letters less one", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(word, word, (written, meant) => {
        const distance = edits(written, meant);
        const isNear = distance <= 2 && distance < meant.length - 1;
        return nearest(written, [meant]) === (isNear ? meant : null);
      }),
      { numRuns: 1_000 },
    );
    expect(nearest("abcd", ["abcdef"])).toBe("abcdef");
    expect(nearest("abc", ["abcdef"])).toBeNull();
    expect(nearest("abx", ["abc"])).toBe("abc");
    expect(nearest("axx", ["abc"])).toBeNull();
    expect(nearest("ba", ["ab"])).toBeNull();
  });
});

describe("names before a command", () => {
  it("are as long as a program's name may be", () => {
    const name = "a".repeat(PROGRAM_NAME_CHARACTERS);
    expect(parseCommand(`/autoloop ${name}: run`)).toEqual({ name, verb: "run" });
    expect(parseCommand(`/autoloop a${name}: run`)).toMatchObject({ name: null, verb: "instruct" });
    expect(parseCommand("/autoloop set  x")).toMatchObject({ verb: "malformed", written: "set" });
  });
});

describe(checkBoxes, () => {
  it("offers what a person may want now", () => {
    const active = aJournal();
    expect(checkBoxes(active.state)).toBe(
      "- [ ] <!-- autoloop:run-now --> Run an iteration now\n- [ ] <!-- autoloop:pause --> Pause",
    );
    expect(checkBoxes(aJournal().paused().state)).toBe("- [ ] <!-- autoloop:resume --> Resume");
    expect(checkBoxes(aJournal().paused("tampered").state)).toBeNull();
    expect(checkBoxes(aJournal().event({ type: "loop.complete", reason: "done" }).state)).toBeNull();
  });
});

describe(tickedBox, () => {
  const pause = "- [x] <!-- autoloop:pause --> Pause";
  const run = "- [X] <!-- autoloop:run-now --> Run an iteration now";

  it("is the box that is ticked, a pause before all others", () => {
    expect(tickedBox(`status\r\n${run} \r\n`)).toBe("run");
    expect(tickedBox(`${run}\n${pause}`)).toBe("pause");
    expect(tickedBox("- [ ] <!-- autoloop:pause --> Pause")).toBeNull();
    expect(tickedBox(` ${pause}`)).toBeNull();
  });
});
