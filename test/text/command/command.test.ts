import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCommand, VERBS } from "../../../src/text/command/command.ts";
import { nearest } from "../../../src/text/command/nearest.ts";

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
    ["/autoloop stop using maps", { verb: "malformed", written: "stop" }],
    ["/autoloop try a cube", { verb: "instruct", text: "try a cube" }],
    ["/autoloop cube", { verb: "instruct", text: "cube" }],
    ["/autoloop puase", { verb: "unknown", written: "puase", meant: "pause" }],
    ["/autoloop resum", { verb: "unknown", written: "resum", meant: "resume" }],
    ["/autoloop retry!", { verb: "unknown", written: "retry!", meant: "retry" }],
    ["/autoloop puase it", { verb: "instruct", text: "puase it" }],
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
    "/autoloop:run",
    "/autoloop\u00A0run",
    "/autoloop\u2003run",
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

  it.each(["r\u00FCn", "st\u043Ep", "\u202Erun", "\u017Ftop", "run\u00A0now", "pau\u200Bse"])(
    "never takes the look-alike %j for a verb",
    (word) => {
      const command = parseCommand(`/autoloop ${word}`);
      expect(["instruct", "unknown"]).toContain(command?.verb);
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
        if (command === null || ["instruct", "unknown", "help"].includes(command.verb)) return;
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
