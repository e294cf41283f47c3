// The closed union of journal events. Field names are the ones on disk (snake case). This file knows no bytes:
// encoding, hash chain and versions are `text/journal/journal-codec.ts`; what the events add up to is `state.ts`, and
// the terms that both use are `terms.ts`.

import type { Definition } from "../program/program.ts";
import type { Shell } from "../shell.ts";
import type { IterationKind, ReportFacts } from "./iteration.ts";
import type { Imported, MaySurprise } from "./past.ts";
import type { CiResultEvent, Crash, WaitEvent } from "./repair.ts";
import type { ProgramState } from "./state.ts";
import type { SteeringEvent } from "./steering.ts";
import type { Actor, CommandOutcome, CommentRef, PauseKind, Trigger } from "./terms.ts";

/** What happened, without the envelope. */
export type EventBody =
  | {
      readonly type: "program.adopted";
      /** Chosen once, of the title or the file (`program/names.ts`): lower case, digits and `-`, at most 64 characters. */
      readonly name: string;
      readonly issue: number;
      readonly source: { readonly kind: "issue" } | { readonly kind: "file"; readonly path: string };
      /** Such as `autoloop/carton`. */
      readonly branch: string;
      /** There when an older edition's state file was taken over. */
      readonly imported?: Imported;
      /** Rejections in a row after which it asks where its text says nothing; absent: as version 0.1 had it. */
      readonly plateau?: number;
      /** Runs its Evaluation where its text says nothing; absent: `OLD_SHELL`. */
      readonly shell?: Shell;
    }
  | {
      readonly type: "program.defined";
      /** SHA-256 of the approved text, hex. */
      readonly hash: string;
      readonly definition: Definition;
      readonly approved_by: Actor;
      /** Number of the epoch that this definition belongs to; it grows when measuring changed. */
      readonly epoch: number;
      /** Which reader made the definition of the text; absent: the first. */
      readonly reader?: number;
    }
  | {
      readonly type: "loop.start";
      readonly preset: string;
      /** The first 500 characters of the Goal. */
      readonly objective: string;
      /** `owner/name` of the repository, and the program's branch in it. */
      readonly project_dir: string;
      readonly work_dir: string;
      /** ISO 8601, UTC. */
      readonly created_at: string;
      /** Name of the agent. */
      readonly backend: string;
      readonly trigger: Trigger;
      /** Who asked for it; absent where nobody did, and in journals of before this was kept. */
      readonly by?: Actor;
      /** Empty: no run began this one. */
      readonly parent_run_id: string;
    }
  /**
   * In these four, `reason` is one sentence for people, or a person's own words where one wrote any. `by` null: nobody
   * asked, the app decided.
   */
  | {
      readonly type: "loop.pause";
      readonly kind: PauseKind;
      readonly reason: string;
      readonly by: Actor | null;
    }
  | { readonly type: "loop.resume"; readonly reason: string; readonly by: Actor | null }
  | { readonly type: "loop.stop"; readonly reason: string; readonly by: Actor | null }
  | { readonly type: "loop.complete"; readonly reason: string }
  | SteeringEvent
  | {
      readonly type: "command.received";
      /** The comment that holds the command; the status comment for one of its check boxes. */
      readonly comment: number;
      /** Issue or pull request on which it stands; absent: the program's own issue. */
      readonly issue?: number;
      readonly by: Actor;
      /** SHA-256 of the command's line, hex; before 0.2 of the whole comment. */
      readonly hash: string;
      /** When the text took this form, as GitHub says it: ISO 8601, UTC. */
      readonly written_at: string;
      /** Outside text, at most 4,000 characters; empty where its author may not give the command. */
      readonly text: string;
      /** As this or a later version knows it; words that were no command have `unknown`, `malformed` or `halting`. */
      readonly verb: string;
      readonly outcome: CommandOutcome;
      /** What its author should be told, in plain words; null where the reaction says it all. */
      readonly reason: string | null;
    }
  /** Somebody stands behind the issue's text of this hash, by a comment elsewhere; one on the issue itself can be seen. */
  | {
      readonly type: "program.approved";
      /** SHA-256 of the issue's text, hex. */
      readonly hash: string;
      readonly by: Actor;
      readonly comment: number;
      readonly issue: number;
    }
  /**
   * A setting of the program that counts instead of the text's, in the words that were written. `value` null: the text's
   * counts again.
   */
  | { readonly type: "program.set"; readonly key: string; readonly value: string | null; readonly by: Actor }
  /** An iteration now, whatever the schedule says. `instruction`: the comment's text is a directive for it. */
  | {
      readonly type: "run.requested";
      readonly by: Actor;
      readonly comment: number;
      readonly issue?: number;
      readonly hash: string;
      readonly instruction: boolean;
      /** Number of the iteration whose proposal is to be measured again. */
      readonly keeps?: number;
    }
  | {
      readonly type: "iteration.start";
      /** 0 is the baseline of a program that nothing was taken over for. */
      readonly iteration: number;
      readonly kind: IterationKind;
      /** Which run of this iteration, from 1: it grows where CI refused the one before. */
      readonly attempt: number;
      /** Commit that the run begins with: full SHA, hex. */
      readonly base: string;
      /** SHA-256 of the approved text, hex. */
      readonly definition: string;
      /** Name of a row of `domain/executors.ts`; of one that is gone in old journals. */
      readonly executor: string;
      /** Id of the worker that dispatched the run: only that machine can tell where a local one stands. */
      readonly place: string;
      /** Names the run among all runs; no other event has it. */
      readonly nonce: string;
      /** ISO time after which the run counts as lost. */
      readonly deadline: string;
      /** Steering comments (id, hash) whose text the agent was given as directives of this iteration. */
      readonly steering: readonly CommentRef[];
      /** Number of the iteration whose proposal this is again; absent: an agent is asked, or nobody. */
      readonly keeps?: number;
      /** Its cost counts for a budget. */
      readonly budgeted?: true;
      /** Pairs at most in which what is better is confirmed; of a baseline those from which its noise is known. Absent: none. */
      readonly confirm?: number;
      /** What broke the run before this one, whose proposal this one begins with. */
      readonly crash?: Crash;
    }
  | WaitEvent
  | ({ readonly type: "iteration.report"; readonly iteration: number } & ReportFacts)
  | { readonly type: "iteration.commit"; readonly iteration: number; readonly commit: string }
  | CiResultEvent
  | ({
      readonly type: "iteration.accept";
      readonly iteration: number;
      /** In the program's own units; finite. */
      readonly metric: number;
      readonly reason: string;
    } & MaySurprise)
  | ({ readonly type: "iteration.reject"; readonly iteration: number; readonly reason: string } & MaySurprise)
  | {
      readonly type: "iteration.error";
      readonly iteration: number;
      readonly reason: string;
      /** What it stood on was revoked: it speaks for nothing and counts for nothing. */
      readonly uncounted?: true;
    }
  /** A check turned red on the commit of what was kept last: it is not kept any more, whatever CI says later. */
  | {
      readonly type: "iteration.revoke";
      readonly iteration: number;
      readonly head: string;
      /** Name of the check; outside text. */
      readonly check: string;
    }
  /**
   * Where the branch is now. `restart` is written before the move, the others after they were seen. `deleted`: by
   * somebody, with work on it that is nowhere else; `gone`: without such work. Their `head` is where it was.
   */
  | {
      readonly type: "branch.sync";
      readonly how:
        | "created"
        | "fast-forward"
        | "merge"
        | "restart"
        | "revert"
        | "pushed"
        | "deleted"
        | "gone";
      readonly head: string;
      /** Own commits that were not kept and that only a person can take back, because others built on them. */
      readonly left?: readonly string[];
    }
  | { readonly type: "pull.opened" | "pull.closed" | "pull.merged"; readonly number: number }
  | {
      readonly type: "state.edited";
      /** Null: nobody that the host can name. */
      readonly by: Actor | null;
      /** Rows of the machine table that say something else than the journal did, or `the whole file`. */
      readonly fields: readonly string[];
      /** Those of them that are not for people to change, or not for this one. */
      readonly put_back: readonly string[];
    }
  | { readonly type: "snapshot"; readonly state: ProgramState };

/** The envelope that the journal writer adds. */
interface Envelope {
  readonly v: 1;
  /** Dense, from 1, over all segments. */
  readonly seq: number;
  /** SHA-256 (hex) of the line before, without its newline; 64 zeros for the first. */
  readonly prev: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly program: string;
  /** The run (one activation of the loop) that this belongs to; empty before the first `loop.start`, which names the new one. */
  readonly run_id: string;
}

/** One line of the journal. */
export type JournalEvent = Envelope & EventBody;

/** An event that is decided but not yet written; the writer adds `v`, `seq` and `prev`. */
export type NewEvent = Omit<Envelope, "v" | "seq" | "prev"> & EventBody;

/** The event is one of the three with which an iteration ends. */
export function endsIteration({ type }: { readonly type: EventBody["type"] }): boolean {
  return type === "iteration.accept" || type === "iteration.reject" || type === "iteration.error";
}
