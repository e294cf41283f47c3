import { describe, expect, it } from "vitest";
import { readsLikeStanding } from "../../../src/text/command/standing-words.ts";

describe(readsLikeStanding, () => {
  it.each([
    "NEVER change the public API.",
    "Please always run the formatter.",
    "From now on, prefer small steps.",
    "Leave the cache alone until the release.",
    "don't ever touch src/legacy",
    "Under no circumstances use eval",
    "As long as #12 is open, no new dependencies.",
    "Ab jetzt nur kleine Schritte.",
    "Niemals die API ändern!",
    "Ne touchez jamais au cache.",
    "今後はキャッシュに触れないでください。",
    "First line.\nIt must at\n all  times compile.",
  ])("is true of %j", (body) => {
    expect(readsLikeStanding(body)).toBe(true);
  });

  it.each([
    "Try a cube.",
    "Never mind.",
    "Nevertheless, try a cube.",
    "> never touch the lid\n\nWhy not?",
    "The untill is spelt wrong.",
    "Use alwaysOn = false in the config",
    "This was the nicest one.",
    "",
  ])("is false of %j", (body) => {
    expect(readsLikeStanding(body)).toBe(false);
  });

  it("looks at as much as is ever told", () => {
    expect(readsLikeStanding(`${"x ".repeat(2_000)}never`)).toBe(false);
  });
});
