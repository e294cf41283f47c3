// What the planner may ask for: a closed set of effects as data. Whoever carries one out (`reconcile/apply/apply.ts`)
// finds what it made before it makes it, so every action may be repeated.

import type { Briefing } from "../domain/briefing.ts";
import type { EventBody } from "../domain/journal/event.ts";
import type { IterationKind, ProposedFile } from "../domain/journal/iteration.ts";
import type { PairRule } from "../domain/noise/pairs.ts";
import type { Definition } from "../domain/program/program.ts";
import type { Reaction } from "../domain/repository/view.ts";
import type { OwnCheck } from "../text/comments/own-check.ts";

/** One effect. Fields hold everything that is needed; nothing is looked up while it is carried out. */
export type Action =
  | {
      readonly type: "memory.commit";
      readonly expectedHead: string | "absent";
      readonly message: string;
      readonly files: readonly { readonly path: string; readonly text: string | null }[];
      /** What the commit adds to the journal, for people who read a dry run. */
      readonly events: readonly EventBody["type"][];
    }
  | { readonly type: "issue.edit"; readonly body: string }
  | {
      readonly type: "comment.post";
      /** Number of another issue or pull request, here and below; absent: the program's issue. */
      readonly issue?: number;
      readonly body: string;
      readonly what: string;
    }
  | {
      readonly type: "comment.edit";
      readonly issue?: number;
      readonly comment: number;
      readonly body: string;
      readonly what: string;
      /** What it said when this was decided; where it says something else by now, a person ticked a box. */
      readonly seen?: string;
    }
  /** Only ever a comment of the app. */
  | { readonly type: "comment.delete"; readonly comment: number; readonly what: string }
  /** Only ever a comment of the app. Should it fail, nothing else waits for it. */
  | {
      readonly type: "comment.minimise";
      readonly issue?: number;
      readonly comment: number;
      readonly what: string;
    }
  | {
      readonly type: "comment.react";
      readonly issue?: number;
      readonly comment: number;
      readonly reaction: Reaction;
    }
  | { readonly type: "issue.react"; readonly reaction: Reaction }
  | {
      readonly type: "labels.set";
      /** Number of a pull request; absent: the program's issue. */
      readonly pull?: number;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    }
  | { readonly type: "branch.create"; readonly branch: string; readonly at: string }
  | { readonly type: "branch.fast-forward"; readonly branch: string; readonly to: string }
  | {
      readonly type: "branch.merge";
      readonly branch: string;
      readonly from: string;
      readonly message: string;
    }
  | {
      readonly type: "branch.commit";
      readonly branch: string;
      readonly expectedHead: string;
      readonly message: string;
      readonly files: readonly ProposedFile[];
    }
  | {
      readonly type: "branch.restore";
      readonly branch: string;
      readonly expectedHead: string;
      readonly treeOf: string;
      readonly message: string;
    }
  /** Undoes commits that lie below others, newest first. */
  | {
      readonly type: "branch.revert";
      readonly branch: string;
      readonly expectedHead: string;
      readonly commits: readonly string[];
      readonly message: string;
    }
  /** The only move that need not be a fast-forward; journalled before. */
  | {
      readonly type: "branch.reset";
      readonly branch: string;
      readonly expectedHead: string;
      readonly to: string;
    }
  | {
      readonly type: "pull.open";
      readonly head: string;
      readonly base: string;
      readonly title: string;
      readonly body: string;
      /** The body where the host has no drafts, and it is opened as an ordinary one. */
      readonly ordinaryBody: string;
      readonly labels: readonly string[];
    }
  | { readonly type: "pull.edit"; readonly number: number; readonly title?: string; readonly body?: string }
  | { readonly type: "check.write"; readonly head: string; readonly check: OwnCheck }
  | { readonly type: "run.start"; readonly request: RunOrder }
  | {
      readonly type: "run.dispose";
      readonly nonce: string;
      readonly place: string;
      readonly startedAt: string;
    };

/** An agent run as the planner orders it; `reconcile/apply/apply.ts` adds which program it is for. */
export interface RunOrder {
  readonly program: string;
  readonly nonce: string;
  readonly iteration: number;
  readonly kind: IterationKind;
  readonly attempt: number;
  readonly base: string;
  readonly definition: Definition;
  /** SHA-256 of the approved text that the definition was read from, hex. */
  readonly definitionHash: string;
  /** Counts of the baseline's soft gates; absent where there are none. */
  readonly gateCounts?: Readonly<Record<string, number>>;
  /** As of a run request. */
  readonly confirm?: PairRule & { readonly best: number | null };
  readonly protectedPaths: readonly string[];
  /** Absent: the repository opens nothing that is protected everywhere. */
  readonly unprotected?: readonly string[];
  readonly agent: string;
  readonly briefing: Briefing;
  readonly prompt: string;
  readonly timeoutSeconds: number;
  /** ISO time of the iteration's start in the journal. */
  readonly startedAt: string;
  /** Name of the default branch. */
  readonly defaultBranch: string;
  /** SHA-256 of the order as `requestText` writes it, hex. */
  readonly requestHash: string;
}

/** The action in words that complete "would …" and "did …": what a dry run prints and a log line carries. */
export function describe(action: Action): string {
  switch (action.type) {
    case "memory.commit": {
      const events = action.events.join(", ") || "nothing new";
      return `write ${action.files.map(({ path }) => path).join(", ")} on the memory branch (journal: ${events})`;
    }
    case "issue.edit":
      return `edit the text of the issue (${action.body.length} characters)`;
    case "comment.post":
      return `post the ${action.what} (${action.body.length} characters)`;
    case "comment.edit":
      return `edit the ${action.what} (comment ${action.comment}, ${action.body.length} characters)`;
    case "comment.delete":
      return `delete the ${action.what} (comment ${action.comment})`;
    case "comment.minimise":
      return `hide the ${action.what} (comment ${action.comment})`;
    case "comment.react":
      return `react with ${action.reaction} to comment ${action.comment}`;
    case "issue.react":
      return `react with ${action.reaction} to the issue`;
    case "labels.set":
      return `change labels${action.pull === undefined ? "" : ` of pull request #${action.pull}`}: ${[...action.add.map((l) => `+${l}`), ...action.remove.map((l) => `-${l}`)].join(" ")}`;
    case "branch.create":
      return `create branch ${action.branch} at ${short(action.at)}`;
    case "branch.fast-forward":
      return `fast-forward ${action.branch} to ${short(action.to)}`;
    case "branch.merge":
      return `merge ${action.from} into ${action.branch}`;
    case "branch.commit":
      return `commit ${action.files.map(({ path }) => path).join(", ")} to ${action.branch} on ${short(action.expectedHead)}`;
    case "branch.restore":
      return `put ${action.branch} back to the tree of ${short(action.treeOf)}`;
    case "branch.revert":
      return `take back ${action.commits.map(short).join(", ")} on ${action.branch}`;
    case "branch.reset":
      return `start ${action.branch} again at ${short(action.to)}`;
    case "pull.open":
      return `open a draft pull request from ${action.head} to ${action.base}`;
    case "pull.edit":
      return `edit pull request #${action.number}`;
    case "check.write":
      return `write the check ${action.check.name} on ${short(action.head)}`;
    case "run.start":
      return `start the ${action.request.kind} run of iteration ${action.request.iteration} on ${short(action.request.base)} with ${action.request.agent}`;
    case "run.dispose":
      return `clean up run ${action.nonce}`;
  }
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
