// What every `Forge` must do with comments on other issues and on pull requests.

import { describe, expect, it } from "vitest";
import { Programs } from "./programs.ts";
import type { ContractWorld } from "./world.ts";

export function talkContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`talk elsewhere of Forge (${name})`, () => {
    const programs = new Programs(makeWorld);

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
}
