// Why nothing came back of an agent run, and why nobody can say where one stands: codes with facts. Their words are
// in `text/outcome/run-loss-words.ts`.

/** A downloaded archive that no report can be taken from. */
export type ArchiveFault =
  | "damaged"
  /** It uses what no upload makes: encryption, another compression, several disks. */
  | "unsupported"
  | "too-many"
  /** A name that is no plain relative path. */
  | "odd-name"
  /** Two files have one name. */
  | "doubled"
  | "missing"
  | "too-big"
  /** Something else is in it than it says of itself. */
  | "lying";

/** A run that ended, or never began, and left no report that can be used. Nothing about it will change any more. */
export type RunLoss =
  /** The host did not take the order: it has no such workflow, somebody switched it off, or it takes other inputs. */
  | { readonly code: "workflow-missing" | "workflow-disabled" }
  /** `said`: by the host, for people; outside text, bounded. */
  | { readonly code: "workflow-unfit"; readonly said: string | null }
  /** The app lacks the permission, or the repository forbids all workflows. */
  | { readonly code: "not-allowed"; readonly said: string | null }
  /** The workflow run ended in a way of its own; `unstartable`: the host could make no jobs of the workflow's file. */
  | { readonly code: "run-cancelled" | "run-timed-out" | "run-unstartable" | "run-other" }
  /** Somebody started the workflow run a second time, or deleted it. */
  | { readonly code: "run-again" | "run-deleted" }
  /** The first job that failed and its first step that did, by the workflow's own names; null where none is named. */
  | { readonly code: "run-failed"; readonly job: string | null; readonly step: string | null }
  | { readonly code: "no-artifact" | "two-artifacts" | "artifact-expired" }
  | { readonly code: "archive"; readonly fault: ArchiveFault }
  /** The report does not carry the mark of the runner that was to write it. */
  | { readonly code: "report-unsigned" }
  /** The report's bytes are no UTF-8. */
  | { readonly code: "report-no-text" }
  /** The report cannot be read; `why` is the decoder's sentence. */
  | { readonly code: "report-unreadable"; readonly why: string }
  /** The report has another nonce; `from` is the process or the service that left it. */
  | { readonly code: "other-report"; readonly from: "runner" | "workflow-run" }
  /** The runner is gone; `said` is the end of its log without secrets, empty where it printed nothing. */
  | { readonly code: "no-report"; readonly said: string };

/** An executor cannot tell where a run stands. It may stand elsewhere, so it is waited for until its deadline. */
export type RunDoubt =
  /** Another worker than the one that was asked holds the run. Both are worker ids. */
  | { readonly code: "other-worker"; readonly holds: string; readonly asked: string }
  /** The run was started by an executor that this process does not have. */
  | { readonly code: "other-executor"; readonly executor: string }
  /** The host refused to be asked; `why` is the error's message, for the log. */
  | { readonly code: "refused"; readonly why: string }
  /** The folder in which runs live cannot be read; `said` by the machine. */
  | { readonly code: "folder"; readonly said: string };
