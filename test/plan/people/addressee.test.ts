import { describe, expect, it } from "vitest";
import { type Addressable, addressee } from "../../../src/plan/people/addressee.ts";

const program = (name: string, issue: number, more: Partial<Addressable> = {}): Addressable => ({
  name,
  issue,
  status: "active",
  pull_request: null,
  ...more,
});
const carton = program("carton", 4, { pull_request: 9 });
const tiles = program("tiles", 6, { pull_request: 11 });
const both = [tiles, carton];
const said = (issue: number, name: string | null = null) => ({ issue, name });

describe(addressee, () => {
  it.each([
    ["on its own issue", said(6), "tiles"],
    ["on its pull request", said(9), "carton"],
    ["by its name, anywhere", said(99, "tiles"), "tiles"],
    ["by its name, on another program's issue", said(4, "tiles"), "tiles"],
    ["by its name, on another program's pull request", said(9, "tiles"), "tiles"],
  ])("is the program that is meant %s", (_, words, name) => {
    expect(addressee(words, both)).toEqual({ program: name, unclear: null });
  });

  it("is the only program without being named, and the only one that is not over", () => {
    expect(addressee(said(99), [tiles])).toEqual({ program: "tiles", unclear: null });
    const over = [program("old", 1, { status: "completed" }), program("older", 2, { status: "stopped" })];
    expect(addressee(said(99), [...over, tiles])).toEqual({ program: "tiles", unclear: null });
    expect(addressee(said(99), over.slice(1))).toEqual({ program: "older", unclear: null });
  });

  it("is the eldest, to ask back, where several could be meant", () => {
    expect(addressee(said(99), both)).toEqual({ program: "carton", unclear: "which" });
  });

  it("is whoever is there, else the eldest, to ask back about a name that nobody has", () => {
    expect(addressee(said(99, "nobody"), both)).toEqual({ program: "carton", unclear: "unknown" });
    expect(addressee(said(6, "nobody"), both)).toEqual({ program: "tiles", unclear: "unknown" });
  });

  it("is nobody where there is no program", () => {
    expect(addressee(said(99), [])).toBeNull();
  });
});
