// What every `Forge` must tell of CI besides its results: which checks are required, and what failing ones say.

import { beforeEach, describe, expect, it } from "vitest";
import { Programs } from "./programs.ts";
import type { ContractWorld } from "./world.ts";

export function ciContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`CI of Forge (${name})`, () => {
    const programs = new Programs(makeWorld);

    describe("requiredChecks", () => {
      beforeEach(() => programs.world.require([]));

      const asked = (branch: string) =>
        programs.world.forge.requiredChecks(programs.world.repository, branch);

      it("is empty where nothing is required, and for a branch that is not there", async () => {
        expect(await asked(programs.world.defaultBranch)).toEqual([]);
        expect(await asked("never-made")).toEqual([]);
      });

      it("names what the branch asks for, each once, as it is at the moment", async () => {
        await programs.world.require(["test", "lint", "test"]);
        expect((await asked(programs.world.defaultBranch)).toSorted()).toEqual(["lint", "test"]);
        const { branch } = await programs.make();
        expect(await asked(branch)).toEqual([]);
        await programs.world.require(["lint"]);
        expect(await asked(programs.world.defaultBranch)).toEqual(["lint"]);
      });
    });

    describe("failures", () => {
      it("tells what the failing checks of a commit printed, in the order that they are asked for", async () => {
        const { forge, repository } = programs.world;
        const commit = await programs.world.fail({
          lint: "Error: no semicolon",
          test: "Error: expected 3 to be 4",
        });
        const told = await forge.failures(repository, commit, ["test", "lint"]);
        expect(told).toMatchObject([
          { name: "test", log: expect.stringContaining("Error: expected 3 to be 4") },
          { name: "lint", log: expect.stringContaining("Error: no semicolon") },
        ]);
        expect(told[0]?.log).not.toContain("semicolon");
      });

      it("says nothing for a check that says nothing or is not there, and never fails for it", async () => {
        const { forge, repository } = programs.world;
        const { branch } = await programs.make();
        const commit = await programs.world.push(branch, "x", "x");
        await programs.world.succeed(commit, "silent");
        const silent = (check: string) => ({ name: check, summary: "", annotations: [], log: "" });
        expect(await forge.failures(repository, commit, ["silent", "gone"])).toEqual([
          silent("silent"),
          silent("gone"),
        ]);
        expect(await forge.failures(repository, commit, [])).toEqual([]);
      });

      it("knows a commit from the one after it", async () => {
        const { forge, repository } = programs.world;
        const before = await programs.world.fail({ test: "Error: first" });
        const after = await programs.world.fail({ test: "Error: second" });
        const log = async (commit: string) => (await forge.failures(repository, commit, ["test"]))[0]?.log;
        expect(await log(before)).toMatch(/Error: first/);
        expect(await log(after)).toMatch(/Error: second/);
      });
    });
  });
}
