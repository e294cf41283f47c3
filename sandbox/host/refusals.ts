// The ways in which GitHub says no that are set by an administrator, a plan or a bad moment, and that a test or a person at
// the sandbox can set here: a state of the repository, from which routes answer. They hold for apps; people pass them by.
// What one answer shall be, whatever the state, is said in `front/scripted-answers.ts`.

import type { FrontRequest } from "./http.ts";

/** What rulesets and branch protection say of what they forbid. */
export const RULE_SAYS =
  "Repository rule violations found\n\nChanges must be made through a pull request.\n\n";

/** What push protection says of what it forbids (docs: working with push protection in the REST API and the web). */
export const SECRET_SAYS = "Repository rule violations found\n\nSecret detected in content\n\n";

/** What GraphQL leaves out of its answers. `comment-ids`: they are null. `repository`: it is, and no error says why. */
export type Omission = "comment-ids" | "repository";

export class Refusals {
  /** The repository has draft pull requests. */
  drafts: boolean = true;
  /** The repository has another address now: what is sent to this one is sent on. */
  moved: boolean = false;
  /** It is an older server: it refuses the order of a run that asks for `return_run_details`, by this status. */
  runDetails: 400 | 422 | "known" = "known";
  /** Its version, where it is a server of somebody's own. */
  server: string | null = null;
  readonly omitted = new Set<Omission>();
  /** What no file of an app's commit may hold, as where pushes are scanned for secrets; null: nothing is scanned. */
  secret: string | null = null;
  readonly #forbidden = new Set<string>();

  /** Rules forbid everything that would move or make this branch, or forbid it no more. */
  forbid(branch: string, on: boolean): void {
    if (on) this.#forbidden.add(branch);
    else this.#forbidden.delete(branch);
  }

  forbids({ who }: Pick<FrontRequest, "who">, branch: string): boolean {
    return who.kind === "installation" && this.#forbidden.has(branch);
  }

  /** Everything is allowed again, and in its place. */
  relent(): void {
    this.drafts = true;
    this.moved = false;
    this.runDetails = "known";
    this.server = null;
    this.secret = null;
    this.omitted.clear();
    this.#forbidden.clear();
  }
}
