// A world and the programs in it, as the parts of the contract suite share them.

import { afterAll, beforeAll } from "vitest";
import { canonicalBranch, LABEL } from "../../src/domain/program/names.ts";
import type { BranchView, ProgramView } from "../../src/domain/repository/view.ts";
import { type ContractWorld, keyOf } from "./world.ts";

export const base64 = (text: string) => Buffer.from(text).toString("base64");
export const regular = (path: string, text: string) => ({
  path,
  mode: "100644" as const,
  contents: base64(text),
});

export class Programs {
  #world: ContractWorld | null = null;
  #count = 0;

  /** Makes the world before the tests of the `describe` that this is called in, and closes it after them. */
  constructor(makeWorld: () => Promise<ContractWorld>) {
    beforeAll(async () => {
      this.#world = await makeWorld();
    });
    afterAll(() => this.world.close());
  }

  get world(): ContractWorld {
    if (this.#world === null) throw new Error("the world is not made yet");
    return this.#world;
  }

  /** A program of its own for one test: an issue, and a branch at the default branch's head. */
  async make(): Promise<{ issue: number; name: string; branch: string; head: string }> {
    this.#count += 1;
    const name = `contract-${this.#count}`;
    const issue = await this.world.openIssue({ title: name, labels: [LABEL.program] });
    const branch = canonicalBranch(name);
    const head = await this.defaultHead(issue);
    await this.world.forge.createBranch(this.world.repository, branch, head);
    return { issue, name, branch, head };
  }

  /** The app's pull request for a program of its own. */
  async openPull(): Promise<number> {
    const { forge, repository, defaultBranch: base } = this.world;
    const { branch, head } = await this.make();
    const files = [regular("x", branch)];
    await forge.commit(repository, { branch, expectedHead: head, message: "x", files });
    return forge.openPull(repository, { title: "t", body: "b", head: branch, base, labels: [] });
  }

  look(issue: number, name: string | null = null): Promise<ProgramView> {
    return this.world.forge.look({ key: keyOf(this.world, issue), name });
  }

  async defaultHead(issue: number): Promise<string> {
    const { defaultBranch } = await this.look(issue);
    if (defaultBranch === "absent") throw new Error("the world has no default branch");
    return defaultBranch.head;
  }

  async branchOf(issue: number, name: string): Promise<BranchView> {
    const { branch } = await this.look(issue, name);
    if (branch === "absent") throw new Error(`no branch of ${name}`);
    return branch;
  }
}
