// The directory of a zip archive: every entry in it, checked before a byte of any is looked at. No size in it is
// believed further than the limits, and what an honest tool would not have written is refused.

import type { ArchiveFault } from "../domain/journal/run-loss.ts";

/** At most this: bytes of any one entry, and entries. */
export interface ZipLimits {
  readonly bytes: number;
  readonly entries: number;
}

export interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Signatures and fixed sizes of the records (PKWARE, APPNOTE.TXT 4.3.7, 4.3.12, 4.3.14 to 4.3.16). */
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const END = { signature: 0x06054b50, bytes: 22 };
const END64_LOCATOR = { signature: 0x07064b50, bytes: 20 };
const END64 = { signature: 0x06064b50, bytes: 56 };
/** The extra field of an entry that holds its large numbers. */
const FIELD64 = 0x0001;
/** Stands for "see the zip64 record". */
const IN_ZIP64 = 0xffffffff;
/** General purpose bits 0, 6 and 13: encrypted in one way or another. */
const ENCRYPTED = 0x2041;
export const STORED = 0;
const DEFLATED = 8;

/** Thrown here and caught by `readZipEntry`. */
export class Refused extends Error {
  constructor(readonly fault: ArchiveFault) {
    super(fault);
  }
}

/** All entries, checked, and where their directory begins. */
export function directoryOf(archive: Uint8Array, limits: ZipLimits) {
  const view = viewOf(archive);
  const { count, size, begin, at } = endOf(view, endRecord(view));
  if (count > limits.entries) throw new Refused("too-many");
  if (begin + size !== at) throw new Refused("damaged");
  const entries: Entry[] = [];
  let next = begin;
  while (entries.length < count) {
    const entry = centralEntry(archive, view, next, at);
    next = entry.next;
    entries.push(entry);
  }
  if (next !== at) throw new Refused("damaged");
  for (const entry of entries) check(entry, limits);
  if (new Set(entries.map(({ name }) => name)).size < count) throw new Refused("doubled");
  return { entries, end: begin };
}

/** Where the record at the very end of the archive begins. */
function endRecord(view: DataView): number {
  const last = view.byteLength - END.bytes;
  for (let at = last; at >= 0 && at >= last - 0xffff; at -= 1) {
    if (view.getUint32(at, true) !== END.signature) continue;
    if (at + END.bytes + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw new Refused("damaged");
}

/** What the record at the end says, and where the records of the end begin: `at`. */
function endOf(view: DataView, at: number): { count: number; size: number; begin: number; at: number } {
  const here = {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    begin: view.getUint32(at + 16, true),
  };
  const locator = at - END64_LOCATOR.bytes;
  const oneDisk = view.getUint32(at + 4, true) === 0 && view.getUint16(at + 8, true) === here.count;
  if (!oneDisk) throw new Refused("unsupported");
  if (locator < 0 || view.getUint32(locator, true) !== END64_LOCATOR.signature) {
    if (here.begin === IN_ZIP64) throw new Refused("unsupported");
    return { ...here, at };
  }
  const large = end64Of(view, locator);
  const agrees =
    [large.count, 0xffff].includes(here.count) &&
    [large.size, IN_ZIP64].includes(here.size) &&
    [large.begin, IN_ZIP64].includes(here.begin);
  if (!agrees) throw new Refused("lying");
  return large;
}

/** The same of a zip64 archive, small as it may be: some tools write every archive so. */
function end64Of(view: DataView, locator: number) {
  const at = number64(view, locator + 8);
  if (at + END64.bytes > locator || view.getUint32(at, true) !== END64.signature)
    throw new Refused("damaged");
  if (at + 12 + number64(view, at + 4) !== locator) throw new Refused("damaged");
  const count = number64(view, at + 32);
  const oneDisk =
    view.getUint32(locator + 4, true) === 0 &&
    number64(view, at + 16) === 0 &&
    number64(view, at + 24) === count;
  if (!oneDisk) throw new Refused("unsupported");
  return { count, size: number64(view, at + 40), begin: number64(view, at + 48), at };
}

function centralEntry(
  archive: Uint8Array,
  view: DataView,
  at: number,
  end: number,
): Entry & { readonly next: number } {
  if (at + CENTRAL.bytes > end || view.getUint32(at, true) !== CENTRAL.signature)
    throw new Refused("damaged");
  const nameLength = view.getUint16(at + 28, true);
  const extra = at + CENTRAL.bytes + nameLength;
  const extraEnd = extra + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > end) throw new Refused("damaged");
  // In this order, and only those that say so (APPNOTE.TXT 4.5.3).
  const large = large64(view, extra, extraEnd);
  const size = large(view.getUint32(at + 24, true));
  const packed = large(view.getUint32(at + 20, true));
  const offset = large(view.getUint32(at + 42, true));
  return {
    name: textOf(archive.subarray(at + CENTRAL.bytes, at + CENTRAL.bytes + nameLength)),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    packed,
    size,
    offset,
    next,
  };
}

/** Gives each number itself, or the next of the entry's zip64 field where it stands for that. */
function large64(view: DataView, from: number, to: number): (value: number) => number {
  let at = from;
  while (at + 4 <= to && view.getUint16(at, true) !== FIELD64) at += 4 + view.getUint16(at + 2, true);
  const found = at + 4 <= to;
  const end = found ? at + 4 + view.getUint16(at + 2, true) : to;
  let next = at + 4;
  return (value) => {
    if (value !== IN_ZIP64) return value;
    if (!found) throw new Refused("unsupported");
    next += 8;
    if (next > end || end > to) throw new Refused("damaged");
    return number64(view, next - 8);
  };
}

function check({ name, flags, method, size }: Entry, limits: ZipLimits): void {
  if ((flags & ENCRYPTED) !== 0 || (method !== STORED && method !== DEFLATED))
    throw new Refused("unsupported");
  if (!isPlainName(name)) throw new Refused("odd-name");
  if (size > limits.bytes) throw new Refused("too-big");
}

/** A relative path without detours, as it would be written on any system. */
function isPlainName(name: string): boolean {
  const parts = name.replace(/\/$/, "").split("/");
  return !/[\p{Cc}\\:]/u.test(name) && parts.every((part) => !["", ".", ".."].includes(part));
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused("odd-name");
  }
}

/** Exact as far as any archive reaches that is read here. */
function number64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}
