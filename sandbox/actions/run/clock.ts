// The one clock of runs, jobs and the lines of their logs.

/** ISO time. */
export const now = (): string => new Date().toISOString();
