// How a resolver refuses: a GraphQL error with the `type` that GitHub gives it.

import { GraphQLError } from "graphql";

/** An error as resolvers throw it. */
export function failure(
  type: "BRANCH_PROTECTION_RULE_VIOLATION" | "FORBIDDEN" | "NOT_FOUND" | "STALE_DATA" | "UNPROCESSABLE",
  message: string,
): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}
