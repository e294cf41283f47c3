// What the role `Changes` of every forge must do with pull requests and checks of its own.

import { describe, expect, it } from "vitest";
import { Terminal } from "../../src/domain/errors.ts";
import { BODY_CHARACTERS } from "../../src/domain/limits.ts";
import { Programs, regular } from "./programs.ts";
import type { ContractWorld } from "./world.ts";

export function changesContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`Changes (${name})`, () => {
    const programs = new Programs(makeWorld);

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

      it("is shown as wanted again until it is written anew", async () => {
        const { issue, name, head } = await programs.make();
        const { forge, repository } = programs.world;
        const check = {
          ...{ head, name: `Autoloop / ${name}`, conclusion: "success" as const, title: "t", summary: "s" },
          ...{ buttons: [], externalId: "autoloop:1:same" },
        };
        const pending = async () =>
          (await programs.look(issue, name)).checks.filter(({ own, state }) => own && state === "pending");
        await forge.writeCheck(repository, check);
        expect(await pending()).toEqual([]);
        await programs.world.rerequest(head, check.name);
        expect(await pending()).toMatchObject([{ app: "autoloop" }]);
        await forge.writeCheck(repository, check);
        expect(await pending()).toEqual([]);
      });
    });
  });
}
