// What every `MemoryStore` and every `Checkout` must do.

import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Conflict } from "../../src/domain/errors.ts";
import { memoryPath } from "../../src/domain/program/names.ts";
import { type ContractWorld, keyOf } from "./world.ts";

export function memoryContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  describe(`MemoryStore (${name})`, () => {
    let world: ContractWorld;
    let issue: number;

    beforeAll(async () => {
      world = await makeWorld();
      issue = await world.openIssue({ title: "memory" });
    });
    afterAll(() => world.close());

    const memory = async () => (await world.forge.look({ key: keyOf(world, issue), name: "box" })).memory;

    it("creates the branch, shows its files, swaps it, and refuses everyone who is late", async () => {
      expect(await memory()).toEqual({ head: "absent", files: [] });
      const [state, segment, registry] = [
        memoryPath.state("box"),
        memoryPath.segment("box", 1),
        memoryPath.registry(),
      ];
      const { head: first } = await world.memory.commit(world.repository, {
        expectedHead: "absent",
        message: "Begin",
        files: [
          { path: state, text: "# Box ✓\n" },
          { path: segment, text: "{}\n" },
          { path: registry, text: "{}" },
          { path: memoryPath.state("other"), text: "not asked for" },
        ],
      });
      const begun = await memory();
      expect(begun.head).toBe(first);
      expect(await world.forge.memoryHead(world.repository)).toBe(first);
      expect(new Set(begun.files.map(({ path }) => path))).toEqual(new Set([registry, state, segment]));
      expect(await world.memory.read(world.repository, begun.files)).toEqual(
        new Map([
          [state, "# Box ✓\n"],
          [segment, "{}\n"],
          [registry, "{}"],
        ]),
      );

      const again = {
        expectedHead: "absent" as const,
        message: "Begin",
        files: [{ path: state, text: "lost" }],
      };
      await expect(world.memory.commit(world.repository, again)).rejects.toBeInstanceOf(Conflict);

      const grown = {
        expectedHead: first,
        message: "Go on",
        files: [
          { path: segment, text: "{}\n{}\n" },
          { path: registry, text: null },
        ],
      };
      const look = { key: keyOf(world, issue), name: "box" };
      const { head: second, view } = await world.memory.commit(world.repository, grown, look);
      expect(view).toEqual(await world.forge.look(look));
      const late = { expectedHead: first, message: "Late", files: [{ path: state, text: "lost" }] };
      await expect(world.memory.commit(world.repository, late)).rejects.toBeInstanceOf(Conflict);
      const after = await memory();
      expect(after.head).toBe(second);
      expect(await world.memory.read(world.repository, after.files)).toEqual(
        new Map([
          [state, "# Box ✓\n"],
          [segment, "{}\n{}\n"],
        ]),
      );
    });
  });

  describe(`Checkout (${name})`, () => {
    let world: ContractWorld;
    let directory: string;

    beforeAll(async () => {
      world = await makeWorld();
      directory = await mkdtemp(join(tmpdir(), "autoloop-contract-"));
    });
    afterAll(async () => {
      await rm(directory, { recursive: true, force: true });
      await world.close();
    });

    it("writes exactly the files of the commit, with their modes", async () => {
      const issue = await world.openIssue({ title: "checkout" });
      const { defaultBranch } = await world.forge.look({ key: keyOf(world, issue), name: null });
      if (defaultBranch === "absent") throw new Error("the world has no default branch");
      await world.forge.createBranch(world.repository, "autoloop/checkout", defaultBranch.head);
      const commit = await world.forge.commit(world.repository, {
        ...{ branch: "autoloop/checkout", expectedHead: defaultBranch.head, message: "files" },
        files: [
          { path: "deep/er/text", mode: "100644", contents: Buffer.from("a ✓\r\n").toString("base64") },
          { path: "deep/bytes", mode: "100644", contents: Buffer.from([0, 255, 10, 128]).toString("base64") },
          { path: "run.sh", mode: "100755", contents: Buffer.from("#!/bin/sh\n").toString("base64") },
        ],
      });
      await world.push("autoloop/checkout", "later", "not in that commit");
      expect(await world.checkout.materialise(world.repository, commit, directory)).toMatchObject({
        leftOut: [],
      });
      expect(await readFile(join(directory, "deep/er/text"), "utf8")).toBe("a ✓\r\n");
      expect([...(await readFile(join(directory, "deep/bytes")))]).toEqual([0, 255, 10, 128]);
      expect((await stat(join(directory, "run.sh"))).mode & 0o111).not.toBe(0);
      expect((await stat(join(directory, "deep/bytes"))).mode & 0o111).toBe(0);
      await expect(stat(join(directory, "later"))).rejects.toThrow();
      await expect(stat(join(directory, ".git"))).rejects.toThrow();
    });
  });
}
