// From a downloaded archive to the report in it. Believes nothing that the archive or the report says about itself.

import { AutoloopError } from "../domain/errors.ts";
import type { RunState } from "../domain/journal/iteration.ts";
import { decodeReport, REPORT_CHARACTERS } from "../text/run/report.ts";
import { artifactEnd, lostEnd } from "./actions-ends.ts";
import { readZipEntry } from "./zip.ts";

/** Bytes of an archive that are downloaded at all. */
export const ARCHIVE_BYTES = 10 * 1024 * 1024;
const LIMITS = { bytes: REPORT_CHARACTERS, entries: 50 };
const REPORT_FILE = "report.json";

/** @param nonce of the run that the archive is from */
export function reportIn(archive: Uint8Array, nonce: string): RunState {
  const read = readZipEntry(archive, REPORT_FILE, LIMITS);
  if ("fault" in read) return { state: "lost", reason: artifactEnd[read.fault] };
  try {
    const report = decodeReport(new TextDecoder("utf-8", { fatal: true }).decode(read));
    return report.nonce === nonce
      ? { state: "finished", report }
      : { state: "lost", reason: lostEnd.otherRun };
  } catch (error) {
    if (error instanceof AutoloopError) return { state: "lost", reason: error.message };
    // The decoder's word for bytes that are no UTF-8.
    if (error instanceof TypeError) return { state: "lost", reason: lostEnd.noText };
    throw error;
  }
}
