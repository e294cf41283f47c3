// What the role `RepositoryReads` of every forge must show, and what it must call absent.

import { describe, expect, it } from "vitest";
import { Terminal } from "../../src/domain/errors.ts";
import {
  ISSUE_FORM,
  LABEL,
  MEMORY_BRANCH,
  REPO_CONFIG_PATH,
  WORKFLOW,
} from "../../src/domain/program/names.ts";
import type { LeftOut } from "../../src/ports/forge/repository-reads.ts";
import { Programs, regular } from "./programs.ts";
import type { ContractWorld } from "./world.ts";

export function repositoryReadsContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`RepositoryReads (${name})`, () => {
    const programs = new Programs(makeWorld);

    describe("repositories", () => {
      it("names the repository with its account", async () => {
        const leftOut: LeftOut[] = [];
        const found = await programs.world.forge.repositories((one) => leftOut.push(one));
        expect(found).toContainEqual(programs.world.repository);
        expect(leftOut).toEqual([]);
      });

      it("leaves out an account that refuses its list, and names it", async () => {
        const { forge, repository } = programs.world;
        const leftOut: LeftOut[] = [];
        await programs.world.refuseList(true);
        expect(await forge.repositories((one) => leftOut.push(one))).toEqual([]);
        expect(leftOut).toEqual([{ account: repository.account, owner: repository.owner, why: "refused" }]);
        await programs.world.refuseList(false);
        expect(await forge.repositories(() => undefined)).toContainEqual(repository);
      });
    });

    describe("find", () => {
      it("finds a repository by its name, and none where the app is not installed", async () => {
        const { forge, repository } = programs.world;
        expect(await forge.find(repository.owner, repository.name)).toEqual(repository);
        expect(await forge.find(repository.owner, "no-such-repository")).toBe("absent");
      });
    });

    describe("access", () => {
      it("shows what its owner granted", async () => {
        const { forge, repository } = programs.world;
        const { selection, granted, url } = await forge.access(repository);
        expect(selection).toBe("all");
        expect(granted.get("contents")).toBe("write");
        expect(granted.get("checks")).toMatch(/^(?:read|write)$/);
        expect(granted.has("secrets")).toBe(false);
        expect(url).toMatch(/^https?:\/\/\S+\/installations\/\d+$/);
      });
    });

    describe("readiness", () => {
      it("shows a repository without form and workflow, and calls unknown what it may not see", async () => {
        const { forge, repository, defaultBranch } = programs.world;
        expect(await forge.readiness(repository)).toMatchObject({
          ...{ defaultBranch: { name: defaultBranch }, takesIssues: true, isPrivate: false, form: false },
          ...{ workflow: "absent", secrets: "unknown", actions: "unknown" },
        });
      });

      it("shows each file of ours once it is on the default branch, and the checks of its newest commit", async () => {
        const { world } = programs;
        await world.push(world.defaultBranch, REPO_CONFIG_PATH, "ci: none\n");
        await world.push(world.defaultBranch, ISSUE_FORM.path, "name: x\n");
        const head = await world.push(world.defaultBranch, WORKFLOW.path, "name: Autoloop\n");
        await world.succeed(head, "unit tests");
        const seen = await world.forge.readiness(world.repository);
        expect(seen).toMatchObject({
          config: { path: REPO_CONFIG_PATH },
          workflow: { path: WORKFLOW.path },
          form: true,
        });
        expect(seen.checks).toContainEqual(
          expect.objectContaining({
            name: "unit tests",
            app: "github-actions",
            state: "success",
            own: false,
          }),
        );
        const text = seen.workflow === "absent" ? "" : seen.workflow.id;
        expect(await world.forge.readText(world.repository, text)).toBe("name: Autoloop\n");
      });

      it("shows the memory branch once it is there", async () => {
        const { world } = programs;
        const { head } = await programs.make();
        expect((await world.forge.readiness(world.repository)).memory.exists).toBe(false);
        await world.forge.createBranch(world.repository, MEMORY_BRANCH, head);
        expect((await world.forge.readiness(world.repository)).memory.exists).toBe(true);
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

    describe("recentComments", () => {
      it("lists comments of issues and pull requests that changed since then", async () => {
        const { forge, repository } = programs.world;
        const issue = await programs.world.openIssue({ title: "talk" });
        const pull = await programs.openPull();
        const first = await programs.world.comment(issue, "first");
        const second = await programs.world.comment(pull, "second");
        const listed = await forge.recentComments(repository, 0);
        expect(listed).toContainEqual({ issue, id: first, body: "first", updatedAt: expect.any(String) });
        expect(listed).toContainEqual({
          issue: pull,
          id: second,
          body: "second",
          updatedAt: expect.any(String),
        });
        const times = listed.map(({ updatedAt }) => updatedAt);
        expect(times).toEqual(times.toSorted((a, b) => Date.parse(b) - Date.parse(a)));
        expect(await forge.recentComments(repository, Date.parse("2999-01-01"))).toEqual([]);
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
