import { schema as published } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import * as mutations from "../../../src/github/git/mutations.ts";
import * as queries from "../../../src/github/read/queries.ts";

const DOCUMENTS = Object.entries({ ...queries, ...mutations });

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
