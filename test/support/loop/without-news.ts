// Journals that a later version wrote, made readable for this one's tests: only after their own chain was checked.

import { sha256 } from "../../../src/text/format/hash.ts";
import type { Segment } from "../../../src/text/journal/journal.ts";
import { JOURNAL_VERSION } from "../../../src/text/journal/journal-schema.ts";

const START = "0".repeat(64);

/** Whether there is an event of this type in one of these segments. */
export function holds(texts: readonly string[], type: string): boolean {
  return texts.some((text) => text.includes(`"type":"${type}"`));
}

/**
 * The journal without events of this type, numbered and chained anew.
 * @throws Error where the chain that it had does not hold, or a segment beside the first begins anew
 */
export function withoutEvents(type: string) {
  return (segments: readonly Segment[]): readonly Segment[] => {
    if (segments.length > 1) throw new Error("snapshots would differ from the events before them");
    return segments.map(({ number, text }) => ({ number, text: rechained(text, type) }));
  };
}

function rechained(text: string, type: string): string {
  const lines = text.split("\n").slice(0, -1);
  let [before, prev, seq] = [START, START, 0];
  let kept = "";
  for (const [index, line] of lines.entries()) {
    const event = JSON.parse(line);
    if (event.v !== JOURNAL_VERSION || event.seq !== index + 1 || event.prev !== before)
      throw new Error(`the chain breaks at line ${index + 1}`);
    before = sha256(line);
    if (event.type === type) continue;
    seq += 1;
    const own = JSON.stringify({ ...event, seq, prev });
    prev = sha256(own);
    kept += `${own}\n`;
  }
  return kept;
}
