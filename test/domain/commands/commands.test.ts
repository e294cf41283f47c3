import { describe, expect, it } from "vitest";
import {
  BOXES,
  COMMANDS,
  countsEarly,
  isQuestion,
  partsOfAnswer,
  permissionFor,
  reactionWhenQueued,
  resumes,
  rowOf,
  VERBS,
} from "../../../src/domain/commands/commands.ts";

const LATER = "a verb that a later version wrote";

/** Verbs of which something is true. */
const those = (is: (verb: string) => boolean) => COMMANDS.map(({ verb }) => verb).filter(is);

describe("COMMANDS", () => {
  it("lists each verb once, at a place of its own", () => {
    const { length } = COMMANDS;
    expect(new Set(COMMANDS.map(({ verb }) => verb)).size).toBe(length);
    const places = COMMANDS.map(({ order }) => order);
    expect(new Set(places).size).toBe(length);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("has the row of each verb", () => {
    expect(COMMANDS.map(({ verb }) => rowOf(verb))).toEqual(COMMANDS);
  });

  it("has words of a kind that a table can hold, and answers for questions only", () => {
    for (const { verb } of COMMANDS) {
      const { help, manual, shows, permission } = rowOf(verb);
      expect(`${help}${manual}`).not.toMatch(/[|\n]/);
      expect(manual).toMatch(/\.$/);
      expect({ verb, answers: shows !== undefined }).toEqual({ verb, answers: permission === "ask" });
    }
  });

  it("has words of its own for each verb: none that means another one too", () => {
    const words = VERBS.flatMap((verb) => [verb, ...(rowOf(verb).near ?? [])]);
    expect(new Set(words).size).toBe(words.length);
  });
});

describe("BOXES", () => {
  it("fit GitHub's buttons: three, of 20 and 40 characters", () => {
    expect(BOXES.length).toBeLessThanOrEqual(3);
    for (const { verb, box } of BOXES) {
      expect(verb.length).toBeLessThanOrEqual(20);
      expect(box.button.length).toBeLessThanOrEqual(20);
      expect(box.description.length).toBeLessThanOrEqual(40);
    }
  });

  it("are found again by markers of their own", () => {
    expect(BOXES.map(({ verb, box }) => [verb, box.marker])).toEqual([
      ["run", "run-now"],
      ["pause", "pause"],
      ["resume", "resume"],
    ]);
  });
});

describe("what the rows say", () => {
  it("tells questions, brakes and what ends a pause", () => {
    expect(those(isQuestion)).toEqual(["status", "doctor", "help"]);
    expect(those((verb) => permissionFor(verb) === "halt")).toEqual(["pause", "stop"]);
    expect(those(resumes)).toEqual(["retry", "resume"]);
    expect(those(countsEarly)).toEqual(["approve"]);
  });

  it("shows what a question is about, and where the program stands for any other", () => {
    expect(partsOfAnswer("doctor")).toEqual(["status", "doctor"]);
    expect(partsOfAnswer("help")).toEqual(["help"]);
    expect(partsOfAnswer(LATER)).toEqual(["status"]);
  });

  it("acknowledges what waits", () => {
    expect(reactionWhenQueued("approve")).toBe("eyes");
    expect(reactionWhenQueued("run")).toBe("rocket");
    expect(reactionWhenQueued(LATER)).toBe("rocket");
  });

  it("takes a verb that has no row for nothing that changes anything", () => {
    expect([isQuestion(LATER), resumes(LATER), countsEarly(LATER)]).toEqual([false, false, false]);
    expect(permissionFor("unknown")).toBe("ask");
  });
});
