// Sees what every write did to the branches and tells what GitHub would tell: `push` for each branch that moved,
// was made or is gone, `synchronize` or `closed` for its pull requests. One write at a time, so that a
// compare-and-swap of a branch is one.

import type { Refs } from "../host/git.ts";
import type { Host } from "../host/host.ts";
import { loginOf, type Principal } from "../host/principals.ts";
import { allPulls, markMerged, type RestPull } from "./pull.ts";

const NOTHING = "0".repeat(40);

/** Told of every commit that became the head of a branch. */
export type PushListener = (branch: string, head: string) => void;

export class RefWatch {
  readonly #host: Host;
  readonly #onPush: PushListener;
  #known: Refs = new Map();
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: Host, onPush: PushListener) {
    this.#host = host;
    this.#onPush = onPush;
  }

  /** Takes the branches as they are for known, without telling anybody. */
  async begin(): Promise<void> {
    this.#known = await this.#host.git.refs();
  }

  /** Runs a write that may move branches, after those before it, and tells what it moved. */
  moving<T>(who: Principal, write: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      try {
        return await write();
      } finally {
        await this.#tell(who);
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #tell(who: Principal): Promise<void> {
    const before = this.#known;
    const after = await this.#host.git.refs();
    this.#known = after;
    const moved = [...new Set([...before.keys(), ...after.keys()])].filter(
      (branch) => before.get(branch) !== after.get(branch),
    );
    for (const branch of moved) await this.#pushed(who, branch, before.get(branch), after.get(branch));
  }

  async #pushed(
    who: Principal,
    branch: string,
    before: string | undefined,
    after: string | undefined,
  ): Promise<void> {
    const { webhooks, upstream, base } = this.#host;
    const repository = await upstream.read(base);
    const sender = { login: loginOf(who), type: who.kind === "person" ? "User" : "Bot" };
    webhooks.send("push", {
      ref: `refs/heads/${branch}`,
      before: before ?? NOTHING,
      after: after ?? NOTHING,
      created: before === undefined,
      deleted: after === undefined,
      forced: await this.#forced(before, after),
      repository,
      pusher: { name: sender.login },
      sender,
    });
    const pulls = await allPulls(this.#host, this.#known);
    const open = pulls.filter((one) => one.state === "open");
    for (const pull of open.filter((one) => one.base.ref === branch)) {
      if (after === undefined) await this.#close(pull.number, pull.head.sha);
      else if (await this.#holds(after, pull.head.sha)) await this.#landed(pull, after);
    }
    for (const pull of open.filter((one) => one.head.ref === branch)) {
      const base = this.#known.get(pull.base.ref);
      const empty = after !== undefined && base !== undefined && (await this.#holds(base, after));
      if (after === undefined || empty) await this.#close(pull.number, after ?? before ?? NOTHING);
      else
        webhooks.send("pull_request", {
          action: "synchronize",
          number: pull.number,
          pull_request: pull,
          repository,
          sender,
        });
    }
    if (after !== undefined) this.#onPush(branch, after);
  }

  async #forced(before: string | undefined, after: string | undefined): Promise<boolean> {
    return before !== undefined && after !== undefined && !(await this.#holds(after, before));
  }

  /** Whether `inner` is `outer` or in its history. */
  async #holds(outer: string, inner: string): Promise<boolean> {
    return (await this.#host.git.compare(outer, inner)).ahead === 0;
  }

  /** A pull request whose head came into its base by another way than the button is a merged one. */
  async #landed(pull: RestPull, base: string): Promise<void> {
    const { upstream, base: repository } = this.#host;
    const authorization = upstream.owner();
    const path = `${repository}/pulls/${pull.number}`;
    if (pull.draft) await upstream.write("PATCH", path, authorization, { draft: false });
    await markMerged(this.#host, { authorization }, pull, base);
  }

  /** A pull request is closed with its head or base branch, and when its head has nothing left to merge. */
  async #close(number: number, head: string): Promise<void> {
    const { upstream, base, records } = this.#host;
    records.closedPulls.set(number, { head, merge: null });
    await upstream.write("PATCH", `${base}/pulls/${number}`, upstream.owner(), { state: "closed" });
  }
}
