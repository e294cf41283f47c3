// What every forge must make of a host that says no to a write: whether somebody was faster, whether it may be tried again,
// and in whose words a person is told why.

import { afterEach, describe, expect, it } from "vitest";
import { Conflict, Retryable, Terminal } from "../../src/domain/errors.ts";
import { LABEL, MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import { Programs, regular } from "./programs.ts";
import { type ContractWorld, keyOf } from "./world.ts";

const RULE = /^Repository rule violations found/;

export function refusalsContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`refused writes (${name})`, () => {
    const programs = new Programs(makeWorld);
    afterEach(() => programs.world.no.relent());

    /** It is refused, in the host's own words. */
    async function refused(write: Promise<unknown>, said: RegExp): Promise<void> {
      const error = await write.then(
        () => "it was done",
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(Terminal);
      expect(error).toMatchObject({ said: expect.stringMatching(said) });
    }

    /** The writes of the app that move a branch, by the names of their methods. */
    async function moves() {
      const { forge, repository, defaultBranch } = programs.world;
      const program = await programs.make();
      const { branch, head } = program;
      const files = [regular("ours", branch)];
      const request = { branch, expectedHead: head, message: "m" };
      const ahead = await programs.world.push(defaultBranch, `ahead-${program.name}`, "1");
      return {
        ...program,
        writes: {
          commit: () => forge.commit(repository, { ...request, files }),
          "commit of another mode": () =>
            forge.commit(repository, { ...request, files: [{ ...regular("run", "1"), mode: "100755" }] }),
          restore: () => forge.restore(repository, { ...request, treeOf: head }),
          fastForward: () => forge.fastForward(repository, branch, ahead),
          merge: () => forge.merge(repository, branch, defaultBranch, "m"),
          revert: () => forge.revert(repository, { ...request, commits: [] }),
          reset: () => forge.reset(repository, branch, head, ahead),
        },
      };
    }

    it("is a refusal, not a conflict, where a rule forbids to move the branch, and moves nothing", async () => {
      const { issue, name: program, branch, head, writes } = await moves();
      programs.world.no.forbid(branch);
      for (const write of Object.values(writes)) await refused(write(), RULE);
      expect((await programs.branchOf(issue, program)).head).toBe(head);
    });

    it("is a conflict where a rule forbids it and somebody moved the branch meanwhile", async () => {
      const { branch, writes } = await moves();
      await programs.world.push(branch, "theirs", "1");
      programs.world.no.forbid(branch);
      const { merge: _, revert: __, ...compared } = writes;
      for (const write of Object.values(compared)) await expect(write()).rejects.toBeInstanceOf(Conflict);
    });

    it("is a refusal where a rule forbids to make the branch", async () => {
      const { forge, repository } = programs.world;
      const { issue } = await programs.make();
      programs.world.no.forbid("autoloop/forbidden");
      const at = await programs.defaultHead(issue);
      await refused(forge.createBranch(repository, "autoloop/forbidden", at), RULE);
    });

    it("is a refusal on the memory branch, too, whether or not it is there", async () => {
      const { memory, repository } = programs.world;
      const files = [{ path: "x.md", text: "x" }];
      programs.world.no.forbid(MEMORY_BRANCH);
      await refused(memory.commit(repository, { expectedHead: "absent", message: "m", files }), RULE);
      programs.world.no.relent();
      const { head } = await memory.commit(repository, { expectedHead: "absent", message: "m", files });
      programs.world.no.forbid(MEMORY_BRANCH);
      const again = { expectedHead: head, message: "m", files: [{ path: "y.md", text: "y" }] };
      await refused(memory.commit(repository, again), RULE);
    });

    it("calls a merge a conflict only where files were changed on both sides, whoever forbids it", async () => {
      const { forge, repository, defaultBranch } = programs.world;
      const { branch } = await programs.make();
      await programs.world.push(branch, "both", "ours\n");
      await programs.world.push(defaultBranch, "both", `theirs ${branch}\n`);
      programs.world.no.forbid(branch);
      expect(await forge.merge(repository, branch, defaultBranch, "m")).toEqual({ conflict: ["both"] });
    });

    it("opens an ordinary pull request where there are no drafts, with the text for that", async () => {
      const { forge, repository, defaultBranch: base } = programs.world;
      const { issue, name: program, branch, head } = await programs.make();
      const files = [regular("draft", branch)];
      await forge.commit(repository, { branch, expectedHead: head, message: "m", files });
      programs.world.no.drafts();
      const text = { title: "T", body: "A draft", ordinaryBody: "No draft", labels: [LABEL.autoloop] };
      const number = await forge.openPull(repository, { ...text, head: branch, base });
      expect((await programs.look(issue, program)).pulls).toMatchObject([
        { number, draft: false, body: "No draft", labels: [LABEL.autoloop] },
      ]);
      expect(await forge.openPull(repository, { ...text, head: branch, base })).toBe(number);
    });

    it("reaches a repository that has moved", async () => {
      const { forge, repository, defaultBranch } = programs.world;
      const { issue, name: program, branch } = await programs.make();
      const key = keyOf(programs.world, issue);
      programs.world.no.moved();
      const comment = await forge.postComment(key, "one");
      await forge.editComment(key, comment, "two");
      await forge.react(key, comment, "eyes");
      await forge.setLabels(key, { add: ["new"], remove: [] });
      await forge.merge(repository, branch, defaultBranch, "m");
      const { comments, issue: seen } = await programs.look(issue, program);
      expect(comments).toMatchObject([{ id: comment, body: "two", reactions: ["eyes"] }]);
      expect(seen === "absent" ? [] : seen.labels).toContain("new");
    });

    it("takes nothing for done where a courtesy is refused, and hands on why", async () => {
      const { forge } = programs.world;
      const { issue } = await programs.make();
      const comment = await programs.world.comment(issue, "hello");
      programs.world.no.reactions("Reactions are not available here.");
      await refused(
        forge.react(keyOf(programs.world, issue), comment, "eyes"),
        /^Reactions are not available/,
      );
    });

    it("makes nobody's role none because it could not be read", async () => {
      const { forge, repository, no } = programs.world;
      no.roles();
      await expect(forge.standing(repository, "reader")).rejects.toBeInstanceOf(Retryable);
      no.relent();
      expect((await forge.standing(repository, "reader")).permission).toBe("none");
    });

    it("takes a role that somebody made up for the one below it", async () => {
      const { forge, repository } = programs.world;
      const login = await programs.world.customRole();
      expect((await forge.standing(repository, login)).permission).toBe("write");
    });

    it("leaves out a check of a commit that is not there, this once", async () => {
      const { forge, repository } = programs.world;
      const { head } = await programs.make();
      const check = { name: "Autoloop / x", conclusion: "neutral", title: "t", summary: "s" } as const;
      const rest = { ...check, buttons: [], externalId: "x" };
      expect(await forge.writeCheck(repository, { ...rest, head: "1".repeat(40) })).toBe("not now");
      expect(await forge.writeCheck(repository, { ...rest, head })).toBe("written");
    });

    it("has nothing to take off an issue that was deleted", async () => {
      const { forge } = programs.world;
      const issue = await programs.world.openIssue({ title: "deleted", labels: ["old"] });
      const key = keyOf(programs.world, issue);
      await programs.world.deleteIssue(issue);
      await forge.setLabels(key, { add: [], remove: ["old"] });
      await expect(forge.setLabels(key, { add: ["new"], remove: [] })).rejects.toBeInstanceOf(Terminal);
    });

    it.each(["comment-ids", "repository"] as const)("takes an answer without %s for none", async (what) => {
      const { issue, name: program } = await programs.make();
      await programs.world.comment(issue, "hello");
      programs.world.no.omit(what);
      await expect(programs.look(issue, program)).rejects.toBeInstanceOf(Retryable);
      programs.world.no.relent();
      expect((await programs.look(issue, program)).comments).toHaveLength(1);
    });
  });
}
