// A pull request as the REST API shows it, with the head that it really has, and how one becomes a merged one.

import type { Refs } from "../host/git.ts";
import type { Front } from "../host/host.ts";
import type { Answer, FrontRequest } from "../host/http.ts";

export interface RestPull {
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
export async function allPulls(front: Front, refs: Refs): Promise<RestPull[]> {
  const pulls = await front.upstream.readAll<RestPull>(`${front.base}/pulls?state=all`);
  return pulls.map((pull) => upToDate(front, refs, pull));
}

/** The emulator freezes heads when the pull request is opened. */
export function upToDate(front: Front, refs: Refs, pull: RestPull): RestPull {
  const closed = front.records.closedPulls.get(pull.number);
  const sha = closed?.head ?? refs.get(pull.head.ref) ?? pull.head.sha;
  return { ...pull, head: { ...pull.head, sha }, ...(closed?.merge && { merge_commit_sha: closed.merge }) };
}

/** Makes the pull request a merged one and moves its base to `sha`. */
export async function markMerged(
  front: Front,
  request: Pick<FrontRequest, "authorization">,
  pull: RestPull,
  sha: string,
): Promise<Answer> {
  const path = `${front.base}/pulls/${pull.number}/merge`;
  const answer = await front.upstream.send("PUT", path, request.authorization, {});
  if (answer.status >= 300) return answer;
  const ref = `${front.base}/git/refs/heads/${pull.base.ref}`;
  await front.upstream.write("PATCH", ref, front.upstream.owner(), { sha, force: true });
  front.records.closedPulls.set(pull.number, { head: pull.head.sha, merge: sha });
  return answer;
}
