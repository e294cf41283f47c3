// A scripted GitHub for looks: the requests before and around the GraphQL answers that a test is about.

import type { GraphqlBody } from "./graphql-replies.ts";
import { KEY, REPO, scriptedGithub } from "./nock-github.ts";

/** A GitHub that knows the default branch's name and then gives these answers, noting what was asked. */
export function answering(...data: readonly object[]) {
  const scripted = scriptedGithub();
  const asked: GraphqlBody[] = [];
  scripted.api.get(REPO).reply(200, { default_branch: "main" });
  for (const one of data) {
    scripted.api
      .post("/graphql", (body) => {
        asked.push(body);
        return true;
      })
      .reply(200, "errors" in one ? one : { data: one });
  }
  return {
    ...scripted,
    asked,
    look: (name: string | null = "box") => scripted.github.forge.look({ key: KEY, name }),
  };
}

/** A page of a connection; with a cursor there is one more. */
export const page = (nodes: readonly object[], endCursor: string | null = null) => ({
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
  nodes,
});
