// What a run's runner has written: its report, once it is gone, and until then what was used so far. Believes either only
// when it carries the mark that the runner alone could make: whatever an agent or measured code writes into the run's
// folder is neither.

import { createHmac, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { AutoloopError } from "../domain/errors.ts";
import type { RunState, Spent } from "../domain/journal/iteration.ts";
import { decodeReport, decodeSpent, REPORT_CHARACTERS, SPENT_CHARACTERS } from "../text/run/report.ts";
import { RUN_FILES } from "../text/run/run-request.ts";
import { FRAME_CHARACTERS, unframed } from "../text/run/signed-report.ts";
import { logTail, readBounded } from "./local-folder.ts";

/** The key of one run, hex: who holds it cannot tell the secret, nor the key of another run. */
export function keyOf(secret: string, nonce: string): string {
  return mac(secret, `autoloop report of ${nonce}`);
}

/** Where a run stands whose runner is gone. */
export async function outcomeIn(
  folder: string,
  nonce: string,
  key: string,
  secrets: readonly string[],
): Promise<RunState> {
  const outcome = await reportIn(folder, nonce, key, secrets);
  return outcome.state === "lost" ? { ...outcome, ...(await spentIn(folder, nonce, key)) } : outcome;
}

/** Nothing of it where no count can be believed: that is unknown, whatever stands there. */
export async function spentIn(
  folder: string,
  nonce: string,
  key: string,
): Promise<{ readonly spent?: Spent }> {
  const text = await signedText(join(folder, RUN_FILES.spent), SPENT_CHARACTERS, key);
  if (text === null || text === "unsigned") return {};
  try {
    const { nonce: named, cost, seconds } = decodeSpent(text);
    return named === nonce ? { spent: { cost, seconds } } : {};
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    return {};
  }
}

async function reportIn(
  folder: string,
  nonce: string,
  key: string,
  secrets: readonly string[],
): Promise<RunState> {
  const text = await signedText(join(folder, RUN_FILES.report), REPORT_CHARACTERS, key);
  if (text === null)
    return { state: "lost", loss: { code: "no-report", said: await logTail(folder, secrets) } };
  if (text === "unsigned") return { state: "lost", loss: { code: "report-unsigned" } };
  try {
    const report = decodeReport(text);
    if (report.nonce === nonce) return { state: "finished", report };
    return { state: "lost", loss: { code: "other-report", from: "runner" } };
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    return { state: "lost", loss: { code: "report-unreadable", why: error.message } };
  }
}

/** Null where there is no such file, or a longer one. */
async function signedText(
  file: string,
  characters: number,
  key: string,
): Promise<string | "unsigned" | null> {
  const source = await readBounded(file, characters + FRAME_CHARACTERS);
  if (source === null) return null;
  const found = unframed(source);
  return found !== null && isSame(found.mark, mac(key, found.report)) ? found.report : "unsigned";
}

function mac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

/** Both are 64 characters of ASCII. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
