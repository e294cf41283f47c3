// One entry of a zip archive, in memory. The archive comes from whoever could write to the machine that made it, so
// everything in its directory is checked before a byte is inflated, no size in it is believed, and what an honest
// tool would not have written is refused. Must never touch the disk or inflate another entry.

import { Inflate } from "fflate";
import type { ArchiveFault } from "../domain/journal/run-loss.ts";
import { directoryOf, type Entry, Refused, STORED, textOf, viewOf, type ZipLimits } from "./zip-directory.ts";

/** PKWARE, APPNOTE.TXT 4.3.7. */
const LOCAL = { signature: 0x04034b50, bytes: 30 };
/** Compressed bytes inflated at once. Deflate makes at most 1,032 of one, so no step makes more than 4 MB. */
const STEP = 4 * 1024;
/** A block that is not compressed holds at most 64 KiB; what gives nothing for longer than that is no stream. */
const IDLE = 128 * 1024;

/** The bytes of the one entry of this name. */
export function readZipEntry(
  archive: Uint8Array,
  name: string,
  limits: ZipLimits,
): Uint8Array | { readonly fault: ArchiveFault } {
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
