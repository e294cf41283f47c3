// The life of the one issue "Set up Autoloop" of a repository: whether there is to be one, what it says, when it is
// done. Pure. Closed by whomever, it is never opened again, and no second one is ever made.

import { LABEL } from "../../domain/program/names.ts";
import { filePrograms } from "../../domain/program/program-files.ts";
import type { Links } from "../../domain/repository/links.ts";
import {
  type AppAccess,
  isReady,
  type ReadinessCheck,
  type ReadinessView,
} from "../../domain/repository/readiness.ts";
import type { ListedIssue, RepositoryView } from "../../domain/repository/view.ts";
import { setupOf } from "../../text/format/markers.ts";
import { labelWords } from "../../text/setup/readiness-words.ts";
import { SETUP_LABELS, SETUP_TITLE, setupIssue } from "../../text/setup/setup-issue.ts";
import { sameText } from "../same-text.ts";

/** What is to be done. */
export type SetupAction =
  | { readonly type: "label.create"; readonly label: string }
  | {
      readonly type: "issue.open";
      readonly text: { readonly title: string; readonly body: string; readonly labels: readonly string[] };
    }
  | {
      readonly type: "issue.edit";
      readonly issue: number;
      readonly change: { readonly body?: string; readonly state?: "closed" };
    };

/** How the repository was found to be. */
export interface Examined {
  readonly checks: readonly ReadinessCheck[];
  /** Null: the app may not look. */
  readonly view: ReadinessView | null;
  readonly links: Links;
}

/** Issues of this kind, the one that counts first: there is a second only where two processes met. */
export function setupIssues({ self, issues }: RepositoryView): readonly ListedIssue[] {
  return issues
    .filter(({ author }) => author?.login === self)
    .filter(({ title, body }) => setupOf(body) !== null || title === SETUP_TITLE)
    .toSorted((a, b) => a.number - b.number);
}

/** Somebody wants Autoloop in this very repository: chose it, or wrote a program. */
export function wantsSetup(repository: RepositoryView, { selection }: AppAccess): boolean {
  return selection === "selected" || hasProgram(repository);
}

/** @param examined how the repository is now */
export function setUp(repository: RepositoryView, examined: Examined): readonly SetupAction[] {
  const [issue, ...more] = setupIssues(repository);
  if (issue === undefined) return openIt(repository, examined);
  const duplicates = more
    .filter(({ state }) => state === "open")
    .map(({ number }): SetupAction => ({ type: "issue.edit", issue: number, change: { state: "closed" } }));
  return [...duplicates, ...keepIt(repository, examined, issue)];
}

function openIt(repository: RepositoryView, examined: Examined): readonly SetupAction[] {
  const program = hasProgram(repository);
  if (examined.view?.takesIssues !== true || (program && isReady(examined.checks))) return [];
  const checks = examined.checks.map((one) =>
    one.name === "label" ? { ...one, state: "ready" as const, ...labelWords.there() } : one,
  );
  const body = textOf(repository, { ...examined, checks }, false);
  return [
    // A person needs it before the app has put it on anything.
    ...(examined.view.label ? [] : [{ type: "label.create" as const, label: LABEL.program }]),
    { type: "issue.open", text: { title: SETUP_TITLE, body, labels: SETUP_LABELS } },
  ];
}

function keepIt(
  repository: RepositoryView,
  examined: Examined,
  { number, state, labels, body }: ListedIssue,
): readonly SetupAction[] {
  // Whoever made a program of it knows why.
  if (state === "closed" || labels.includes(LABEL.program)) return [];
  const wasDone = setupOf(body)?.done === true;
  const isDone = hasProgram(repository) && isReady(examined.checks);
  const wanted = textOf(repository, examined, wasDone || isDone);
  const change = {
    ...(sameText(body, wanted) ? {} : { body: wanted }),
    // One that was done before is open because a person wants it open.
    ...(isDone && !wasDone ? { state: "closed" as const } : {}),
  };
  return Object.keys(change).length === 0 ? [] : [{ type: "issue.edit", issue: number, change }];
}

function textOf(repository: RepositoryView, { checks, view, links }: Examined, done: boolean): string {
  return setupIssue({
    ...{ checks, links, done },
    program: hasProgram(repository),
    form: view?.form ?? null,
    branch: view === null || view.defaultBranch === "absent" ? null : view.defaultBranch.name,
  });
}

function hasProgram({ issues, files }: RepositoryView): boolean {
  const open = issues.some(({ state, labels }) => state === "open" && labels.includes(LABEL.program));
  return open || filePrograms(files).length > 0;
}
