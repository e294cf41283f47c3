// What Stryker's side and the worker tell each other (stryker-plugin.mjs, one-worker-runner.ts). Types only.

/** Try one mutant. */
export interface MutantOrder {
  readonly mutant: string;
  /** How often it may be reached before it counts as endless. */
  readonly hitLimit?: number;
  /** Ids of the tests that reach it. */
  readonly tests: readonly string[];
}

export type MutantVerdict =
  | { readonly kind: "survived"; readonly ran: number }
  | {
      readonly kind: "killed" | "endless";
      readonly ran: number;
      readonly by: string;
      readonly failure: string;
      /** The test fails without the mutant too by now: this worker is of no use any more. */
      readonly isTainted: boolean;
    };

declare module "vitest" {
  interface ProvidedContext {
    /** Name of the BroadcastChannel between the two. */
    readonly channel: string;
    /** How many files of tests there are. */
    readonly testFiles: number;
  }
}
