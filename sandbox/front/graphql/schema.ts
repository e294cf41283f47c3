// GitHub's published schema and the documents checked against it. Both are dear to make, so each is made once
// for the process; an app sends the same few documents all its life.

import { schema as published } from "@octokit/graphql-schema";
import {
  buildSchema,
  type DocumentNode,
  defaultFieldResolver,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  Kind,
  parse,
  validate,
} from "graphql";

export interface CheckedDocument {
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
  /** Holds a mutation. */
  readonly writes: boolean;
}

let schema: GraphQLSchema | undefined;
const checked = new Map<string, CheckedDocument>();
const NOTHING: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

export function githubSchema(): GraphQLSchema {
  schema ??= buildSchema(published.idl, { assumeValid: true, assumeValidSDL: true });
  return schema;
}

export function checkedDocument(source: string): CheckedDocument {
  let found = checked.get(source);
  if (found === undefined) {
    found = check(source);
    checked.set(source, found);
  }
  return found;
}

function check(source: string): CheckedDocument {
  try {
    const document = parse(source);
    const writes = document.definitions.some(
      (one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === "mutation",
    );
    return { document, errors: validate(githubSchema(), document), writes };
  } catch (error) {
    if (error instanceof GraphQLError) return { document: NOTHING, errors: [error], writes: false };
    throw error;
  }
}

/** A field of the schema that nothing here serves is an error, never a silent null. */
export const servedOnly: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  if (typeof source === "object" && source !== null && !(info.fieldName in source)) {
    throw new GraphQLError(`The sandbox does not serve ${info.parentType.name}.${info.fieldName}.`);
  }
  return defaultFieldResolver(source, args, context, info);
};
