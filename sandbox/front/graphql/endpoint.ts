// POST /graphql over GitHub's published schema. Answers as GitHub does: 200 with `data` and `errors`, each error
// with its `type`.

import { type ExecutionResult, execute, GraphQLError } from "graphql";
import type { RefWatch } from "../../branches/ref-watch.ts";
import { type Answer, type FrontRequest, problem, text } from "../../host/http.ts";
import { Refused } from "../../host/upstream.ts";
import { createCommitOnBranch } from "./commit-on-branch.ts";
import { failure } from "./failure.ts";
import { createIssue, deleteIssue, hideComment } from "./issue-mutations.ts";
import { repositoryObject } from "./repository.ts";
import { type CheckedDocument, checkedDocument, githubSchema, servedOnly } from "./schema.ts";
import { type Rest, showMutations } from "./show-mutations.ts";
import { Snapshot, type Sources } from "./snapshot.ts";
import { updateRefs } from "./update-refs.ts";

/** @param rest answers what a mutation does by REST */
export async function answerGraphql(
  sources: Sources,
  refs: RefWatch,
  rest: Rest,
  request: FrontRequest,
): Promise<Answer> {
  if (request.who.kind === "anonymous" || request.who.kind === "app") {
    return problem(401, "This endpoint requires you to be authenticated.");
  }
  const source = text(request.body, "query");
  if (source === null) return answered({ errors: [new GraphQLError("A query attribute must be specified")] });
  const checked = checkedDocument(source);
  if (checked.errors.length > 0) return answered({ errors: checked.errors });
  const run = async () => answered(await executed(sources, rest, request, checked));
  return checked.writes ? refs.moving(request.who, run) : run();
}

async function executed(
  sources: Sources,
  rest: Rest,
  request: FrontRequest,
  checked: CheckedDocument,
): Promise<ExecutionResult> {
  const snapshot = new Snapshot(sources, request.who);
  return execute({
    schema: githubSchema(),
    document: checked.document,
    fieldResolver: servedOnly,
    rootValue: {
      viewer: { login: snapshot.viewer },
      rateLimit: () => ({ limit: 5_000, remaining: 4_999, cost: 1, used: 1, resetAt: inAnHour() }),
      repository: (args: { owner: string; name: string }) =>
        repository(snapshot, `${args.owner}/${args.name}`),
      createCommitOnBranch: (args: Parameters<typeof createCommitOnBranch>[2]) =>
        createCommitOnBranch(snapshot, request, args),
      createIssue: (args: Parameters<typeof createIssue>[2]) => createIssue(snapshot, request, args),
      deleteIssue: (args: Parameters<typeof deleteIssue>[2]) => deleteIssue(snapshot, request, args),
      minimizeComment: (args: Parameters<typeof hideComment>[2]) =>
        hideComment(snapshot, request, args, true),
      unminimizeComment: (args: Parameters<typeof hideComment>[2]) =>
        hideComment(snapshot, request, args, false),
      ...showMutations(snapshot, request, rest),
      updateRefs: (args: Parameters<typeof updateRefs>[2]) => updateRefs(snapshot.host, request, args),
    },
    variableValues: { ...(request.body.variables ?? {}) },
    operationName: text(request.body, "operationName"),
  });
}

function repository(snapshot: Snapshot, asked: string) {
  const { owner, name, refusals } = snapshot.host;
  if (refusals.omitted.has("repository")) return null;
  if (asked.toLowerCase() === `${owner}/${name}`.toLowerCase()) return repositoryObject(snapshot);
  throw failure("NOT_FOUND", `Could not resolve to a Repository with the name '${asked}'.`);
}

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

function answered(result: ExecutionResult): Answer {
  const errors = result.errors?.map((error) => {
    const refused = error.originalError instanceof Refused;
    const type = refused ? "FORBIDDEN" : error.extensions.type;
    return {
      ...(type !== undefined && { type }),
      ...(error.path && { path: error.path }),
      locations: error.locations,
      message: refused ? "Resource not accessible by integration" : error.message,
    };
  });
  return {
    status: 200,
    body: { ...(result.data !== undefined && { data: result.data }), ...(errors && { errors }) },
  };
}
