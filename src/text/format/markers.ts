// Hidden markers by which the app finds its own comments again, built and parsed side by side. A marker counts
// only in a comment that the host says is ours; outside text can never hold one (see inert.ts).

import { VERSION } from "../../domain/version.ts";

/** Marks the status comment. Fixed: installations of older editions have it on their issues. */
export const STATUS_MARKER = "<!-- AUTOLOOP:STATUS -->";

/** Which journal state a status comment shows, and which version of the app says so; stands after `STATUS_MARKER`. */
export function statusSeqMarker(seq: number, version = VERSION): string {
  return `<!-- autoloop:v1 status seq=${seq} by=${version} -->`;
}

const STATUS_SEQ = /<!-- autoloop:v1 status seq=(\d{1,15})(?: by=([\w.+-]{1,40}))? -->/;

/** The comment is a status comment, ours or one of an older edition. */
export function hasStatusMarker(body: string): boolean {
  return body.includes(STATUS_MARKER);
}

/** Sequence number of the newest event that the status comment shows; null where it does not say. */
export function statusSeq(body: string): number | null {
  const seq = STATUS_SEQ.exec(body)?.[1];
  return seq === undefined ? null : Number(seq);
}

/** Which version of the app wrote a status comment; null where it does not say. */
export function statusVersion(body: string): string | null {
  return STATUS_SEQ.exec(body)?.[2] ?? null;
}

/** The two status comments say the same, whatever sequence number and version they carry. */
export function sameStatus(a: string, b: string): boolean {
  return comparable(a) === comparable(b);
}

function comparable(body: string): string {
  // GitHub may hand a body back with other line ends and without the last one.
  return body.replace(STATUS_SEQ, "").replaceAll("\r\n", "\n").trimEnd();
}

/** First line of the comment about one ended iteration. */
export function iterationMarker(program: string, number: number): string {
  return `<!-- autoloop:v1 iteration program=${program} number=${number} -->`;
}

const ITERATION = /^<!-- autoloop:v1 iteration program=([a-z0-9-]{1,100}) number=(\d{1,9}) -->/;

/** Which iteration a comment is about; null for every other comment. */
export function iterationOf(body: string): { readonly program: string; readonly number: number } | null {
  const [, program, number] = ITERATION.exec(body) ?? [];
  return program === undefined ? null : { program, number: Number(number) };
}

/** First line of the comment that stands for the comments of these iterations, both ends included. */
export function digestMarker(program: string, from: number, to: number): string {
  return `<!-- autoloop:v1 digest program=${program} from=${from} to=${to} -->`;
}

const DIGEST = /^<!-- autoloop:v1 digest program=([a-z0-9-]{1,100}) from=(\d{1,9}) to=(\d{1,9}) -->/;

/** Which iterations a digest stands for; null for every other comment. */
export function digestOf(
  body: string,
): { readonly program: string; readonly from: number; readonly to: number } | null {
  const [, program, from, to] = DIGEST.exec(body) ?? [];
  return program === undefined ? null : { program, from: Number(from), to: Number(to) };
}

/** First line of the one comment that answers commands. @param to the command's comment and the start of its text's hash */
export function answerMarker(program: string, to: string): string {
  if (!/^\d{1,20}\.[0-9a-f]{12}$/.test(to)) throw new RangeError(`unusable answer key: ${to}`);
  return `<!-- autoloop:v1 answer program=${program} to=${to} -->`;
}

/** Answers of before they stood anywhere but on the program's own issue do not name it. */
const ANSWER = /^<!-- autoloop:v1 answer (?:program=([a-z0-9-]{1,100}) )?to=(\d{1,20}\.[0-9a-f]{12}) -->/;

/** Which program's answer to which command a comment is; null for every other comment. */
export function answerTo(body: string): { readonly program: string | null; readonly to: string } | null {
  const [, program = null, to] = ANSWER.exec(body) ?? [];
  return to === undefined ? null : { program, to };
}

/** First line of the issue "Set up Autoloop". @param done the app closed it once: nothing is left to set up */
export function setupMarker(done: boolean): string {
  return `<!-- autoloop:v1 setup done=${done ? "yes" : "no"} -->`;
}

const SETUP = /^<!-- autoloop:v1 setup done=(yes|no) -->/;

/** What the marker of such an issue says; null for every other body. */
export function setupOf(body: string): { readonly done: boolean } | null {
  const done = SETUP.exec(body)?.[1];
  return done === undefined ? null : { done: done === "yes" };
}

/** What a notice is about. Of each kind and key there is one comment. */
export type NoticeKind = "paused" | "problems" | "approval" | "completed" | "put-back" | "epoch";

/**
 * First line of a notice.
 * @param key tells notices of one kind apart (a time, a hash): letters, digits and `. : _ -`, at most 100
 */
export function noticeMarker(kind: NoticeKind, key: string): string {
  if (!/^[\w.:-]{1,100}$/.test(key) || key.includes("--"))
    throw new RangeError(`unusable notice key: ${key}`);
  return `<!-- autoloop:v1 notice kind=${kind} key=${key} -->`;
}

const NOTICE =
  /^<!-- autoloop:v1 notice kind=(paused|problems|approval|completed|put-back|epoch) key=([\w.:-]{1,100}) -->/;

/** Which notice a comment is; null for every other comment. */
export function noticeOf(body: string): { readonly kind: NoticeKind; readonly key: string } | null {
  const [, kind, key] = NOTICE.exec(body) ?? [];
  if (kind === undefined || key === undefined) return null;
  return { kind: kind as NoticeKind, key };
}
