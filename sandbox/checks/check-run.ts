// A check run with its buttons, annotations and suite, as the REST API shows them. Types only.

/** A button of a check run. */
export interface Button {
  readonly identifier: string;
  readonly label: string;
  readonly description: string;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
  readonly start_column?: number;
  readonly end_column?: number;
}

export interface CheckSuite {
  readonly id: number;
  readonly slug: string;
  readonly head_sha: string;
  /** Of GitHub Actions each run of a workflow has a suite of its own. */
  readonly workflowRun: number | null;
  /** That of the workflow run; null where nobody knows it, as GitHub may also say. */
  readonly head_branch: string | null;
  readonly created_at: string;
  /** Somebody asked for one of its runs again, and its app has not answered. */
  isRerequested: boolean;
}

/** As the emulator keeps it. */
export interface EmulatedRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly external_id?: string | null;
  readonly details_url: string | null;
  readonly html_url: string;
  readonly url: string;
  readonly output: {
    readonly title: string | null;
    readonly summary: string | null;
    readonly text: string | null;
    readonly annotations_url?: string;
  };
}

/** As the REST API shows it. */
export interface CheckRun extends EmulatedRun {
  readonly app: { readonly id: number; readonly slug: string; readonly name: string };
  readonly check_suite: { readonly id: number };
}
