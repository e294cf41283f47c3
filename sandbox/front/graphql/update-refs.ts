// The mutation `updateRefs`: moves, makes and deletes refs, all or none, each only if it is where the caller thinks
// it is. Only with `force` may one move to where its old commit is not before it.

import type { Host } from "../../host/host.ts";
import type { FrontRequest } from "../../host/http.ts";
import { RULE_SAYS } from "../../host/refusals.ts";
import { failure } from "./failure.ts";
import { REPOSITORY_ID } from "./repository.ts";

const NOTHING = "0".repeat(40);
const HEADS = "refs/heads/";

interface RefUpdate {
  readonly name: string;
  readonly afterOid: string;
  readonly beforeOid?: string | null;
  readonly force?: boolean | null;
}

interface Arguments {
  readonly input: {
    readonly repositoryId: string;
    readonly refUpdates: readonly RefUpdate[];
    readonly clientMutationId?: string | null;
  };
}

export async function updateRefs(host: Host, request: FrontRequest, { input }: Arguments) {
  if (input.repositoryId !== REPOSITORY_ID) throw failure("NOT_FOUND", "Could not resolve to a node.");
  const refs = await host.git.refs();
  for (const update of input.refUpdates) await check(host, refs.get(branchOf(update)) ?? NOTHING, update);
  if (input.refUpdates.some((update) => host.refusals.forbids(request, branchOf(update))))
    throw failure("UNPROCESSABLE", RULE_SAYS);
  for (const update of input.refUpdates) {
    const branch = branchOf(update);
    const path = `${host.base}/git/refs/heads/${branch}`;
    if (update.afterOid === NOTHING) await host.upstream.write("DELETE", path, request.authorization, {});
    else if (refs.has(branch)) {
      await host.upstream.write("PATCH", path, request.authorization, { sha: update.afterOid, force: true });
    } else {
      const made = { ref: update.name, sha: update.afterOid };
      await host.upstream.write("POST", `${host.base}/git/refs`, request.authorization, made);
    }
  }
  return { clientMutationId: input.clientMutationId ?? null };
}

async function check(
  host: Host,
  now: string,
  { name, beforeOid, afterOid, force }: RefUpdate,
): Promise<void> {
  const refused = (why: string) => failure("UNPROCESSABLE", `${name}: ${why}`);
  if (!name.startsWith(HEADS)) throw refused("the sandbox moves branches only");
  if (beforeOid != null && beforeOid !== now) throw refused(`is at ${now}, not at ${beforeOid}`);
  if (afterOid === NOTHING) return;
  if ((await host.git.commit(afterOid)) === null) throw refused(`${afterOid} is no commit`);
  if (now === NOTHING || force === true) return;
  const { ahead } = await host.git.compare(afterOid, now);
  if (ahead > 0) throw refused("not a fast-forward");
}

function branchOf({ name }: RefUpdate): string {
  return name.slice(HEADS.length);
}
