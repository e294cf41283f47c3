// `CheckSuite` and `CheckRun` as GraphQL objects.

import type { Annotation, CheckRun, CheckSuite } from "../../checks/check-run.ts";
import type { Checks } from "../../checks/checks.ts";
import { suiteState } from "../../checks/suite-state.ts";
import type { Host } from "../../host/host.ts";
import { connection, type Page, type Sources } from "./snapshot.ts";

interface RunFilter {
  readonly checkType?: "ALL" | "LATEST" | null;
  readonly checkName?: string | null;
  readonly appId?: number | null;
}

interface RunArguments extends Page {
  readonly filterBy?: RunFilter | null;
}

/** Suites that hold a check run; an app that only might check has none here. */
export async function checkSuites(sources: Sources, sha: string): Promise<readonly object[]> {
  const { checks } = sources;
  const runs = await checks.of(sha, "all");
  const latest = new Set((await checks.of(sha)).map(({ id }) => id));
  return checks.suites(sha).flatMap((suite) => {
    const own = runs.filter(({ check_suite }) => check_suite.id === suite.id);
    return own.length === 0 ? [] : [suiteObject(sources, suite, own, latest)];
  });
}

function suiteObject(
  sources: Sources,
  suite: CheckSuite,
  runs: readonly CheckRun[],
  latest: ReadonlySet<number>,
): object {
  const state = suiteState(
    runs.filter(({ id }) => latest.has(id)),
    suite.isRerequested,
  );
  const workflow = suite.workflowRun === null ? null : sources.runs.get(suite.workflowRun);
  return {
    __typename: "CheckSuite",
    databaseId: suite.id,
    app: appObject(sources.host, suite.slug),
    status: state.status.toUpperCase(),
    conclusion: state.conclusion?.toUpperCase() ?? null,
    workflowRun: workflow && {
      __typename: "WorkflowRun",
      databaseId: workflow.id,
      runNumber: workflow.number,
      event: workflow.event,
      workflow: { __typename: "Workflow", name: workflow.workflow.name },
    },
    checkRuns: ({ filterBy, ...page }: RunArguments) => {
      const all = filterBy?.checkType === "ALL";
      const wanted = runs
        .filter(({ id }) => all || latest.has(id))
        .filter(({ name }) => filterBy?.checkName == null || name === filterBy.checkName)
        .filter(({ app }) => filterBy?.appId == null || app.id === filterBy.appId);
      return connection(
        wanted.map((run) => runObject(sources.checks, run)),
        page,
      );
    },
  };
}

/** An app as GraphQL shows it, by its slug. */
export function appObject(host: Host, slug: string) {
  return { __typename: "App", databaseId: host.apps.get(slug)?.appId ?? null, slug, name: slug };
}

function runObject(checks: Checks, run: CheckRun): object {
  return {
    __typename: "CheckRun",
    databaseId: run.id,
    name: run.name,
    externalId: run.external_id ?? null,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    startedAt: run.started_at,
    completedAt: run.completed_at,
    title: run.output.title,
    summary: run.output.summary,
    text: run.output.text,
    url: run.html_url,
    permalink: run.html_url,
    detailsUrl: run.details_url,
    annotations: (page: Page) => connection(checks.annotations(run.id).map(annotationObject), page),
  };
}

function annotationObject(annotation: Annotation): object {
  const at = (line: number, column: number | undefined) => ({ line, column: column ?? null });
  return {
    __typename: "CheckAnnotation",
    path: annotation.path,
    message: annotation.message,
    title: annotation.title ?? null,
    rawDetails: annotation.raw_details ?? null,
    annotationLevel: annotation.annotation_level.toUpperCase(),
    location: {
      start: at(annotation.start_line, annotation.start_column),
      end: at(annotation.end_line, annotation.end_column),
    },
  };
}
