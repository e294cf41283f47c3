// The branches, pull requests and issues that an older edition of Autoloop left in a repository, and which of them are
// taken over.
// Anybody can name a branch or a pull request anything, so names alone never decide.

import type { Author } from "../repository/view.ts";
import { canonicalBranch, isLegacyBranch, MEMORY_BRANCH, nameFromTitle, slug } from "./names.ts";

/** An open pull request as a listing shows it. */
export interface OpenPull {
  readonly number: number;
  readonly title: string;
  /** Name of the head branch. */
  readonly branch: string;
  /** Head is in this very repository, not in a fork. */
  readonly sameRepository: boolean;
  readonly author: Author;
}

/** Read once, before a program is adopted whose state file an older edition wrote. */
export interface Legacy {
  readonly pulls: readonly OpenPull[];
  /** Its other issues. `pointed`: our comment that says where the program lives now is there, or none can be. */
  readonly issues: readonly { readonly number: number; readonly pointed: boolean }[];
}

/** The bot that ran the older edition, which lived in GitHub Actions. */
const OLD_BOT = "github-actions[bot]";

/** Whether this is the account under which the older edition wrote by itself. */
export function isOldEdition(author: Author): boolean {
  return author?.type === "Bot" && author.login === OLD_BOT;
}

/**
 * Open pull requests of this repository that may be the program's, newest first. Their authors are still to be judged.
 */
export function legacyPulls({ pulls }: Legacy, program: string, defaultBranch: string): readonly OpenPull[] {
  return pulls
    .filter(({ sameRepository, branch }) => {
      return sameRepository && branch !== defaultBranch && branch !== MEMORY_BRANCH;
    })
    .filter(({ branch, title }) => {
      if (branch === canonicalBranch(program) || isLegacyBranch(branch, program)) return true;
      // A title is a claim that may be about a branch of another program.
      const name = nameFromTitle(title);
      return name !== null && slug(name) === program && !branch.startsWith(canonicalBranch(""));
    })
    .toSorted((a, b) => b.number - a.number);
}
