// What a run left whose runner is gone. Believes a report only when it carries the mark that the runner alone could make:
// whatever an agent or measured code writes into the run's folder is no report.

import { createHmac, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { AutoloopError } from "../domain/errors.ts";
import type { RunState } from "../domain/journal/iteration.ts";
import { decodeReport, REPORT_CHARACTERS } from "../text/run/report.ts";
import { RUN_FILES } from "../text/run/run-request.ts";
import { FRAME_CHARACTERS, unframed } from "../text/run/signed-report.ts";
import { logTail, readBounded } from "./local-folder.ts";

/** The key of one run, hex: who holds it cannot tell the secret, nor the key of another run. */
export function keyOf(secret: string, nonce: string): string {
  return mac(secret, `autoloop report of ${nonce}`);
}

export async function outcomeIn(
  folder: string,
  nonce: string,
  key: string,
  secrets: readonly string[],
): Promise<RunState> {
  const source = await readBounded(join(folder, RUN_FILES.report), REPORT_CHARACTERS + FRAME_CHARACTERS);
  if (source === null) {
    return { state: "lost", loss: { code: "no-report", said: await logTail(folder, secrets) } };
  }
  const found = unframed(source);
  if (found === null || !isSame(found.mark, mac(key, found.report))) {
    return { state: "lost", loss: { code: "report-unsigned" } };
  }
  try {
    const report = decodeReport(found.report);
    if (report.nonce === nonce) return { state: "finished", report };
    return { state: "lost", loss: { code: "other-report", from: "runner" } };
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    return { state: "lost", loss: { code: "report-unreadable", why: error.message } };
  }
}

function mac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

/** Both are 64 characters of ASCII. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
