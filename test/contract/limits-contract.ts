// What every forge does when its host says that the limit is reached. Uses up the world that it is given.

import { describe, expect, it } from "vitest";
import { Retryable } from "../../src/domain/errors.ts";
import { Programs } from "./programs.ts";
import type { ContractWorld } from "./world.ts";

export function limitsContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`limits (${name})`, () => {
    const programs = new Programs(makeWorld);

    it("takes the last answer of the hour for what it says, and asks no more", async () => {
      const issue = await programs.world.openIssue({ title: "limit" });
      await programs.world.exhaust();
      expect((await programs.look(issue)).issue).toMatchObject({ title: "limit" });
      for (let n = 0; n < 3; n += 1) await expect(programs.look(issue)).rejects.toBeInstanceOf(Retryable);
    });
  });

  describe(`limits that are reached (${name})`, () => {
    const programs = new Programs(makeWorld);

    it("asks no more once it was refused for the limit", async () => {
      const issue = await programs.world.openIssue({ title: "limit" });
      await programs.world.exhaust(true);
      for (let n = 0; n < 3; n += 1) await expect(programs.look(issue)).rejects.toBeInstanceOf(Retryable);
    });
  });
}
