import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBareStop } from "../../../src/text/command/command.ts";
import { withoutSignature } from "../../../src/text/command/signature.ts";

const NAMES = { self: "my-loop[bot]", programs: ["carton"] };

const BELOW = [
  "-- \nJane",
  "--\nJane Doe\nSenior Engineer, Example Ltd.\n+1 555 0100",
  "—\nJane",
  "____________\nJane",
  "Sent from my iPhone",
  "Sent from Outlook for iOS <https://aka.ms/o0ukef>",
  "Get Outlook for Android",
  "Von meinem iPhone gesendet",
  "Kind regards,\nJane Doe",
  "Thanks!\n\nJane\nMaintainer",
  "— Jane Doe",
  "- Jane",
  "On Mon, 1 Dec 2026 at 10:00, my-loop[bot] ***@***.***> wrote:\n\n> ### Iteration 3\n>\n> go on",
] as const;

describe(withoutSignature, () => {
  it.each(BELOW)("leaves what is said above %j", (below) => {
    for (const line of ["\n", "\n\n", "\r\n\r\n"]) {
      const body = `please stop${line}${below}`;
      expect(withoutSignature(body).trim()).toBe("please stop");
      expect(parseBareStop(body, NAMES)).toEqual({ name: null, verb: "halting", written: "please stop" });
    }
  });

  it.each([
    "stop\n\nthe lid is too wide, make it smaller",
    "stop\n\n> go on",
    "stop\n\nOn Mondays the server wrote:\n\nnothing",
    "stop\n\n- use less glue\n- make it smaller",
    "stop\n\n- Use less glue\n- Make it smaller",
    "stop\n\nThanks\n\nand now the first thing: try to make the walls thinner, and see whether it holds\nb\nc\nd",
    "stop\n\n---\n\nusing maps",
    "try it\n-- \nstop",
    "> stop\n-- \nJane",
  ])("leaves %j no word that would be only stop", (body) => {
    expect(parseBareStop(body, NAMES)).toBeNull();
  });

  it("takes a signature alone for what is said", () => {
    expect(withoutSignature("-- \nJane")).toBe("-- \nJane");
    expect(parseBareStop("-- \nstop", NAMES)).not.toBeNull();
  });

  it("cuts at lines alone, below the first", () => {
    const line = fc.constantFrom(
      "stop",
      "",
      "--",
      "- Jane",
      "> x",
      "Thanks,",
      "On 1 Dec Jane wrote:",
      "words",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join("\n");
        const left = withoutSignature(text);
        expect(text.startsWith(left)).toBe(true);
        expect(["\n", ""]).toContain(text.slice(left.length, left.length + 1));
        expect(left.startsWith(lines[0] ?? "")).toBe(true);
      }),
    );
  });

  it("is soon done with a long text", () => {
    for (const piece of ["\n", "> \n", "Thanks\n", "- J\n", "on a b c wrote:\n"])
      expect(withoutSignature(piece.repeat(65_536 / piece.length)).length).toBeLessThanOrEqual(65_536);
  });
});
