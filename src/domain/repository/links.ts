// Addresses of a repository's pages, for people to follow. Which pages there are is said here, how their addresses look
// by the forge: no other code joins one together. Every address is absolute and has no blanks.

export interface Links {
  commit(commit: string): string;
  branch(branch: string): string;
  file(branch: string, path: string): string;
  folder(branch: string, path: string): string;
  pull(number: number): string;
  /** The list of pull requests of a branch, whether there are any or not. */
  pullsOf(branch: string): string;
  /** @param run the host's number of it */
  workflowRun(run: number): string;
  /** @param issue number of the issue or pull request that the comment stands on */
  comment(issue: number, comment: number): string;
  /** The page that makes a new file on the branch; with its text where that fits into a link, else without. */
  newFile(branch: string, path: string, text: string): string;
  /** The page on which an issue of this form is written. @param form file name of the form */
  newIssue(form: string): string;
  readonly labels: string;
  /** The page on which a repository gets its first CI. */
  readonly newCi: string;
  /** Rules for branches. */
  readonly rules: string;
  /** Settings of the service that runs workflows, the secrets that it hands out, and the page that adds one. */
  readonly workflowSettings: string;
  readonly secrets: string;
  readonly newSecret: string;
}
