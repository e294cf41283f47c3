// The executors: one row for each, with the traits that the planner, the readiness checks and the configuration ask
// for. Data only; how runs are started is with the adapter of the same name in `executors/`.

interface ExecutorTraits {
  readonly name: string;
  /** Time beyond the run's own limit that its report may take to arrive, milliseconds. */
  readonly reportGraceMs: number;
  /** So many times the usual time of an evaluation is no sign yet that it hangs. */
  readonly patience: number;
  /** A run may take no longer here, seconds; null: as long as it likes. */
  readonly longestRun: number | null;
  /** A run begins on the machine of this process, which therefore has to hold the agent and its command line. */
  readonly isHere: boolean;
  /** A run reads its request from the memory branch, so the request is written there before the run is ordered. */
  readonly readsRequest: boolean;
  /**
   * A pause ends a run that goes on, because its owner pays for it; without this it ends by itself and its report
   * waits.
   */
  readonly endsOnPause: boolean;
  /** A repository needs the workflow, GitHub Actions switched on, and the agent's secret. */
  readonly needsWorkflow: boolean;
  /** Permissions of the app that it needs besides those of every executor. */
  readonly permissions: readonly { readonly name: string; readonly access: "read" | "write" }[];
}

const ROWS = {
  local: {
    name: "local",
    reportGraceMs: 2 * 60_000,
    patience: 2,
    longestRun: null,
    isHere: true,
    readsRequest: false,
    endsOnPause: false,
    needsWorkflow: false,
    permissions: [],
  },
  actions: {
    name: "actions",
    // Two machines, one after the other, are waited for and set up.
    reportGraceMs: 30 * 60_000,
    // Hosted machines differ from each other and from minute to minute.
    patience: 3,
    // GitHub ends a job after six hours, and the part that measures has to be set up, too.
    longestRun: 5 * 60 * 60,
    isHere: false,
    readsRequest: true,
    endsOnPause: true,
    needsWorkflow: true,
    permissions: [{ name: "actions", access: "write" }],
  },
} as const satisfies Readonly<Record<string, ExecutorTraits>>;

/** The names that `AUTOLOOP_EXECUTOR` and a repository's configuration may hold. */
export type ExecutorName = keyof typeof ROWS;

/** All rows, in the order in which texts list them. */
export const EXECUTORS: readonly (ExecutorTraits & { readonly name: ExecutorName })[] = Object.values(ROWS);

export const EXECUTOR_NAMES: readonly ExecutorName[] = EXECUTORS.map(({ name }) => name);

/** The row of an executor. */
export function traits(executor: ExecutorName): ExecutorTraits {
  return ROWS[executor];
}

/** The same for a name out of a journal; null where this version knows no such executor. */
export function traitsNamed(executor: string): ExecutorTraits | null {
  return EXECUTORS.find(({ name }) => name === executor) ?? null;
}
