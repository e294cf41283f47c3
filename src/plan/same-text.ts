// Whether what GitHub shows is what was written there, so that the same text is never written twice.

/** GitHub may hand a body back with other line ends and without the last one. */
export function sameText(a: string, b: string): boolean {
  return a.replaceAll("\r\n", "\n").trimEnd() === b.replaceAll("\r\n", "\n").trimEnd();
}
