// The one comment by which an older edition's Steering or Experiment Log issue says where its program lives now.

const MARKER = "<!-- autoloop:v1 moved -->";

export function movedComment(program: string, issue: number): string {
  return [
    MARKER,
    `The program \`${program}\` lives on issue #${issue} now: its status, its results and everything that people tell it.`,
    "",
    "Autoloop no longer reads or writes here. What was said here stays; this issue may be closed.",
    "",
  ].join("\n");
}

/** The comment is such a pointer. Counts only in the app's own comments. */
export function isMovedComment(body: string): boolean {
  return body.startsWith(MARKER);
}
