// What every `Forge` must show, and what it must call absent.

import { describe, expect, it } from "vitest";
import { Terminal } from "../../src/domain/errors.ts";
import { LABEL } from "../../src/domain/names.ts";
import { Programs, regular } from "./programs.ts";
import { type ContractWorld, keyOf } from "./world.ts";

export function readsContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`Forge (${name})`, () => {
    const programs = new Programs(makeWorld);

    describe("repositories", () => {
      it("names the repository with its installation", async () => {
        expect(await programs.world.forge.repositories()).toContainEqual(programs.world.repository);
      });
    });

    describe("programIssues", () => {
      it("lists open issues with the label and nothing else", async () => {
        const wanted = await programs.world.openIssue({ title: "wanted", labels: [LABEL.program] });
        const closed = await programs.world.openIssue({ title: "closed", labels: [LABEL.program] });
        await programs.world.closeIssue(closed);
        const plain = await programs.world.openIssue({ title: "plain" });
        const { issue, branch, head } = await programs.make();
        await programs.world.forge.commit(programs.world.repository, {
          branch,
          expectedHead: head,
          message: "x",
          files: [regular("x", "x")],
        });
        const request = {
          title: "t",
          body: "b",
          head: branch,
          base: programs.world.defaultBranch,
          labels: [LABEL.program],
        };
        const pull = await programs.world.forge.openPull(programs.world.repository, request);
        const { issues } = await programs.world.forge.programIssues(programs.world.repository);
        const numbers = issues.map(({ number }) => number);
        expect(numbers).toEqual(expect.arrayContaining([wanted, issue]));
        expect(numbers).not.toEqual(expect.arrayContaining([closed]));
        expect(numbers).not.toEqual(expect.arrayContaining([plain]));
        expect(numbers).not.toEqual(expect.arrayContaining([pull]));
      });

      it("shows the same again while nothing changed, and a change when there is one", async () => {
        const before = await programs.world.forge.programIssues(programs.world.repository);
        expect(await programs.world.forge.programIssues(programs.world.repository)).toEqual(before);
        const more = await programs.world.openIssue({ title: "one more", labels: [LABEL.program] });
        const { issues } = await programs.world.forge.programIssues(programs.world.repository);
        expect(issues.map(({ number }) => number)).toContain(more);
      });
    });

    describe("look", () => {
      it("says absent of an issue that is not there, and of a pull request's number", async () => {
        const { branch, head } = await programs.make();
        await programs.world.forge.commit(programs.world.repository, {
          branch,
          expectedHead: head,
          message: "x",
          files: [regular("p", "p")],
        });
        const request = {
          title: "t",
          body: "b",
          head: branch,
          base: programs.world.defaultBranch,
          labels: [],
        };
        const pull = await programs.world.forge.openPull(programs.world.repository, request);
        expect(await programs.look(999_999)).toMatchObject({ issue: "absent", comments: [] });
        expect(await programs.look(pull)).toMatchObject({ issue: "absent", comments: [] });
      });

      it("shows an issue as its author left it", async () => {
        const number = await programs.world.openIssue({
          title: "A title",
          body: "A body",
          labels: ["one", "two"],
        });
        const { issue, self } = await programs.look(number);
        expect(issue).toMatchObject({
          number,
          title: "A title",
          body: "A body",
          state: "open",
          locked: false,
          author: { login: programs.world.person, type: "User" },
          edited: null,
          labelled: [],
        });
        expect(issue === "absent" ? [] : [...issue.labels].sort((a, b) => (a < b ? -1 : 1))).toEqual([
          "one",
          "two",
        ]);
        expect(self).toMatch(/\[bot\]$/);
      });

      it("tells who edited the body and who put the program label on", async () => {
        const number = await programs.world.openIssue({ title: "edited", body: "before" });
        await programs.world.editIssue(number, "after");
        await programs.world.addLabel(number, LABEL.program);
        await programs.world.addLabel(number, "other");
        const { issue } = await programs.look(number);
        expect(issue).toMatchObject({
          body: "after",
          edited: { login: programs.world.person },
          labelled: [{ login: programs.world.person }],
        });
      });

      it("refuses a repository that the app cannot see", async () => {
        const key = { ...keyOf(programs.world, 1), name: "elsewhere" };
        await expect(programs.world.forge.look({ key, name: null })).rejects.toBeInstanceOf(Terminal);
      });

      it("finds nothing of a program that has no branch yet", async () => {
        const issue = await programs.world.openIssue({ title: "new" });
        expect(await programs.look(issue, "never-heard-of")).toMatchObject({
          branch: "absent",
          pulls: [],
          checks: [],
        });
      });

      it("counts what branch and default branch lack of each other", async () => {
        const { issue, name, branch, head } = await programs.make();
        const ours = await programs.world.forge.commit(programs.world.repository, {
          ...{ branch, expectedHead: head, message: "Ours\n\nA trailer: yes" },
          files: [regular("ours", "1")],
        });
        await programs.world.push(programs.world.defaultBranch, "theirs", name);
        await programs.world.push(programs.world.defaultBranch, "theirs", `${name} again`);
        const found = await programs.branchOf(issue, name);
        expect(found).toMatchObject({ head: ours, ahead: 1, behind: 2 });
        expect(found.commits[0]).toMatchObject({
          id: ours,
          message: "Ours\n\nA trailer: yes",
          parents: [head],
        });
        expect(Number.isNaN(Date.parse(found.commits[0]?.committedAt ?? ""))).toBe(false);
      });

      it("shows checks of exactly the branch's head", async () => {
        const { issue, name, branch, head } = await programs.make();
        const commit = await programs.world.forge.commit(programs.world.repository, {
          ...{ branch, expectedHead: head, message: "checked", files: [regular("checked", name)] },
        });
        expect((await programs.look(issue, name)).checks).toEqual([]);
        await programs.world.succeed(commit, "test");
        expect((await programs.look(issue, name)).checks).toContainEqual({
          name: "test",
          app: "github-actions",
          own: false,
          state: "success",
        });
      });
    });

    describe("readText", () => {
      it("reads a file by the id that the look shows", async () => {
        await programs.world.push(programs.world.defaultBranch, ".github/autoloop.yml", "ci: none # ✓\n");
        const { config } = await programs.look(await programs.world.openIssue({ title: "config" }));
        if (config === "absent") throw new Error("no configuration");
        expect(config.path).toBe(".github/autoloop.yml");
        expect(await programs.world.forge.readText(programs.world.repository, config.id)).toBe(
          "ci: none # ✓\n",
        );
      });

      it("refuses an id that nothing has", async () => {
        await expect(
          programs.world.forge.readText(programs.world.repository, "0".repeat(40)),
        ).rejects.toBeInstanceOf(Terminal);
      });
    });

    describe("permission", () => {
      it("knows a maintainer, and nothing of somebody who does not exist", async () => {
        expect(await programs.world.forge.permission(programs.world.repository, programs.world.person)).toBe(
          "maintain",
        );
        expect(
          await programs.world.forge.permission(programs.world.repository, "no-such-person-anywhere"),
        ).toBe("none");
      });
    });
  });
}
