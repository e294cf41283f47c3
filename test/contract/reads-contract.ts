// What every `Forge` must show, and what it must call absent.

import { describe, expect, it } from "vitest";
import { Terminal } from "../../src/domain/errors.ts";
import { LABEL } from "../../src/domain/program/names.ts";
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
        const issues = await programs.world.forge.programIssues(programs.world.repository);
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
        const issues = await programs.world.forge.programIssues(programs.world.repository);
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

      it("tells who turned it off and on", async () => {
        const number = await programs.world.openIssue({
          title: "off and on",
          labels: [LABEL.program, "other"],
        });
        await programs.world.removeLabel(number, "other");
        expect((await programs.look(number)).issue).toMatchObject({
          unlabelled: [],
          closed: [],
          reopened: [],
        });
        await programs.world.removeLabel(number, LABEL.program);
        await programs.world.closeIssue(number);
        await programs.world.reopenIssue(number);
        const by = [{ login: programs.world.person }];
        expect((await programs.look(number)).issue).toMatchObject({
          unlabelled: by,
          closed: by,
          reopened: by,
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

    describe("lookAtRepository", () => {
      it("shows program files and the registry of the default branch, and no other file", async () => {
        const { world } = programs;
        for (const path of [
          ".autoloop/program.md",
          ".autoloop/programs/bare.md",
          ".autoloop/programs/one/program.md",
          ".autoloop/programs/one/notes.md",
          ".autoloop/notes.md",
        ])
          await world.push(world.defaultBranch, path, `text of ${path}`);
        const { files, registry, self } = await world.forge.lookAtRepository(world.repository);
        expect(files.map(({ path }) => path).toSorted()).toEqual([
          ".autoloop/program.md",
          ".autoloop/programs/bare.md",
          ".autoloop/programs/one/program.md",
        ]);
        expect(registry).toBe("absent");
        expect(self).toMatch(/\[bot\]$/);
        const bare = files.find(({ path }) => path.endsWith("bare.md"));
        expect(await world.forge.readText(world.repository, bare?.id ?? "")).toBe(
          "text of .autoloop/programs/bare.md",
        );
      });

      it("shows open and closed issues with a label of ours, and no other", async () => {
        const { world } = programs;
        const open = await world.openIssue({ title: "open one", labels: [LABEL.autoloop] });
        const closed = await world.openIssue({ title: "closed one", labels: [LABEL.program] });
        await world.closeIssue(closed);
        const other = await world.openIssue({ title: "another", labels: ["bug"] });
        const { issues } = await world.forge.lookAtRepository(world.repository);
        expect(issues.find(({ number }) => number === open)).toMatchObject({
          title: "open one",
          state: "open",
          author: { login: world.person, type: "User" },
          labels: [LABEL.autoloop],
          edited: null,
        });
        expect(issues.find(({ number }) => number === closed)?.state).toBe("closed");
        expect(issues.some(({ number }) => number === other)).toBe(false);
      });
    });

    describe("openIssue and editIssue", () => {
      it("make and change an issue of the app, with its labels", async () => {
        const { world } = programs;
        const text = { title: "By the app", body: "One", labels: [LABEL.program, LABEL.autoloop] };
        const number = await world.forge.openIssue(world.repository, text);
        const made = await programs.look(number);
        expect(made.issue).toMatchObject({
          ...{ title: "By the app", body: "One", state: "open", edited: null },
          author: { login: made.self, type: "Bot" },
          labelled: [{ login: made.self }],
        });
        await world.forge.editIssue(keyOf(world, number), {
          title: "Changed",
          body: "Two",
          labels: ["other"],
        });
        const { issue } = await programs.look(number);
        expect(issue).toMatchObject({ title: "Changed", body: "Two", labels: ["other"] });
        expect(issue).toMatchObject({ edited: { login: made.self } });
      });
    });

    describe("look at a program that is a file", () => {
      it("shows the places where its file is, the one that wins first", async () => {
        const { world } = programs;
        const issue = await world.openIssue({ title: "filed" });
        const key = keyOf(world, issue);
        const [bare, directory] = [".autoloop/programs/filed.md", ".autoloop/programs/filed/program.md"];
        const sources = async () =>
          (await world.forge.look({ key, name: "filed", source: bare })).sources.map(({ path }) => path);
        expect(await sources()).toEqual([]);
        await world.push(world.defaultBranch, bare, "bare");
        expect(await sources()).toEqual([bare]);
        await world.push(world.defaultBranch, directory, "directory");
        expect(await sources()).toEqual([directory, bare]);
        expect((await world.forge.look({ key, name: "filed" })).sources).toEqual([]);
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

    describe("openPulls", () => {
      it("lists open pull requests with their branches and authors, and no closed ones", async () => {
        const { world } = programs;
        const { branch, head } = await programs.make();
        const files = [regular("x", "x")];
        await world.forge.commit(world.repository, { branch, expectedHead: head, message: "x", files });
        const request = { title: "t", body: "b", head: branch, base: world.defaultBranch, labels: [] };
        const number = await world.forge.openPull(world.repository, request);
        const listed = async () =>
          (await world.forge.openPulls(world.repository)).filter((pull) => pull.number === number);
        const author = { login: expect.stringMatching(/^autoloop.*\[bot\]$/), type: "Bot" };
        expect(await listed()).toEqual([{ number, title: "t", branch, sameRepository: true, author }]);
        await world.closePull(number);
        expect(await listed()).toEqual([]);
      });
    });

    describe("lastAuthor", () => {
      it("names who touched the file last, whoever wrote others since, and nobody for a file that never was", async () => {
        const { world } = programs;
        const { branch } = await programs.make();
        await world.push(branch, "a.md", "by a person");
        const { head: expectedHead } = await programs.branchOf(
          await world.openIssue({ title: "author" }),
          branch.replace("autoloop/", ""),
        );
        const files = [regular("b.md", "by the app")];
        await world.forge.commit(world.repository, { branch, expectedHead, message: "b", files });
        const author = (path: string) => world.forge.lastAuthor(world.repository, branch, path);
        expect(await author("a.md")).toBe(world.person);
        expect(await author("b.md")).toMatch(/^autoloop/);
        expect(await author("c.md")).toBeNull();
      });
    });

    describe("standing", () => {
      it("knows a maintainer, and nothing of somebody who does not exist", async () => {
        const { forge, repository, person } = programs.world;
        expect(await forge.standing(repository, person)).toEqual({
          permission: "maintain",
          id: expect.any(Number),
        });
        expect(await forge.standing(repository, "no-such-person-anywhere")).toEqual({
          permission: "none",
          id: null,
        });
      });
    });
  });
}
