// Where a workflow runs, as far as its text depends on it: the host's own machines, or a server with the machines of its
// owner. Asks nobody.

/** What the text of a workflow is made for. */
export interface WorkflowPlace {
  /** Label of the machines on which both jobs run. */
  readonly runsOn: string;
  /** Artifact actions: `current`, or the last that an Enterprise Server takes (v4 and later are not supported there). */
  readonly artifacts: "current" | "v3";
}

export const HOSTED: WorkflowPlace = { runsOn: "ubuntu-latest", artifacts: "current" };

/**
 * @param onServer a GitHub Enterprise Server, which has no machines of GitHub's
 * @param runsOn a label; null: what is usual there
 */
export function placeOf(onServer: boolean, runsOn: string | null = null): WorkflowPlace {
  const usual: WorkflowPlace = onServer ? { runsOn: "self-hosted", artifacts: "v3" } : HOSTED;
  return runsOn === null ? usual : { ...usual, runsOn };
}
