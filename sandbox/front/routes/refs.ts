// Writes that move branches: passed on one at a time, so that what they moved is told once.

import type { RefWatch } from "../../branches/ref-watch.ts";
import type { Host } from "../../host/host.ts";
import { type Answer, type FrontRequest, param, problem, type Route, route, text } from "../../host/http.ts";
import { RULE_SAYS } from "../../host/refusals.ts";

export function refRoutes(host: Host, refs: RefWatch): readonly Route[] {
  const one = `${host.base}/git/refs/*ref`;
  const contents = `${host.base}/contents/*path`;
  const pass = (request: FrontRequest) => host.upstream.pass(request);
  const moving = (act: (request: FrontRequest) => Promise<Answer>) => (request: FrontRequest) =>
    refs.moving(request.who, () => act(request));
  return [
    route(
      "POST",
      `${host.base}/git/refs`,
      moving(
        async (request) => forbidden(host, request, text(request.body, "ref") ?? "") ?? (await pass(request)),
      ),
    ),
    route(
      "PATCH",
      one,
      moving((request) => known(host, request)),
    ),
    route(
      "DELETE",
      one,
      moving((request) => known(host, request)),
    ),
    route("PUT", contents, moving(pass)),
    route("DELETE", contents, moving(pass)),
  ];
}

/** GitHub answers 422, not 404, for a ref that is not there. */
async function known(host: Host, request: FrontRequest): Promise<Answer> {
  const refused = forbidden(host, request, param(request, "ref"));
  if (refused !== null) return refused;
  const answer = await host.upstream.pass(request);
  return answer.status === 404 ? problem(422, "Reference does not exist") : answer;
}

/** @param ref with or without `refs/` */
function forbidden(host: Host, request: FrontRequest, ref: string): Answer | null {
  const branch = ref.replace(/^(?:refs\/)?heads\//, "");
  return host.refusals.forbids(request, branch) ? problem(422, RULE_SAYS) : null;
}
