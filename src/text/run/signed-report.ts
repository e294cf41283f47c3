// How a report lies on the disk of a machine that agents share: behind the mark by which its reader knows who wrote it.
// Frames and unframes; what the mark must be, whoever holds the run's key says.

const FRAME = /^autoloop-report ([0-9a-f]{64})\n/;

/** Characters that the frame adds. */
export const FRAME_CHARACTERS = 100;

export function framed(mark: string, report: string): string {
  return `autoloop-report ${mark}\n${report}`;
}

/** Null where there is no mark: an earlier version wrote it, or somebody else did. */
export function unframed(source: string): { readonly mark: string; readonly report: string } | null {
  const [frame, mark] = FRAME.exec(source) ?? [];
  return frame === undefined || mark === undefined ? null : { mark, report: source.slice(frame.length) };
}
