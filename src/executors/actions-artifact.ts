// From a downloaded archive to the report in it. Believes nothing that the archive or the report says about itself.

import { AutoloopError } from "../domain/errors.ts";
import type { RunState } from "../domain/journal/iteration.ts";
import type { RunLoss } from "../domain/journal/run-loss.ts";
import { decodeReport, REPORT_CHARACTERS } from "../text/run/report.ts";
import { readZipEntry } from "./zip.ts";

/** Bytes of an archive that are downloaded at all. */
export const ARCHIVE_BYTES = 10 * 1024 * 1024;
const LIMITS = { bytes: REPORT_CHARACTERS, entries: 50 };
const REPORT_FILE = "report.json";

/** @param nonce of the run that the archive is from */
export function reportIn(archive: Uint8Array, nonce: string): RunState {
  const read = readZipEntry(archive, REPORT_FILE, LIMITS);
  if ("fault" in read) return lost({ code: "archive", fault: read.fault });
  try {
    const report = decodeReport(new TextDecoder("utf-8", { fatal: true }).decode(read));
    if (report.nonce === nonce) return { state: "finished", report };
    return lost({ code: "other-report", from: "workflow-run" });
  } catch (error) {
    if (error instanceof AutoloopError) return lost({ code: "report-unreadable", why: error.message });
    // The decoder's word for bytes that are no UTF-8.
    if (error instanceof TypeError) return lost({ code: "report-no-text" });
    throw error;
  }
}

/** The end of a run that left nothing. */
export function lost(loss: RunLoss): RunState {
  return { state: "lost", loss };
}
