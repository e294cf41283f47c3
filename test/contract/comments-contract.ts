// What the role `Conversation` of every forge must do with comments: show all of them, however many, as they are now.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Conflict, Terminal } from "../../src/domain/errors.ts";
import { BODY_CHARACTERS } from "../../src/domain/limits.ts";
import { type ContractWorld, keyOf } from "./world.ts";

export function commentsContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`Conversation: comments (${name})`, () => {
    let world: ContractWorld;

    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.close());

    const bodies = async (issue: number) => {
      const { comments } = await world.forge.look({ key: keyOf(world, issue), name: null });
      return comments.map(({ body }) => body);
    };

    it("tells the app's own from a person's, oldest first", async () => {
      const issue = await world.openIssue({ title: "who" });
      const theirs = await world.comment(issue, "theirs");
      const ours = await world.forge.postComment(keyOf(world, issue), "ours");
      const { comments, self } = await world.forge.look({ key: keyOf(world, issue), name: null });
      expect(comments).toMatchObject([
        {
          id: theirs,
          body: "theirs",
          own: false,
          author: { login: world.person, type: "User" },
          edited: null,
        },
        { id: ours, body: "ours", own: true, author: { login: self, type: "Bot" }, edited: null },
      ]);
    });

    it("shows edits with their editor and forgets what was deleted", async () => {
      const issue = await world.openIssue({ title: "edits" });
      const first = await world.comment(issue, "first");
      const second = await world.comment(issue, "second");
      const ours = await world.forge.postComment(keyOf(world, issue), "ours");
      expect(await bodies(issue)).toEqual(["first", "second", "ours"]);
      await world.editComment(issue, first, "first, better");
      await world.forge.editComment(keyOf(world, issue), ours, "ours, better");
      await world.deleteComment(issue, second);
      const { comments } = await world.forge.look({ key: keyOf(world, issue), name: null });
      expect(comments).toMatchObject([
        { id: first, body: "first, better", edited: { login: world.person } },
        { id: ours, body: "ours, better" },
      ]);
      expect(comments).toHaveLength(2);
    });

    it("shows the app's reaction on the issue itself, and twice is once", async () => {
      const issue = await world.openIssue({ title: "welcome" });
      const seen = async () => (await world.forge.look({ key: keyOf(world, issue), name: null })).issue;
      expect(await seen()).toMatchObject({ reactions: [] });
      await world.forge.reactToIssue(keyOf(world, issue), "eyes");
      await world.forge.reactToIssue(keyOf(world, issue), "eyes");
      expect(await seen()).toMatchObject({ reactions: ["eyes"] });
    });

    it("shows the app's reactions once they are there, and twice is once", async () => {
      const issue = await world.openIssue({ title: "eyes" });
      const comment = await world.comment(issue, "look here");
      const seen = async () => {
        const { comments } = await world.forge.look({ key: keyOf(world, issue), name: null });
        return comments.map((one) => one.reactions);
      };
      expect(await seen()).toEqual([[]]);
      await world.forge.react(keyOf(world, issue), comment, "eyes");
      await world.forge.react(keyOf(world, issue), comment, "eyes");
      expect(await seen()).toEqual([["eyes"]]);
      await world.forge.react(keyOf(world, issue), comment, "+1");
      await world.forge.react(keyOf(world, issue), comment, "confused");
      expect(new Set((await seen())[0])).toEqual(new Set(["eyes", "+1", "confused"]));
    });

    it("holds more than a hundred, through edits, deletes and additions at either end", async () => {
      const issue = await world.openIssue({ title: "many" });
      const ids: number[] = [];
      const expected: string[] = [];
      for (let n = 0; n < 130; n += 1) {
        ids.push(await world.comment(issue, `comment ${n}`));
        expected.push(`comment ${n}`);
      }
      expect(await bodies(issue)).toEqual(expected);
      expect(await bodies(issue)).toEqual(expected);
      await world.editComment(issue, ids[3] ?? 0, "edited late");
      expected[3] = "edited late";
      expect(await bodies(issue)).toEqual(expected);
      await world.deleteComment(issue, ids[5] ?? 0);
      await world.comment(issue, "instead");
      expected.splice(5, 1);
      expected.push("instead");
      expect(await bodies(issue)).toEqual(expected);
      await world.forge.react(keyOf(world, issue), ids[0] ?? 0, "rocket");
      const { comments } = await world.forge.look({ key: keyOf(world, issue), name: null });
      expect(comments.filter(({ reactions }) => reactions.length > 0).map(({ id }) => id)).toEqual([ids[0]]);
    });

    it("shows which comments somebody hid, also old ones, and that they were shown again", async () => {
      const issue = await world.openIssue({ title: "hidden" });
      const key = keyOf(world, issue);
      const ids: number[] = [];
      for (let n = 0; n < 40; n += 1) ids.push(await world.comment(issue, `comment ${n}`));
      const [first = 0] = ids;
      const ours = await world.forge.postComment(key, "ours");
      const hidden = async () => {
        const { comments } = await world.forge.look({ key, name: null });
        return comments.filter(({ minimised }) => minimised).map(({ id }) => id);
      };
      expect(await hidden()).toEqual([]);
      await world.minimiseComment(issue, first, true);
      await world.forge.minimiseComment(key, ours);
      await world.forge.minimiseComment(key, ours);
      expect(await hidden()).toEqual([first, ours]);
      await world.minimiseComment(issue, first, false);
      expect(await hidden()).toEqual([ours]);
      const all = await world.forge.thread(key);
      expect(all === "absent" ? [] : all.comments.filter(({ minimised }) => minimised)).toMatchObject([
        { id: ours },
      ]);
      await expect(world.forge.minimiseComment(key, 999_999_999)).rejects.toBeInstanceOf(Terminal);
    });

    it("writes over no edit that was not seen", async () => {
      const issue = await world.openIssue({ title: "race" });
      const key = keyOf(world, issue);
      const ours = await world.forge.postComment(key, "- [ ] Pause\n");
      await world.editComment(issue, ours, "- [x] Pause\n");
      const late = world.forge.editComment(key, ours, "- [ ] Pause now\n", "- [ ] Pause\n");
      await expect(late).rejects.toBeInstanceOf(Conflict);
      expect(await bodies(issue)).toEqual(["- [x] Pause\n"]);
      await world.forge.editComment(key, ours, "- [ ] Resume\n", "- [x] Pause\n");
      expect(await bodies(issue)).toEqual(["- [ ] Resume\n"]);
    });

    it("deletes an own comment, and one that is gone stays gone", async () => {
      const issue = await world.openIssue({ title: "deletions" });
      const key = keyOf(world, issue);
      await world.comment(issue, "theirs");
      const ours = await world.forge.postComment(key, "ours");
      expect(await bodies(issue)).toEqual(["theirs", "ours"]);
      await world.forge.deleteComment(key, ours);
      expect(await bodies(issue)).toEqual(["theirs"]);
      await world.forge.deleteComment(key, ours);
      await world.forge.postComment(key, "later");
      expect(await bodies(issue)).toEqual(["theirs", "later"]);
    });

    it("refuses what is too long, and issues and comments that are not there", async () => {
      const issue = await world.openIssue({ title: "limits" });
      const key = keyOf(world, issue);
      await world.forge.postComment(key, "x".repeat(BODY_CHARACTERS));
      const refused = [
        world.forge.postComment(key, "x".repeat(BODY_CHARACTERS + 1)),
        world.forge.postComment(keyOf(world, 999_999), "nowhere"),
        world.forge.editComment(key, 999_999_999, "nothing"),
        world.forge.react(key, 999_999_999, "eyes"),
      ];
      for (const attempt of refused) await expect(attempt).rejects.toBeInstanceOf(Terminal);
      expect((await bodies(issue)).map(({ length }) => length)).toEqual([BODY_CHARACTERS]);
    });
  });
}
