// What every `Forge` must do to pull requests and labels.

import { describe, expect, it } from "vitest";
import { Terminal } from "../../src/domain/errors.ts";
import { BODY_CHARACTERS } from "../../src/domain/limits.ts";
import { Programs, regular } from "./programs.ts";
import { type ContractWorld, keyOf } from "./world.ts";

export function pullsContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`Forge (${name})`, () => {
    const programs = new Programs(makeWorld);

    describe("writeCheck", () => {
      it("leaves one check of the app, which is what was written last", async () => {
        const { issue, name, head } = await programs.make();
        const check = {
          ...{ head, name: `Autoloop / ${name}`, conclusion: "success" as const, title: "t", summary: "s" },
          buttons: [{ label: "Pause", description: "Nothing new begins", identifier: "pause" }],
        } as const;
        const { forge, repository } = programs.world;
        for (const externalId of ["autoloop:1:before", "autoloop:1:after"])
          expect(await forge.writeCheck(repository, { ...check, externalId })).toBe("written");
        const { checks } = await programs.look(issue, name);
        expect(checks).toMatchObject([{ own: true, name: check.name, externalId: "autoloop:1:after" }]);
      });
    });

    describe("openPull", () => {
      it("opens one draft, finds it again, and opens another only when it is closed", async () => {
        const { issue, name, branch, head } = await programs.make();
        const commit = await programs.world.forge.commit(programs.world.repository, {
          ...{ branch, expectedHead: head, message: "x", files: [regular("pull", name)] },
        });
        const request = {
          title: "T",
          body: "B",
          head: branch,
          base: programs.world.defaultBranch,
          labels: ["automation"],
        };
        const number = await programs.world.forge.openPull(programs.world.repository, request);
        expect(await programs.world.forge.openPull(programs.world.repository, request)).toBe(number);
        expect((await programs.look(issue, name)).pulls).toEqual([
          {
            ...{ number, state: "open", draft: true, own: true, sameRepository: true, title: "T", body: "B" },
            ...{ base: programs.world.defaultBranch, head: commit, labels: ["automation"] },
          },
        ]);
        await programs.world.closePull(number);
        const second = await programs.world.forge.openPull(programs.world.repository, {
          ...request,
          labels: [],
        });
        expect((await programs.look(issue, name)).pulls).toMatchObject([
          { number: second, state: "open" },
          { number, state: "closed" },
        ]);
      });

      it("refuses when there is nothing to show", async () => {
        const { branch, issue } = await programs.make();
        const at = await programs.defaultHead(issue);
        await programs.world.forge.fastForward(programs.world.repository, branch, at);
        const request = {
          title: "T",
          body: "B",
          head: branch,
          base: programs.world.defaultBranch,
          labels: [],
        };
        await expect(
          programs.world.forge.openPull(programs.world.repository, request),
        ).rejects.toBeInstanceOf(Terminal);
      });
    });

    describe("editPull", () => {
      it("changes what it is given and leaves the rest", async () => {
        const { issue, name, branch, head } = await programs.make();
        await programs.world.forge.commit(programs.world.repository, {
          ...{ branch, expectedHead: head, message: "x", files: [regular("edit", name)] },
        });
        const request = {
          title: "T",
          body: "B",
          head: branch,
          base: programs.world.defaultBranch,
          labels: [],
        };
        const number = await programs.world.forge.openPull(programs.world.repository, request);
        await programs.world.forge.editPull(programs.world.repository, number, { body: "New" });
        expect((await programs.look(issue, name)).pulls).toMatchObject([{ number, title: "T", body: "New" }]);
        const tooLong = { body: "x".repeat(BODY_CHARACTERS + 1) };
        await expect(
          programs.world.forge.editPull(programs.world.repository, number, tooLong),
        ).rejects.toBeInstanceOf(Terminal);
      });
    });

    describe("setLabels", () => {
      it("adds and removes, and doing it twice changes nothing", async () => {
        const number = await programs.world.openIssue({ title: "labels", labels: ["old", "kept"] });
        const change = { add: ["new"], remove: ["old"] };
        await programs.world.forge.setLabels(keyOf(programs.world, number), change);
        await programs.world.forge.setLabels(keyOf(programs.world, number), change);
        const { issue } = await programs.look(number);
        expect(issue === "absent" ? [] : [...issue.labels].sort((a, b) => (a < b ? -1 : 1))).toEqual([
          "kept",
          "new",
        ]);
      });

      it("refuses an issue that is not there", async () => {
        const change = { add: [], remove: ["old"] };
        await expect(
          programs.world.forge.setLabels(keyOf(programs.world, 999_999), change),
        ).rejects.toBeInstanceOf(Terminal);
      });
    });
  });
}
