// A queue of keys, not of messages: the work is found in the world when a key's turn comes.

/**
 * Whether somebody waits for a key: a person (or GitHub, by a webhook), or nobody. Urgent keys run first, but of eight
 * keys that begin while both kinds are ready one is a background key.
 */
export type Urgency = "urgent" | "background";

/** When a key should be looked at. Adding a key that is waiting keeps the earlier time and the more urgent class. */
export interface WorkQueue {
  /**
   * Asks for one run of `key`. While it runs, one more run is remembered; adding twice is adding once. Where several
   * processes share the queue, the first that has time runs it.
   * @param delayMs not before this many milliseconds from now
   * @param urgency background when it is left out
   */
  add(key: string, delayMs?: number, urgency?: Urgency): void;
  /** The same, but this very process runs it: it knows or holds something that no other process does. */
  addHere(key: string, delayMs?: number, urgency?: Urgency): void;
  /**
   * Tells the process that has this name to run `key`, if there is one. It may never hear of it.
   * @param place the process's worker id, as `Executor.workerId`
   */
  addAt(place: string, key: string): void;
  /** Takes no new work and resolves when the running keys have ended. */
  drain(): Promise<void>;
  /** How much there is to do at this moment. */
  load(): Promise<QueueLoad>;
}

/** Numbers of keys. */
export interface QueueLoad {
  /** Their time has not come. */
  readonly waiting: number;
  /** Their time has come, but other keys are running. */
  readonly ready: number;
  readonly running: number;
  /** How long the first of the ready ones has been ready, milliseconds; 0 when there is none. */
  readonly oldestMs: number;
}

/** What one run of a key says about the key's future. Times in milliseconds. */
export type Outcome =
  | { readonly kind: "done" }
  /** Look again after `ms`, as background; not a failure. */
  | { readonly kind: "again"; readonly ms: number }
  /**
   * Failed; try again after `ms`, or after the queue's growing back-off, which grows no longer than `atMostMs`. The
   * work is still owed, so the next run is as urgent as this one was.
   */
  | { readonly kind: "retry"; readonly ms?: number; readonly atMostMs?: number };
