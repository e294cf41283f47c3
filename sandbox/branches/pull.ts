// A pull request as the REST API shows it, with the head that it really has, and how one becomes a merged one.

import type { Refs } from "../host/git.ts";
import type { Host } from "../host/host.ts";
import type { Answer, FrontRequest } from "../host/http.ts";

export interface RestPull {
  readonly node_id: string;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly draft: boolean;
  readonly merged: boolean;
  readonly merged_at: string | null;
  readonly html_url: string;
  readonly user: { readonly login: string } | null;
  readonly labels: readonly { readonly name: string }[];
  readonly head: Side;
  readonly base: Side;
}

interface Side {
  readonly ref: string;
  readonly sha: string;
  readonly repo: { readonly full_name: string } | null;
}

/** Pull requests of every state with the heads they really have. */
export async function allPulls(host: Host, refs: Refs): Promise<RestPull[]> {
  const pulls = await host.upstream.readAll<RestPull>(`${host.base}/pulls?state=all`);
  return pulls.map((pull) => upToDate(host, refs, pull));
}

/** The emulator freezes heads when the pull request is opened. */
export function upToDate(host: Host, refs: Refs, pull: RestPull): RestPull {
  const closed = host.records.closedPulls.get(pull.number);
  const sha = closed?.head ?? refs.get(pull.head.ref) ?? pull.head.sha;
  return { ...pull, head: { ...pull.head, sha }, ...(closed?.merge && { merge_commit_sha: closed.merge }) };
}

/** Makes the pull request a merged one and moves its base to `sha`. */
export async function markMerged(
  host: Host,
  request: Pick<FrontRequest, "authorization">,
  pull: RestPull,
  sha: string,
): Promise<Answer> {
  const path = `${host.base}/pulls/${pull.number}/merge`;
  const answer = await host.upstream.send("PUT", path, request.authorization, {});
  if (answer.status >= 300) return answer;
  const ref = `${host.base}/git/refs/heads/${pull.base.ref}`;
  await host.upstream.write("PATCH", ref, host.upstream.owner(), { sha, force: true });
  host.records.closedPulls.set(pull.number, { head: pull.head.sha, merge: sha });
  return answer;
}
