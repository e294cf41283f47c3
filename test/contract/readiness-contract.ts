// What every `Forge` must show of whether programs can run in a repository, and the writes of the issue that says so.

import { describe, expect, it } from "vitest";
import {
  ISSUE_FORM,
  LABEL,
  MEMORY_BRANCH,
  REPO_CONFIG_PATH,
  WORKFLOW,
} from "../../src/domain/program/names.ts";
import { Programs } from "./programs.ts";
import { type ContractWorld, keyOf } from "./world.ts";

export function readinessContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`readiness (${name})`, () => {
    const programs = new Programs(makeWorld);

    it("finds a repository by its name, and none where the app is not installed", async () => {
      const { forge, repository } = programs.world;
      expect(await forge.find(repository.owner, repository.name)).toEqual(repository);
      expect(await forge.find(repository.owner, "no-such-repository")).toBe("absent");
    });

    it("shows what the owner of the installation granted", async () => {
      const { forge, repository } = programs.world;
      const { selection, granted, url } = await forge.access(repository);
      expect(selection).toBe("all");
      expect(granted.get("contents")).toBe("write");
      expect(granted.get("checks")).toMatch(/^(?:read|write)$/);
      expect(granted.has("secrets")).toBe(false);
      expect(url).toMatch(/^https?:\/\/\S+\/installations\/\d+$/);
    });

    it("shows a repository without form and workflow, and calls unknown what it may not see", async () => {
      const { forge, repository, defaultBranch } = programs.world;
      expect(await forge.readiness(repository)).toMatchObject({
        ...{ defaultBranch: { name: defaultBranch }, takesIssues: true, form: false },
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
        expect.objectContaining({ name: "unit tests", app: "github-actions", state: "success", own: false }),
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

    it("makes a label once, however often it is asked", async () => {
      const { forge, repository } = programs.world;
      await forge.createLabel(repository, LABEL.program);
      expect((await forge.readiness(repository)).label).toBe(true);
      await forge.createLabel(repository, LABEL.program);
      expect((await forge.readiness(repository)).label).toBe(true);
    });

    it("closes an issue together with its last text", async () => {
      const { forge, repository } = programs.world;
      const text = { title: "Set up", body: "Not yet.", labels: [LABEL.autoloop] };
      const issue = await forge.openIssue(repository, text);
      await forge.editIssue(keyOf(programs.world, issue), { body: "Done.", state: "closed" });
      const { issues } = await forge.lookAtRepository(repository);
      const found = issues.find(({ number }) => number === issue);
      expect(found).toMatchObject({ title: "Set up", body: "Done.", state: "closed" });
      expect(Date.parse(found?.createdAt ?? "")).toBeGreaterThan(0);
    });
  });
}
