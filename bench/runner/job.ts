// What one measured run is told and what it answers. Holds no logic.

export const WAYS = ["git", "git, isolated", "API", "Actions"] as const;

export interface Job {
  readonly way: (typeof WAYS)[number];
  /** Root of the build. */
  readonly build: string;
  /** Where git is served, and the bare repository there. */
  readonly url: string;
  readonly token: string;
  readonly repository: string;
  readonly commit: string;
  /** An empty folder for this run. */
  readonly folder: string;
}

export interface Took {
  readonly wallMs: number;
  /** Of this process and all that it started and waited for; null where the system does not say. */
  readonly processorMs: number | null;
}
