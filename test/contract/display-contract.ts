// What the role `Display` of every forge must do: carry out several things in their order, each whatever became of those
// before it, and look at the program with the answer.

import { describe, expect, it } from "vitest";
import { Conflict, Terminal } from "../../src/domain/errors.ts";
import { BODY_CHARACTERS } from "../../src/domain/limits.ts";
import type { Look } from "../../src/ports/forge/program-reads.ts";
import { Programs } from "./programs.ts";
import type { ContractWorld } from "./world.ts";

const CHECK = {
  ...{
    name: "autoloop",
    conclusion: "success" as const,
    title: "Kept",
    summary: "Better.",
    externalId: "one",
  },
  buttons: [{ label: "Pause", description: "Starts nothing", identifier: "pause" }],
};

export function displayContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`Display (${name})`, () => {
    const programs = new Programs(makeWorld);

    /** A program with a branch, a pull request and a status comment, as it was looked at. */
    async function shown() {
      const { world } = programs;
      const { forge, repository } = world;
      const issue = await world.openIssue({ title: "shown" });
      const key = { ...repository, issue };
      const branch = `autoloop/shown-${issue}`;
      const main = await world.push(world.defaultBranch, `base-${issue}.txt`, "base");
      await forge.createBranch(repository, branch, main);
      await world.push(branch, `file-${issue}.txt`, "changed");
      const request = {
        title: "t",
        body: "b",
        head: branch,
        base: world.defaultBranch,
        labels: ["autoloop"],
      };
      const pull = await forge.openPull(repository, request);
      const status = await forge.postComment(key, "status 1");
      const look: Look = { key, name: `shown-${issue}` };
      const view = await forge.look(look);
      const head = view.branch === "absent" ? "" : view.branch.head;
      return { forge, look, issue, pull, status, head };
    }

    it("shows everything in its order, and with it what a look would show after it", async () => {
      const { forge, look, issue, pull, status, head } = await shown();
      const { became, view } = await forge.show(look, [
        { what: "editComment", issue, comment: status, body: "status 2", seen: "status 1" },
        { what: "postComment", issue, body: "iteration 1" },
        { what: "editPull", number: pull, change: { body: "better" } },
        { what: "writeCheck", check: { ...CHECK, head } },
      ]);
      expect(became).toMatchObject([
        { outcome: undefined },
        { outcome: expect.any(Number) },
        { outcome: undefined },
        { outcome: "written" },
      ]);
      const after = await forge.look(look);
      expect(after.comments.map(({ body, own }) => [body, own])).toEqual([
        ["status 2", true],
        ["iteration 1", true],
      ]);
      expect(became[1]).toEqual({ outcome: after.comments[1]?.id });
      expect(after.pulls).toMatchObject([{ number: pull, title: "t", body: "better" }]);
      expect(after.checks).toMatchObject([{ name: "autoloop", own: true, externalId: "one" }]);
      expect(view).toEqual(after);
    });

    it("carries out the others where one is refused, and says of which", async () => {
      const { forge, look, issue, pull, status } = await shown();
      const { became, view } = await forge.show(look, [
        { what: "editComment", issue, comment: status, body: "x".repeat(BODY_CHARACTERS + 1) },
        { what: "postComment", issue, body: "iteration 1" },
        { what: "editPull", number: pull, change: { title: "x".repeat(300) } },
        { what: "writeCheck", check: { ...CHECK, head: "0".repeat(40) } },
        { what: "postComment", issue, body: "iteration 2" },
      ]);
      expect(became).toMatchObject([
        { failure: expect.any(Terminal) },
        { outcome: expect.any(Number) },
        { failure: expect.any(Terminal) },
        { outcome: "not now" },
        { outcome: expect.any(Number) },
      ]);
      const { comments, pulls } = await forge.look(look);
      expect(comments.map(({ body }) => body)).toEqual(["status 1", "iteration 1", "iteration 2"]);
      expect(pulls).toMatchObject([{ title: "t" }]);
      if (view !== null) expect(view.comments.map(({ id }) => id)).toEqual(comments.map(({ id }) => id));
    });

    it("writes over no edit that was not seen, and shows the rest", async () => {
      const { forge, look, issue, status } = await shown();
      await programs.world.editComment(issue, status, "status, and a box that a person ticked");
      const { became } = await forge.show(look, [
        { what: "editComment", issue, comment: status, body: "status 2", seen: "status 1" },
        { what: "postComment", issue, body: "iteration 1" },
      ]);
      expect(became).toMatchObject([{ failure: expect.any(Conflict) }, { outcome: expect.any(Number) }]);
      const { comments } = await forge.look(look);
      expect(comments.map(({ body }) => body)).toEqual([
        "status, and a box that a person ticked",
        "iteration 1",
      ]);
    });

    it("shows on an issue that nobody looked at, one by one where it must", async () => {
      const { world } = programs;
      const issue = await world.openIssue({ title: "never seen" });
      const key = { ...world.repository, issue };
      const { became } = await world.forge.show({ key, name: null }, [
        { what: "postComment", issue, body: "one" },
        { what: "postComment", issue, body: "two" },
      ]);
      expect(became).toMatchObject([{ outcome: expect.any(Number) }, { outcome: expect.any(Number) }]);
      const { comments } = await world.forge.look({ key, name: null });
      expect(comments.map(({ body }) => body)).toEqual(["one", "two"]);
    });
  });
}
