// Writes that move branches: passed on one at a time, so that what they moved is told once.

import type { RefWatch } from "../../branches/ref-watch.ts";
import type { Host } from "../../host/host.ts";
import { type Answer, type FrontRequest, problem, type Route, route } from "../../host/http.ts";

export function refRoutes(host: Host, refs: RefWatch): readonly Route[] {
  const one = `${host.base}/git/refs/*ref`;
  const contents = `${host.base}/contents/*path`;
  const pass = (request: FrontRequest) => host.upstream.pass(request);
  const moving = (act: (request: FrontRequest) => Promise<Answer>) => (request: FrontRequest) =>
    refs.moving(request.who, () => act(request));
  return [
    route("POST", `${host.base}/git/refs`, moving(pass)),
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
  const answer = await host.upstream.pass(request);
  return answer.status === 404 ? problem(422, "Reference does not exist") : answer;
}
