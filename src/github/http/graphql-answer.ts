// What a GraphQL answer holds where not all went well: parts of a question that may be missing, and of a document of several
// mutations what became of each. Classifies nothing: that is done in `map-error.ts`.

import { AutoloopError, Retryable } from "../../domain/errors.ts";
import { graphqlErrors } from "./map-error.ts";

/**
 * What became of one mutation. `made`: what was asked of what it made; `isWhole` is false where a part of that could not
 * be told. `failure`: it was not carried out, or nobody knows.
 */
export type Field =
  | { readonly made: Readonly<Record<string, unknown>>; readonly isWhole: boolean }
  | { readonly failure: AutoloopError };

type GraphqlError = Readonly<Record<string, unknown>>;

/** An operation's name for messages. */
export function nameOf(document: string): string {
  return /(?:query|mutation) \w+/.exec(document)?.[0] ?? "GraphQL";
}

/** The answer is to a question about a repository, and has none. */
export function lacksRepository(document: string, data: unknown): boolean {
  const { repository } = data as { readonly repository?: unknown };
  return /\brepository\(/.test(document) && (repository === undefined || repository === null);
}

/** The data of an answer whose list of errors is empty, or holds nothing but what may be missing. @throws the error itself */
export function dataDespite(error: unknown, optional: readonly string[]): unknown {
  const errors = graphqlErrors(error);
  const isAnswer = errors?.every(
    ({ type, path }) => type === "NOT_FOUND" && Array.isArray(path) && optional.includes(path.join(".")),
  );
  if (isAnswer === true && error instanceof Error && "data" in error) return error.data;
  throw error;
}

/**
 * An answer with errors in it that has data all the same, so that parts of the document were carried out; null for every
 * other failure. (GraphQL: an answer to what was not carried out at all has no data; October 2021, 7.1.)
 */
export function answerIn(error: unknown): GraphqlFailure | null {
  const isAnswer = graphqlErrors(error) !== null && error instanceof Error && "data" in error;
  return isAnswer && typeof error.data === "object" && error.data !== null ? new GraphqlFailure(error) : null;
}

/** Errors of an answer, to be told apart by field. */
class GraphqlFailure {
  readonly data: Readonly<Record<string, unknown>>;
  readonly #error: Error;
  readonly #errors: readonly GraphqlError[];

  constructor(error: Error & { readonly data?: unknown }) {
    this.data = error.data as Readonly<Record<string, unknown>>;
    this.#error = error;
    this.#errors = graphqlErrors(error) ?? [];
  }

  /** Those of one field; those without a path are everybody's. */
  of(field: string): readonly GraphqlError[] {
    return this.#errors.filter(({ path }) => !Array.isArray(path) || path[0] === field);
  }

  /** The same answer with these errors alone, as Octokit would throw it. */
  only(errors: readonly GraphqlError[]): Error {
    const headers = "headers" in this.#error ? this.#error.headers : {};
    return Object.assign(new Error(this.#error.message), { headers, errors });
  }
}

/** @param failed the domain error for what Octokit throws */
export function fieldsOf(
  answer: unknown,
  fields: readonly string[],
  what: string,
  failed: (error: unknown) => unknown,
): readonly Field[] {
  const errors = answer instanceof GraphqlFailure ? answer : null;
  const data = errors?.data ?? (answer as Readonly<Record<string, unknown>> | null);
  return fields.map((field) => {
    const found = data?.[field];
    const own = errors?.of(field) ?? [];
    if (typeof found === "object" && found !== null)
      return { made: found as Readonly<Record<string, unknown>>, isWhole: own.length === 0 };
    // What failed below the mutation itself failed when that was done, and took its answer along.
    const isDone = own.some(({ path }) => Array.isArray(path) && path.length > 1);
    if (own.length === 0 || isDone) return { failure: new Retryable(`${what}: no answer for a part of it`) };
    const failure = failed(errors?.only(own));
    if (failure instanceof AutoloopError) return { failure };
    throw failure;
  });
}
