// The fake GitHub's no, as the app's own adapter understands it: what GitHub answers goes through the classification of
// `src/github`, so that a world of tests is told apart, or not, exactly as the real one.

import { AutoloopError } from "../../../src/domain/errors.ts";
import { afterSecondLook } from "../../../src/github/git/second-look.ts";
import { mapError } from "../../../src/github/http/map-error.ts";

/** What a branch rule of GitHub's says, by the way on which one meets it. */
export const RULE_SAYS = "Repository rule violations found: changes must be made through a pull request.";

/** A token as Octokit's errors hold it, in the request: it must not turn up anywhere. */
export const CANARY = "ghsCanary4fZ0qJ8TbE2";
const request = { headers: { authorization: `token ${CANARY}` } };

/** A REST request that changes something was refused. */
export function refused(said: string, status = 422): AutoloopError {
  const response = { status, url: "https://api.github.com/x", headers: {}, data: { message: said } };
  return mapped(Object.assign(new Error(said), { status, response, request }));
}

/** A rule forbids what a mutation was to do to a branch, and nobody had moved that. */
export function refusedByRule(branch: string, type = "BRANCH_PROTECTION_RULE_VIOLATION"): AutoloopError {
  const errors = [{ type, message: RULE_SAYS }];
  const error = mapped(Object.assign(new Error(RULE_SAYS), { errors, headers: {}, request }));
  return afterSecondLook(error, branch, "as it was");
}

/** The same, where the branch was to be moved or merged into by REST. */
export function refusedMove(branch: string, status: 409 | 422): AutoloopError {
  return afterSecondLook(refused(RULE_SAYS, status), branch, "as it was");
}

/** GraphQL, since January 2026: the hour's requests are used up. @param ms until there are new ones */
export function rateLimited(ms: number): AutoloopError {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Math.ceil(ms / 1_000)) };
  const errors = [{ type: "RATE_LIMIT", message: "API rate limit already exceeded for installation." }];
  return mapped(Object.assign(new Error("used up"), { errors, headers }));
}

function mapped(error: Error): AutoloopError {
  const made = mapError(error, "the fake", 0, "write");
  if (made instanceof AutoloopError) return made;
  throw new Error("no answer of GitHub", { cause: made });
}
