// What the role `Conversation` of every forge must do with issues and labels; comments have a file of their own.

import { describe, expect, it } from "vitest";
import { Terminal } from "../../src/domain/errors.ts";
import { LABEL } from "../../src/domain/program/names.ts";
import { Programs } from "./programs.ts";
import { type ContractWorld, keyOf } from "./world.ts";

export function conversationContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`Conversation (${name})`, () => {
    const programs = new Programs(makeWorld);

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

    describe("editIssue", () => {
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

    describe("createLabel", () => {
      it("makes a label once, however often it is asked", async () => {
        const { forge, repository } = programs.world;
        await forge.createLabel(repository, LABEL.program);
        expect((await forge.readiness(repository)).label).toBe(true);
        await forge.createLabel(repository, LABEL.program);
        expect((await forge.readiness(repository)).label).toBe(true);
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

    describe("comments on pull requests", () => {
      it("takes the app's answer and its reaction on a pull request", async () => {
        const { forge, repository } = programs.world;
        const issue = await programs.openPull();
        const key = { ...repository, issue };
        const asked = await programs.world.comment(issue, "/autoloop status");
        const answer = await forge.postComment(key, "before");
        await forge.editComment(key, answer, "after");
        await forge.react(key, asked, "+1");
        expect(await forge.thread(key)).toMatchObject({
          comments: [
            { id: asked, own: false, reactions: ["+1"] },
            { id: answer, own: true, body: "after" },
          ],
        });
      });
    });
  });
}
