// The simulation itself: that a seed is one life and no other, and that long lives hold too. The thousand short lives are `npm run simulate`.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FAULTS } from "./catalogue.ts";
import { live } from "./life.ts";

describe(live, () => {
  it("lives the same life for the same seed, to the last commit", async () => {
    const [one, again] = [await live(11), await live(11)];
    expect(again).toEqual(one);
    expect(one.deeds.length).toBeGreaterThan(10);
    expect((await live(12)).fingerprint).not.toBe(one.fingerprint);
  });

  it.each([
    ["a locked program is stopped", 2050],
    ["a locked program is stopped, too", 2758],
    ["somebody speaks while a quiet look is repeated", 4563],
    ["a deleted branch comes back at the first of two commits of one attempt", 8405],
    ["a call that hangs fails after its look", 13111],
    ["the clocks are set between two looks", 15820],
    ["the pull request points at a branch whose rules nobody hides", 172],
    ["two processes that share nothing open an issue at once", 17416],
  ])("finds nothing wrong where the checker once did: %s (seed %i)", async (_, seed) => {
    expect((await live(seed)).problems).toEqual([]);
  });

  it.each([
    ["a list of repositories", 419],
    ["a list of repositories", 838],
    ["what a branch asks for", 1020],
    ["what a branch asks for, where the loop goes on and judges in one plan", 191],
  ])(
    "believes no longer than usual what was asked before the machine's clock was put right: %s (seed %i)",
    async (_, seed) => {
      expect((await live(seed)).problems).toEqual([]);
    },
  );

  it.each([7307, 19680])(
    "gives on the slot of a program whose journal was torn while it ran (seed %i)",
    async (seed) => {
      expect((await live(seed)).problems).toEqual([]);
    },
  );

  it.each([3, 4, 5])("holds every invariant through a long life (seed %i)", async (seed) => {
    const { problems, iterations } = await live(seed, { deeds: 150 });
    expect(problems).toEqual([]);
    expect(iterations).toBeGreaterThan(5);
  });
});

describe("FAULTS", () => {
  it("has every fault of the catalogue once, and says of each that is not simulated who else has it", () => {
    expect(FAULTS.map(({ id }) => id)).toEqual(Array.from({ length: 51 }, (_, n) => `F${n + 1}`));
    for (const { states, elsewhere } of FAULTS) expect(states.length + elsewhere.length).toBeGreaterThan(0);
  });
});

describe("the bugs that test the tester", () => {
  const folder = new URL("bugs/", import.meta.url);
  const patches = readdirSync(folder);

  it.each(patches)("%s still fits the code, or it tests nothing", (name) => {
    const check = () =>
      execFileSync("git", ["apply", "--check", fileURLToPath(new URL(name, folder))], { stdio: "pipe" });
    expect(check).not.toThrow();
  });

  it("are enough", () => {
    expect(patches.length).toBeGreaterThanOrEqual(25);
  });
});
