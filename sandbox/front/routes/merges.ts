// `POST /merges`: one branch merged into another.

import type { RefWatch } from "../../branches/ref-watch.ts";
import { mergeBranches } from "../../branches/three-way-merge.ts";
import type { Host } from "../../host/host.ts";
import { type Answer, type FrontRequest, problem, type Route, route, text } from "../../host/http.ts";
import { RULE_SAYS } from "../../host/refusals.ts";

export function mergeRoutes(host: Host, refs: RefWatch): readonly Route[] {
  return [
    route("POST", `${host.base}/merges`, (request) => refs.moving(request.who, () => merge(host, request))),
  ];
}

async function merge(host: Host, request: FrontRequest): Promise<Answer> {
  const [base, head] = [text(request.body, "base") ?? "", text(request.body, "head") ?? ""];
  const refs = await host.git.refs();
  const onto = refs.get(base);
  const from = await host.git.commit(refs.get(head) ?? head);
  if (onto === undefined) return problem(404, "Base does not exist");
  if (from === null) return problem(404, "Head does not exist");
  if (host.refusals.forbids(request, base)) return problem(409, RULE_SAYS);
  const message = text(request.body, "commit_message") ?? `Merge ${head} into ${base}`;
  const merged = await mergeBranches(host, request.authorization, onto, from.sha, message);
  if (merged === "conflict") return problem(409, "Merge conflict");
  if (merged === "nothing") return { status: 204 };
  const ref = `${host.base}/git/refs/heads/${base}`;
  await host.upstream.write("PATCH", ref, request.authorization, { sha: merged });
  return {
    ...(await host.upstream.send("GET", `${host.base}/commits/${merged}`, request.authorization)),
    status: 201,
  };
}
