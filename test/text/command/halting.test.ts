import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBareStop, parseCommand } from "../../../src/text/command/command.ts";
import { deniesStop, isNoName, mayMeanStop } from "../../../src/text/command/halting.ts";

/** What may end a loop, said in as many ways as came to mind, apart from the list that the reader has. */
const SAYINGS = [
  ...[
    "stop",
    "pause",
    "cancel",
    "abort",
    "kill",
    "quit",
    "end",
    "off",
    "halt",
    "freeze",
    "hold",
    "terminate",
  ],
  ...["stop it", "don't run", "do not run", "no more", "enough", "shut down", "turn off", "disable", "wait"],
  ...["shut it down", "turn this off", "switch the loop off", "call it off", "don’t continue", "never run"],
  ...[
    "do not start another one",
    "no more runs",
    "that's enough",
    "hang on",
    "hold on",
    "give up",
    "suspend",
  ],
  ...["stpo", "puase", "cancle", "abrot", "hlat", "termiante", "suspned", "stp", "pasue", "STOPP", "disabel"],
] as const;
const BEFORE = [
  "",
  "please ",
  "ok, ",
  "hey, please ",
  "can you ",
  "you should ",
  "I want you to ",
  "we must ",
  "PLEASE, ",
];
const BEHIND = [
  "",
  "!",
  " now",
  " please",
  " it now",
  ".",
  " everything",
  ", this is too expensive",
  " 🙏",
  " - thanks",
];
const ADDRESSES = [
  "/autoloop ",
  "/autoloop: ",
  "/autoloop, ",
  "/autoloop - ",
  "@my-loop ",
  "@my-loop[bot]: ",
  "/autoloop\u00A0",
];

const names = { self: "my-loop[bot]", programs: ["carton"] };
const saying = fc.tuple(
  fc.constantFrom(...BEFORE),
  fc.constantFrom(...SAYINGS),
  fc.constantFrom(...BEHIND),
  fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => `**${text}**`,
    (text) => `\`${text}\``,
  ),
);

describe("words that may mean stop", () => {
  it("start no run, however they are said, and only the literal stop stops", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ADDRESSES), saying, (address, [before, words, behind, dress]) => {
        const text = dress(`${before}${words}${behind}`);
        const command = parseCommand(`${address}${text}`, names);
        const isLiteral = text.toLowerCase() === "stop";
        expect(command?.verb === "stop").toBe(isLiteral);
        if (!isLiteral) expect(["pause", "halting"]).toContain(command?.verb);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ...["too dear, stop", "this costs a lot. Please stop it!", "no wait, pause", "let's call it a day"],
    ...[
      "stop using maps",
      "make it stop",
      "the loop must not go on",
      "nothing more, thanks",
      "no",
      "finish",
      "done",
    ],
    ...[
      "force stop",
      "hard stop",
      "immediate halt",
      "sudo stop",
      "I said stop",
      "no stop",
      "noooo stop",
      "nooo",
    ],
    ...[
      "never mind",
      "nevermind",
      "forget it",
      "that is all, thank you",
      "let's take a pause",
      "graceful shutdown",
    ],
    ...[
      "s.t.o.p",
      "S T O P",
      "stoooop",
      "why don't you stop",
      "ctrl-c",
      "SIGKILL",
      "would someone stop this thing",
    ],
    ...["停止", "стоп", "stoppen", "arrete", "remove", "go away"],
    ...["run, no, stop", "ｓｔｏｐ", "st\u043Ep", "s\u200Btop", "put the whole thing on hold", "do nothing"],
    ...[
      "for god's sake stop",
      "ffs stop",
      "damn it, stop",
      "would you mind stopping",
      "until Monday please pause",
    ],
    ...[
      "we're done",
      "I'm done here",
      "put it on pause",
      "do not",
      "don't",
      "no no no",
      "nothing",
      "later",
      "nvm",
    ],
    ...["scrap it", "park this", "archive", "abandon ship", "slow down", "one moment", "no more", "stop-now"],
  ])("are found in %j", (text) => {
    expect(["halting"]).toContain(parseCommand(`/autoloop ${text}`)?.verb);
  });

  it.each([
    ...[
      "try a deeper carton",
      "parse the input once",
      "use less glue",
      "fill the gaps first",
      "half the width",
    ],
    ...[
      "step through all sizes",
      "fold constants",
      "cause fewer allocations",
      "don't use maps",
      "never copy the array",
    ],
    ...[
      "cube",
      "finish the refactoring",
      "make the walls thinner",
      "all tests pass, go on with the lid",
      "skill",
    ],
    ...[
      "no floats in the inner loop",
      "remove the second pass",
      "skip caches where the lid is open",
      "why don't you use a map",
      "never mind the lid, make it fast",
      "a b tests of a lid",
      "use e x a c t sizes",
      "the cache is too small",
      "think about a cube",
      "close the file early",
    ],
    ...[
      "end-to-end tests are slow, cache the fixture",
      "off-by-one in the lexer",
      "wait-free queues",
      "cool, try SIMD",
    ],
    ...[
      "stop-the-world pauses are long, use an arena",
      "it is slow; use a map",
      "we are done with the lexer, try the lid",
    ],
    "keep going, don't stop",
  ])("are not found in %j, which is how to work", (text) => {
    expect(parseCommand(`/autoloop ${text}`)?.verb).toBe("instruct");
  });

  it.each(["don't stop", "Do not stop!", "never stop", "please don't pause now", "dont stop running"])(
    "are denied in %j, which ends nothing and starts nothing",
    (text) => {
      expect(parseCommand(`/autoloop ${text}`)).toMatchObject({ verb: "unknown", meant: "resume" });
      expect(parseBareStop(text, names)).toBeNull();
    },
  );

  it.each([
    "don't run",
    "do not start",
    "can't stop",
    "don't. Stop!",
    "don't stop the tests, stop the loop",
    "no stop",
  ])("are not denied in %j", (text) => {
    expect(parseCommand(`/autoloop ${text}`)?.verb).toBe("halting");
  });

  it("are not denied where nothing is said", () => {
    expect(deniesStop("")).toBe(false);
  });

  it("are no names", () => {
    expect(["stop", "please", "carton", "stpo"].map(isNoName)).toEqual([true, true, false, true]);
  });

  it.each(["'", "stop ", "do not ", "a.", "<!--", "turn ", "@a ", "\u0130"])(
    "are found soon in %j, many times",
    (piece) => {
      expect(typeof mayMeanStop(piece.repeat(65_536 / piece.length))).toBe("boolean");
    },
  );
});

describe(parseBareStop, () => {
  it("is heard before the app knows its own name", () => {
    const names = { self: null, programs: ["carton"] };
    expect(parseBareStop("Stop carton, please!", names)).toMatchObject({ verb: "halting" });
  });

  it.each([
    ...[
      "stop",
      "Stop!",
      "STOP NOW",
      "please stop",
      "Please, pause.",
      "@maria stop",
      "carton: stop it",
      "stop, please",
    ],
    ...[
      "cancel",
      "hold on",
      "stpo",
      "my-loop, stop",
      " /autoloop stop",
      "stop <!-- really -->",
      "don't run",
      "**stop**",
    ],
  ])("hears %j", (body) => {
    expect(parseBareStop(body, names)).toEqual({ name: null, verb: "halting", written: body.trim() });
  });

  it.each([
    ...[
      "",
      "no",
      "done",
      "step",
      "parse",
      "> stop",
      "```\n/autoloop stop\n```",
      "    stop",
      "~~~\nstop",
      "Never mind.",
      "please",
      "@maria",
      "never",
      "carton",
    ],
    ...[
      "stop using maps",
      "Better stop it when the tests fail.",
      "We stopped for lunch",
      "I'm off",
      "We’re off to lunch",
      "Later!",
      "We're done",
      "Cool, thanks!",
      "Don't use maps",
      "finish",
    ],
    `stop ${"now ".repeat(100)}`,
  ])("leaves %j to other readers", (body) => {
    expect(parseBareStop(body, names)).toBeNull();
  });
});
