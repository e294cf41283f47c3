import { schema as published } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import * as mutations from "../../../src/github/git/mutations.ts";
import * as queries from "../../../src/github/read/queries.ts";
import { type Mutation, showDocument } from "../../../src/github/write/show-document.ts";

const SHOWN: readonly Mutation[] = [
  "updateIssueComment",
  "addComment",
  "updatePullRequest",
  "createCheckRun",
];
/** Each mutation as the last one, whose answer brings the look. */
const SHOWING = SHOWN.flatMap((_, index) => {
  const order = [...SHOWN.slice(index + 1), ...SHOWN.slice(0, index + 1)];
  return [true, false].map((looks) => [`Show, ${order.join(" ")}`, showDocument(order, looks)] as const);
});
const DOCUMENTS = [...Object.entries({ ...queries, ...mutations }), ...SHOWING];

const schema = buildSchema(published.idl, { assumeValid: true, assumeValidSDL: true });

describe("the GraphQL documents", () => {
  it.each(DOCUMENTS)("%s is valid against GitHub's schema", (_name, document) => {
    expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
  });

  it.each(DOCUMENTS)("%s asks for nothing that is deprecated", (_name, document) => {
    const fields = [...document.matchAll(/\b\w+\b/g)].map(([word]) => word);
    expect(fields).not.toContain("databaseId");
  });
});
