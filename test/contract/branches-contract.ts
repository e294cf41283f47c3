// What the role `Branches` of every forge must do, and refuse to do.

import { describe, expect, it } from "vitest";
import { Conflict, Terminal } from "../../src/domain/errors.ts";
import { base64, Programs, regular } from "./programs.ts";
import type { ContractWorld } from "./world.ts";

export function branchesContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`Branches (${name})`, () => {
    const programs = new Programs(makeWorld);

    describe("createBranch", () => {
      it("is fine with a branch that is there at that commit and refuses one elsewhere", async () => {
        const { branch, head } = await programs.make();
        await programs.world.forge.createBranch(programs.world.repository, branch, head);
        const moved = await programs.world.push(branch, "moved", "1");
        await expect(
          programs.world.forge.createBranch(programs.world.repository, branch, head),
        ).rejects.toBeInstanceOf(Conflict);
        await programs.world.forge.createBranch(programs.world.repository, branch, moved);
      });

      it("refuses a commit that is not there", async () => {
        const creation = programs.world.forge.createBranch(
          programs.world.repository,
          "autoloop/nowhere",
          "1".repeat(40),
        );
        await expect(creation).rejects.toBeInstanceOf(Terminal);
      });
    });

    describe("commit", () => {
      it("writes, keeps and deletes files with their modes", async () => {
        const { issue, name, branch, head } = await programs.make();
        const first = await programs.world.forge.commit(programs.world.repository, {
          ...{ branch, expectedHead: head, message: "first" },
          files: [
            regular("a/kept", "kept ✓"),
            regular("gone", "gone"),
            { path: "run.sh", mode: "100755", contents: base64("#!/bin/sh\n") },
          ],
        });
        const second = await programs.world.forge.commit(programs.world.repository, {
          ...{ branch, expectedHead: first, message: "second" },
          files: [
            { path: "gone", mode: "100644", contents: null },
            { path: "run.sh", mode: "100755", contents: base64("#!/bin/sh\nexit\n") },
          ],
        });
        expect((await programs.branchOf(issue, name)).commits.slice(0, 2).map(({ id }) => id)).toEqual([
          second,
          first,
        ]);
        expect(await programs.world.filesOf(second)).toMatchObject({
          "a/kept": { text: "kept ✓", executable: false },
          "run.sh": { text: "#!/bin/sh\nexit\n", executable: true },
        });
        expect(Object.keys(await programs.world.filesOf(second))).not.toContain("gone");
      });

      it("refuses when the branch has moved, whatever kind of file it writes", async () => {
        const { issue, name, branch, head } = await programs.make();
        const moved = await programs.world.push(branch, "theirs", "1");
        for (const mode of ["100644", "100755"] as const) {
          const files = [{ path: "ours", mode, contents: base64("1") }];
          const late = programs.world.forge.commit(programs.world.repository, {
            branch,
            expectedHead: head,
            message: "late",
            files,
          });
          await expect(late).rejects.toBeInstanceOf(Conflict);
        }
        expect((await programs.branchOf(issue, name)).head).toBe(moved);
      });

      it("refuses when the branch is gone", async () => {
        const { head } = await programs.make();
        const files = [regular("x", "x")];
        const late = programs.world.forge.commit(programs.world.repository, {
          ...{ branch: "autoloop/never-made", expectedHead: head, message: "late", files },
        });
        await expect(late).rejects.toBeInstanceOf(Conflict);
      });
    });

    describe("restore", () => {
      it("brings back an earlier tree on top of what is there", async () => {
        const { issue, name, branch, head } = await programs.make();
        const bad = await programs.world.push(branch, "bad", "bad");
        const request = { branch, expectedHead: bad, treeOf: head, message: "undo" };
        const undone = await programs.world.forge.restore(programs.world.repository, request);
        expect(Object.keys(await programs.world.filesOf(undone))).not.toContain("bad");
        expect((await programs.branchOf(issue, name)).commits[0]).toMatchObject({
          id: undone,
          parents: [bad],
        });
      });

      it("refuses when the branch has moved", async () => {
        const { branch, head } = await programs.make();
        await programs.world.push(branch, "more", "1");
        const request = { branch, expectedHead: head, treeOf: head, message: "undo" };
        await expect(programs.world.forge.restore(programs.world.repository, request)).rejects.toBeInstanceOf(
          Conflict,
        );
      });
    });

    describe("fastForward", () => {
      it("moves forward only", async () => {
        const { issue, name, branch, head } = await programs.make();
        const ahead = await programs.world.push(programs.world.defaultBranch, "ahead", name);
        await programs.world.forge.fastForward(programs.world.repository, branch, ahead);
        expect((await programs.branchOf(issue, name)).head).toBe(ahead);
        const back = programs.world.forge.fastForward(programs.world.repository, branch, head);
        await expect(back).rejects.toBeInstanceOf(Conflict);
        const missing = programs.world.forge.fastForward(
          programs.world.repository,
          "autoloop/never-made",
          ahead,
        );
        await expect(missing).rejects.toBeInstanceOf(Conflict);
      });
    });

    describe("merge", () => {
      it("merges what does not touch, then has nothing left to do", async () => {
        const { issue, name, branch, head } = await programs.make();
        const ours = await programs.world.push(branch, "merge-ours", "1");
        const theirs = await programs.world.push(programs.world.defaultBranch, "merge-theirs", name);
        const merged = await programs.world.forge.merge(
          programs.world.repository,
          branch,
          programs.world.defaultBranch,
          "Merge it",
        );
        if ("conflict" in merged) throw new Error("unexpected conflict");
        const { commits, behind } = await programs.branchOf(issue, name);
        expect(commits[0]).toMatchObject({ id: merged.head, message: "Merge it", parents: [ours, theirs] });
        expect(behind).toBe(0);
        expect(
          await programs.world.forge.merge(
            programs.world.repository,
            branch,
            programs.world.defaultBranch,
            "Again",
          ),
        ).toEqual(merged);
        expect(head).not.toBe(merged.head);
      });

      it("leaves to a person what touches the same lines", async () => {
        const { issue, name, branch } = await programs.make();
        const ours = await programs.world.push(branch, "same", "ours\n");
        await programs.world.push(programs.world.defaultBranch, "same", "theirs\n");
        expect(
          await programs.world.forge.merge(
            programs.world.repository,
            branch,
            programs.world.defaultBranch,
            "Merge",
          ),
        ).toEqual({ conflict: ["same"] });
        expect((await programs.branchOf(issue, name)).head).toBe(ours);
      });

      it("refuses when the branch is gone", async () => {
        const merge = programs.world.forge.merge(
          programs.world.repository,
          "autoloop/never-made",
          programs.world.defaultBranch,
          "Merge",
        );
        await expect(merge).rejects.toBeInstanceOf(Conflict);
      });
    });

    describe("revert", () => {
      /** A commit of ours below a person's. */
      async function buried(theirs: string) {
        const program = await programs.make();
        const { forge, repository } = programs.world;
        const { branch } = program;
        const base = await programs.world.push(branch, "kept", "0");
        const files = [regular("kept", "1"), regular("new", "1")];
        const ours = await forge.commit(repository, { branch, expectedHead: base, message: "ours", files });
        const head = await programs.world.push(branch, theirs, "person");
        const request = { branch, expectedHead: head, commits: [ours], message: "Undo" };
        return { ...program, head, undo: () => forge.revert(repository, request) };
      }

      it("makes every file what it was before, on top of what others did since", async () => {
        const { issue, name, head, undo } = await buried("mine");
        const undone = await undo();
        if ("conflict" in undone) throw new Error("unexpected conflict");
        const files = await programs.world.filesOf(undone.head);
        expect(files).toMatchObject({ kept: { text: "0" }, mine: { text: "person" } });
        expect(Object.keys(files)).not.toContain("new");
        expect((await programs.branchOf(issue, name)).commits[0]).toMatchObject({
          ...{ id: undone.head, message: "Undo", parents: [head] },
        });
      });

      it("leaves to a person what was touched since, and names it", async () => {
        const { issue, name, head, undo } = await buried("kept");
        expect(await undo()).toEqual({ conflict: ["kept"] });
        expect((await programs.branchOf(issue, name)).head).toBe(head);
      });

      it("refuses when the branch has moved", async () => {
        const { branch, undo } = await buried("mine");
        await programs.world.push(branch, "more", "1");
        await expect(undo()).rejects.toBeInstanceOf(Conflict);
      });
    });

    describe("reset", () => {
      it("moves the branch anywhere, but only from where it was seen", async () => {
        const { issue, name, branch, head } = await programs.make();
        const { forge, repository, defaultBranch } = programs.world;
        const merged = await programs.world.push(branch, "squashed", "1");
        const to = await programs.world.push(defaultBranch, "squashed", name);
        await expect(forge.reset(repository, branch, head, to)).rejects.toBeInstanceOf(Conflict);
        expect((await programs.branchOf(issue, name)).head).toBe(merged);
        await forge.reset(repository, branch, merged, to);
        expect(await programs.branchOf(issue, name)).toMatchObject({ head: to, ahead: 0, behind: 0 });
        await expect(forge.reset(repository, branch, merged, to)).rejects.toBeInstanceOf(Conflict);
      });

      it("refuses when the branch is gone, or the commit is not there", async () => {
        const { branch, head } = await programs.make();
        const { forge, repository } = programs.world;
        const gone = forge.reset(repository, "autoloop/never-made", head, head);
        await expect(gone).rejects.toBeInstanceOf(Conflict);
        const nowhere = forge.reset(repository, branch, head, "1".repeat(40));
        await expect(nowhere).rejects.toBeInstanceOf(Terminal);
      });
    });
  });
}
