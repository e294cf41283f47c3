// One entry of a zip archive, in memory. The archive comes from whoever could write to the machine that made it, so
// everything in its directory is checked before a byte is inflated, no size in it is believed, and what an honest
// tool would not have written is refused. Must never touch the disk or inflate another entry.

import { Inflate } from "fflate";

/** Why an archive is refused. `lying`: it holds something else than its directory says. */
export type ZipFault =
  | "damaged"
  | "unsupported"
  | "too-many"
  | "odd-name"
  | "doubled"
  | "missing"
  | "too-big"
  | "ratio"
  | "lying";

/** At most this: bytes of any one entry, entries, and how many times as big as its compressed form one may be. */
export interface ZipLimits {
  readonly bytes: number;
  readonly entries: number;
  readonly ratio: number;
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Signatures and fixed sizes of the records (PKWARE, APPNOTE.TXT 4.3.7, 4.3.12, 4.3.15, 4.3.16). */
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const END = { signature: 0x06054b50, bytes: 22 };
const END64_LOCATOR = { signature: 0x07064b50, bytes: 20 };
/** Stands for "see the zip64 record". */
const IN_ZIP64 = 0xffffffff;
/** General purpose bits 0, 6 and 13: encrypted in one way or another. */
const ENCRYPTED = 0x2041;
const STORED = 0;
const DEFLATED = 8;
/** Compressed bytes inflated at once. Deflate makes at most 1,032 of one, so no step makes more than 4 MB. */
const STEP = 4 * 1024;
/** A block that is not compressed holds at most 64 KiB; what gives nothing for longer than that is no stream. */
const IDLE = 128 * 1024;

/** Thrown and caught within this file. */
class Refused extends Error {
  constructor(readonly fault: ZipFault) {
    super(fault);
  }
}

/** The bytes of the one entry of this name. */
export function readZipEntry(
  archive: Uint8Array,
  name: string,
  limits: ZipLimits,
): Uint8Array | { readonly fault: ZipFault } {
  try {
    const { entries, end } = directoryOf(archive, limits);
    const entry = entries.find((one) => one.name === name);
    if (entry === undefined) throw new Refused("missing");
    const packed = contentOf(archive, entry, end);
    const bytes = entry.method === STORED ? packed : inflate(packed, entry.size);
    if (bytes.length !== entry.size) throw new Refused("lying");
    return bytes;
  } catch (error) {
    if (error instanceof Refused) return { fault: error.fault };
    throw error;
  }
}

/** All entries, checked, and where their directory begins. */
function directoryOf(archive: Uint8Array, limits: ZipLimits) {
  const view = viewOf(archive);
  const at = endRecord(view);
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const begin = view.getUint32(at + 16, true);
  const oneDisk = view.getUint32(at + 4, true) === 0 && view.getUint16(at + 8, true) === count;
  if (!oneDisk || isZip64(view, at) || begin === IN_ZIP64) throw new Refused("unsupported");
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

function isZip64(view: DataView, end: number): boolean {
  const at = end - END64_LOCATOR.bytes;
  return at >= 0 && view.getUint32(at, true) === END64_LOCATOR.signature;
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
  const next =
    at + CENTRAL.bytes + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > end) throw new Refused("damaged");
  return {
    name: textOf(archive.subarray(at + CENTRAL.bytes, at + CENTRAL.bytes + nameLength)),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
    next,
  };
}

function check({ name, flags, method, packed, size, offset }: Entry, limits: ZipLimits): void {
  if ((flags & ENCRYPTED) !== 0 || (method !== STORED && method !== DEFLATED))
    throw new Refused("unsupported");
  if ([packed, size, offset].includes(IN_ZIP64)) throw new Refused("unsupported");
  if (!isPlainName(name)) throw new Refused("odd-name");
  if (size > limits.bytes) throw new Refused("too-big");
  if (size > packed * limits.ratio) throw new Refused("ratio");
}

/** A relative path without detours, as it would be written on any system. */
function isPlainName(name: string): boolean {
  const parts = name.replace(/\/$/, "").split("/");
  return !/[\p{Cc}\\:]/u.test(name) && parts.every((part) => !["", ".", ".."].includes(part));
}

/** The entry's bytes as they are in the archive, where its own header agrees with the directory. */
function contentOf(archive: Uint8Array, { name, flags, method, packed, offset }: Entry, end: number) {
  const view = viewOf(archive);
  if (offset + LOCAL.bytes > end || view.getUint32(offset, true) !== LOCAL.signature)
    throw new Refused("damaged");
  const nameAt = offset + LOCAL.bytes;
  const nameEnd = nameAt + view.getUint16(offset + 26, true);
  const begin = nameEnd + view.getUint16(offset + 28, true);
  if (begin + packed > end) throw new Refused("damaged");
  const same =
    view.getUint16(offset + 6, true) === flags &&
    view.getUint16(offset + 8, true) === method &&
    textOf(archive.subarray(nameAt, nameEnd)) === name;
  if (!same) throw new Refused("lying");
  return archive.subarray(begin, begin + packed);
}

/** @param size ends the work at once when more comes out */
function inflate(packed: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let length = 0;
  let fruitful = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > size) throw new Refused("lying");
    bytes.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length || at === 0; at += STEP) {
      const before = length;
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
      if (length > before) fruitful = at;
      if (at - fruitful > IDLE) throw new Refused("damaged");
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("damaged");
  }
  return bytes.subarray(0, length);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused("odd-name");
  }
}
