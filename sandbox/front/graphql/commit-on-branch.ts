// The mutation `createCommitOnBranch`: whole files, only if the branch is where the caller thinks it is.
// Like GitHub's it cannot set modes: new files are 100644, others keep theirs.

import type { Host } from "../../host/host.ts";
import type { FrontRequest } from "../../host/http.ts";
import { RULE_SAYS, SECRET_SAYS } from "../../host/refusals.ts";
import { Refused } from "../../host/upstream.ts";
import { commitObject } from "./commit.ts";
import { failure } from "./failure.ts";
import { repositoryObject } from "./repository.ts";
import { Snapshot } from "./snapshot.ts";

interface Arguments {
  readonly input: {
    readonly branch: {
      readonly repositoryNameWithOwner?: string | null;
      readonly branchName?: string | null;
    };
    readonly expectedHeadOid: string;
    readonly message: { readonly headline: string; readonly body?: string | null };
    readonly fileChanges?: {
      readonly additions?: readonly { readonly path: string; readonly contents: string }[] | null;
      readonly deletions?: readonly { readonly path: string }[] | null;
    } | null;
    readonly clientMutationId?: string | null;
  };
}

/** GitHub signs these commits and is their committer. */
const COMMITTER = { name: "GitHub", email: "noreply@github.com" };

export async function createCommitOnBranch(snapshot: Snapshot, request: FrontRequest, { input }: Arguments) {
  const { host } = snapshot;
  const { branchName, repositoryNameWithOwner } = input.branch;
  const branch = (branchName ?? "").replace(/^refs\/heads\//, "");
  if (repositoryNameWithOwner?.toLowerCase() !== `${host.owner}/${host.name}`.toLowerCase()) {
    throw failure(
      "NOT_FOUND",
      `Could not resolve to a Repository with the name '${repositoryNameWithOwner}'.`,
    );
  }
  const head = (await host.git.refs()).get(branch);
  const parent = head === undefined ? null : await host.git.commit(head);
  if (parent === null) throw failure("NOT_FOUND", `No such branch '${branch}' in the repository.`);
  if (parent.sha !== input.expectedHeadOid) throw stale(input.expectedHeadOid);
  if (host.refusals.forbids(request, branch)) throw failure("BRANCH_PROTECTION_RULE_VIOLATION", RULE_SAYS);
  const { secret } = host.refusals;
  const isScanned = secret !== null && request.who.kind === "installation";
  const texts = (input.fileChanges?.additions ?? []).map(({ contents }) =>
    Buffer.from(contents, "base64").toString(),
  );
  if (isScanned && texts.some((text) => text.includes(secret))) throw failure("UNPROCESSABLE", SECRET_SAYS);

  const tree = await changedTree(host, request, parent.tree, input);
  const message = input.message.body
    ? `${input.message.headline}\n\n${input.message.body}`
    : input.message.headline;
  const made = await host.upstream.write<{ sha: string }>(
    "POST",
    `${host.base}/git/commits`,
    request.authorization,
    {
      message,
      tree,
      parents: [parent.sha],
      committer: COMMITTER,
    },
  );
  try {
    const ref = `${host.base}/git/refs/heads/${branch}`;
    await host.upstream.write("PATCH", ref, request.authorization, { sha: made.sha });
  } catch (error) {
    throw error instanceof Refused && error.answer.status === 422 ? stale(input.expectedHeadOid) : error;
  }
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: async () => ({
      ...(await commitObject(snapshot, made.sha)),
      repository: () => repositoryObject(new Snapshot(snapshot, snapshot.who)),
    }),
    ref: { __typename: "Ref", name: branch, prefix: "refs/heads/" },
  };
}

async function changedTree(
  host: Host,
  request: FrontRequest,
  base: string,
  input: Arguments["input"],
): Promise<string> {
  const { additions, deletions } = input.fileChanges ?? {};
  if (!additions?.length && !deletions?.length) return base;
  const files = await host.git.files(base);
  const missing = deletions?.find(({ path }) => !files.has(path));
  if (missing) {
    throw failure("UNPROCESSABLE", `A path was requested for deletion which does not exist: ${missing.path}`);
  }
  const added = (additions ?? []).map(async ({ path, contents }) => {
    const blob = await host.upstream.write<{ sha: string }>(
      "POST",
      `${host.base}/git/blobs`,
      request.authorization,
      {
        content: contents,
        encoding: "base64",
      },
    );
    return { path, mode: files.get(path)?.mode ?? "100644", type: "blob", sha: blob.sha };
  });
  const removed = (deletions ?? []).map(({ path }) => ({ path, mode: "100644", type: "blob", sha: null }));
  const made = await host.upstream.write<{ sha: string }>(
    "POST",
    `${host.base}/git/trees`,
    request.authorization,
    {
      base_tree: base,
      tree: [...removed, ...(await Promise.all(added))],
    },
  );
  return made.sha;
}

function stale(expected: string) {
  return failure(
    "STALE_DATA",
    `Expected branch to point to "${expected}" but it did not. Pull and try again.`,
  );
}
