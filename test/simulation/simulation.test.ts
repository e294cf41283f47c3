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

  // In the first two a locked program is stopped, in the third somebody speaks while a quiet look is repeated, in the last
  // a deleted branch comes back at a commit that was made twice.
  it.each([2050, 2758, 4563, 8405])(
    "finds nothing wrong where the checker once did (seed %i)",
    async (seed) => {
      expect((await live(seed)).problems).toEqual([]);
    },
  );

  it("gives on the slots of programs whose journals were torn while they ran (seed 7307)", async () => {
    expect((await live(7307)).problems).toEqual([]);
  });

  it.each([1, 2, 5])("holds every invariant through a long life (seed %i)", async (seed) => {
    const { problems, iterations } = await live(seed, { deeds: 150 });
    expect(problems).toEqual([]);
    expect(iterations).toBeGreaterThan(5);
  });
});

describe("FAULTS", () => {
  it("has every fault of the catalogue once, and says of each that is not simulated who else has it", () => {
    expect(FAULTS.map(({ id }) => id)).toEqual(Array.from({ length: 43 }, (_, n) => `F${n + 1}`));
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
