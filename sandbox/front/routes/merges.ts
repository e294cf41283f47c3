// `POST /merges`: one branch merged into another.

import { mergeBranches } from "../../branches/three-way-merge.ts";
import type { Front } from "../../host/host.ts";
import { type Answer, type FrontRequest, problem, type Route, route, text } from "../../host/http.ts";

export function mergeRoutes(front: Front): readonly Route[] {
  return [
    route("POST", `${front.base}/merges`, (request) =>
      front.refs.moving(request.who, () => merge(front, request)),
    ),
  ];
}

async function merge(front: Front, request: FrontRequest): Promise<Answer> {
  const [base, head] = [text(request.body, "base") ?? "", text(request.body, "head") ?? ""];
  const refs = await front.git.refs();
  const onto = refs.get(base);
  const from = await front.git.commit(refs.get(head) ?? head);
  if (onto === undefined) return problem(404, "Base does not exist");
  if (from === null) return problem(404, "Head does not exist");
  const message = text(request.body, "commit_message") ?? `Merge ${head} into ${base}`;
  const merged = await mergeBranches(front, request.authorization, onto, from.sha, message);
  if (merged === "conflict") return problem(409, "Merge conflict");
  if (merged === "nothing") return { status: 204 };
  const ref = `${front.base}/git/refs/heads/${base}`;
  await front.upstream.write("PATCH", ref, request.authorization, { sha: merged });
  return {
    ...(await front.upstream.send("GET", `${front.base}/commits/${merged}`, request.authorization)),
    status: 201,
  };
}
