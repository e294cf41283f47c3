// Writes that move branches: passed on one at a time, so that what they moved is told once.

import type { Front } from "../../host/host.ts";
import { type Answer, type FrontRequest, problem, type Route, route } from "../../host/http.ts";

export function refRoutes(front: Front): readonly Route[] {
  const one = `${front.base}/git/refs/*ref`;
  const contents = `${front.base}/contents/*path`;
  const pass = (request: FrontRequest) => front.upstream.pass(request);
  const moving = (act: (request: FrontRequest) => Promise<Answer>) => (request: FrontRequest) =>
    front.refs.moving(request.who, () => act(request));
  return [
    route("POST", `${front.base}/git/refs`, moving(pass)),
    route(
      "PATCH",
      one,
      moving((request) => known(front, request)),
    ),
    route(
      "DELETE",
      one,
      moving((request) => known(front, request)),
    ),
    route("PUT", contents, moving(pass)),
    route("DELETE", contents, moving(pass)),
  ];
}

/** GitHub answers 422, not 404, for a ref that is not there. */
async function known(front: Front, request: FrontRequest): Promise<Answer> {
  const answer = await front.upstream.pass(request);
  return answer.status === 404 ? problem(422, "Reference does not exist") : answer;
}
