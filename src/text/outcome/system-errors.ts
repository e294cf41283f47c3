// What to do about an error of the operating system or the network, by its code. Its own words ("ENOENT: no such file or
// directory, open '…'") say what failed to whoever wrote the code, and name places that are nobody's business.

/** By the codes of Node and libuv. */
const FILES: Readonly<Record<string, string>> = {
  ENOENT: "there is nothing at this path; check how it is written and where you are",
  EISDIR: "it is a directory; name a file in it",
  ENOTDIR: "a part of this path is a file, not a directory",
  EACCES: "this user may not; change the rights of the file, or be somebody who may",
  EPERM: "this user may not; change the rights of the file, or be somebody who may",
  ENOSPC: "the disk is full; free some space where Autoloop runs",
  EDQUOT: "the disk quota is used up; free some space where Autoloop runs",
  EROFS: "the file system takes no writes; let Autoloop work in another folder (`AUTOLOOP_WORK_DIR`)",
  EMFILE: "too many files are open; raise the limit of this process (`ulimit -n`)",
  ENFILE: "too many files are open on this machine; close some, or raise its limit",
  ENOMEM: "there is not enough memory; give the machine more, or run less at the same time",
  EIO: "the disk cannot be read or written; look at the machine's own log",
};

const NETWORK: Readonly<Record<string, string>> = {
  ENOTFOUND: "the name of the host is not known; check how it is written, and the network",
  EAI_AGAIN: "the name of the host could not be looked up; check the network and try again",
  ECONNREFUSED: "nobody listens there; check the address, and whether the service runs",
  ECONNRESET: "the connection broke off; try again",
  ETIMEDOUT: "there was no answer in time; check the network and try again",
  EHOSTUNREACH: "the host cannot be reached; check the network",
  ENETUNREACH: "the network cannot be reached; check it",
};

const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: "Somebody listens there already: stop that process, or set `PORT` to another one.",
  EADDRNOTAVAIL: "This machine has no such address: set `HOST` to one that it has.",
  EAFNOSUPPORT: "This machine has no addresses of that kind (IPv6, say): set `HOST` to one that it has.",
  EACCES: "This user may not listen there: set `PORT` to one above 1023.",
  ENOTFOUND: "This machine does not know that name: set `HOST` to an address that it has.",
};

/** What to do, as the end of a sentence; null: it is no error of the system that anybody can do something about. */
export function systemErrorWords(error: unknown): string | null {
  const code = codeOf(error);
  return code === null ? null : (FILES[code] ?? NETWORK[code] ?? null);
}

/** The same for a server that could not begin to listen, as a whole sentence. */
export function listenWords(error: unknown): string | null {
  return LISTENING[codeOf(error) ?? ""] ?? null;
}

/** Any error in words for people; one of our own has them already. */
export function errorWords(error: unknown, unknown: string): string {
  return systemErrorWords(error) ?? (error instanceof Error ? error.message : unknown);
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" && Object.hasOwn({ ...FILES, ...NETWORK, ...LISTENING }, error.code)
    ? error.code
    : null;
}

/** For whoever asked at a terminal and got no answer of the host that can be used. */
export const HOST_TROUBLE =
  "GitHub did not answer as it should. Try again in a moment; if it stays so, see whether this machine reaches `GITHUB_API_URL`.";
