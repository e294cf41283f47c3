// What the role `ProgramReads` of every forge must show, and what it must call absent.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Dormant } from "../../src/domain/errors.ts";
import { LABEL } from "../../src/domain/program/names.ts";
import { Programs, regular } from "./programs.ts";
import { type ContractWorld, keyOf } from "./world.ts";

export function programReadsContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`ProgramReads (${name})`, () => {
    const programs = new Programs(makeWorld);

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

      it("is at rest in a repository that the app cannot see", async () => {
        const key = { ...keyOf(programs.world, 1), name: "elsewhere" };
        await expect(programs.world.forge.look({ key, name: null })).rejects.toBeInstanceOf(Dormant);
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
        expect((await programs.look(issue, name)).checks).toContainEqual(
          expect.objectContaining({
            name: "test",
            app: "github-actions",
            own: false,
            state: "success",
          }),
        );
      });
    });

    describe("a repository in which nothing can be done", () => {
      it("is at rest while it is archived or takes no issues, and is looked at again afterwards", async () => {
        const { world } = programs;
        const issue = await world.openIssue({ title: "at rest" });
        for (const [off, on] of [
          [{ archived: true }, { archived: false }],
          [{ issues: false }, { issues: true }],
        ] as const) {
          await world.settings(off);
          await expect(programs.look(issue)).rejects.toBeInstanceOf(Dormant);
          await world.settings(on);
          expect((await programs.look(issue)).issue).toMatchObject({ title: "at rest" });
        }
      });
    });

    describe("thread", () => {
      it("reads all of one conversation, and says absent of what is not there", async () => {
        const { forge, repository, person } = programs.world;
        const issue = await programs.world.openIssue({ title: "talk" });
        const pull = await programs.openPull();
        for (const number of [issue, pull]) {
          const id = await programs.world.comment(number, "said");
          expect(await forge.thread({ ...repository, issue: number })).toMatchObject({
            issue: number,
            comments: [{ id, body: "said", own: false, author: { login: person }, reactions: [] }],
          });
        }
        expect(await forge.thread({ ...repository, issue: 999_999 })).toBe("absent");
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

    describe("filesAt", () => {
      it("lists all files of a commit with their modes", async () => {
        const { branch, head } = await programs.make();
        const files = [regular("deep/er/file", "1"), { ...regular("run", "1"), mode: "100755" as const }];
        const { forge, repository } = programs.world;
        const commit = await forge.commit(repository, { branch, expectedHead: head, message: "m", files });
        const modes = await forge.filesAt(repository, commit);
        if (modes === "unlisted") throw new Error("unexpected");
        expect(Object.fromEntries(modes)).toMatchObject({ "deep/er/file": "100644", run: "100755" });
        expect([...modes.keys()]).not.toContain("deep");
      });
    });

    describe("requiredChecks", () => {
      beforeEach(() => programs.world.require([]));
      afterEach(() => programs.world.hideRules(false));

      const asked = (branch: string) =>
        programs.world.forge.requiredChecks(programs.world.repository, branch);

      it("is empty where nothing is required, and for a branch that is not there", async () => {
        expect(await asked(programs.world.defaultBranch)).toEqual([]);
        expect(await asked("never-made")).toEqual([]);
      });

      it("names what the branch asks for, each once, as it is at the moment", async () => {
        await programs.world.require(["test", "lint", "test"]);
        expect([...(await asked(programs.world.defaultBranch))].toSorted()).toEqual(["lint", "test"]);
        const { branch } = await programs.make();
        expect(await asked(branch)).toEqual([]);
        await programs.world.require(["lint"]);
        expect(await asked(programs.world.defaultBranch)).toEqual(["lint"]);
      });

      it("is unknown where the app is refused the rules, unless the branch says that nothing protects it", async () => {
        await programs.world.require(["test", "lint"]);
        await programs.world.hideRules(true);
        expect(await asked(programs.world.defaultBranch)).toBe("unknown");
        await programs.world.require([]);
        expect(await asked(programs.world.defaultBranch)).toEqual([]);
      });
    });

    describe("checksAt", () => {
      it("shows the checks of any commit as the look shows those of a head", async () => {
        const { world } = programs;
        const { issue, name, branch, head } = await programs.make();
        const before = await world.forge.checksAt(world.repository, head);
        const commit = await world.push(branch, "x", "x");
        await world.succeed(commit, "test");
        const after = await world.push(branch, "x", "y");
        expect(await world.forge.checksAt(world.repository, commit)).toMatchObject([
          { name: "test", app: "github-actions", own: false, state: "success" },
        ]);
        await world.succeed(after, "lint");
        const { checks } = await programs.look(issue, name);
        expect(await world.forge.checksAt(world.repository, after)).toEqual(checks);
        expect(before.filter(({ name: other }) => other === "test")).toEqual([]);
      });

      it("shows none of a commit that is not there", async () => {
        const { forge, repository } = programs.world;
        expect(await forge.checksAt(repository, "0".repeat(40))).toEqual([]);
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
