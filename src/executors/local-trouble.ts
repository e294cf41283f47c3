// Why a run could not begin on this machine, as a fact that people can be told. Paths of the machine are nobody's business
// but its operator's: they stay in the log.

import { AutoloopError, NotStarted, Retryable, Terminal } from "../domain/errors.ts";

/** Characters of what a tool said that are kept: its end, where the reason is. */
const SAID_CHARACTERS = 300;

/**
 * The files of the base commit could not be had.
 * @throws always; what the host asked for (a pause), and what is no domain error, as it is
 */
export function filesTrouble(error: unknown): never {
  if (!(error instanceof AutoloopError) || (error instanceof Retryable && error.afterMs !== undefined))
    throw error;
  throw new NotStarted(error.message, { code: "files", said: saidBy(error) }, { cause: error });
}

/** An error of the file system, as what it means to the run; any other error as it is. */
export function folderTrouble(error: unknown): unknown {
  if (!isOfFileSystem(error)) return error;
  return new NotStarted(error.message, { code: "folder", said: machineSaid(error) }, { cause: error });
}

/** What the machine says of a file, without the file's name. @throws what is no error of the file system */
export function machineSaid(error: unknown): string {
  if (!isOfFileSystem(error)) throw error;
  return error.message.split(", ", 1).join();
}

function saidBy(error: AutoloopError): string | null {
  if (error instanceof Terminal) return error.said;
  // What git printed; its exit code alone tells nothing.
  const said = error.cause instanceof Error ? error.cause.message.trim() : "";
  return said === "" ? error.message : said.slice(-SAID_CHARACTERS);
}

function isOfFileSystem(error: unknown): error is Error {
  return error instanceof Error && "code" in error && "errno" in error && "syscall" in error;
}
