// Writes zip archives byte by byte, so that each field can say something else than what is true.

import { deflateRawSync } from "node:zlib";

/** An entry; what is left out is as an honest tool would write it. */
export interface CraftedEntry {
  readonly name: string | Uint8Array;
  readonly text?: string;
  /** The bytes as they stand in the archive. */
  readonly packed?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** The sizes and the place that the directory tells. */
  readonly size?: number;
  readonly packedSize?: number;
  readonly offset?: number;
  /** Extra fields in the directory. */
  readonly extra?: Uint8Array;
  /** Size, packed size and place stand in a zip64 field. */
  readonly zip64?: boolean;
  /** What the entry's own header says instead. */
  readonly local?: { readonly name?: string; readonly flags?: number; readonly method?: number };
}

/** What the record at the end says instead. */
export interface CraftedEnd {
  readonly count?: number;
  readonly size?: number;
  readonly offset?: number;
  readonly disk?: number;
  readonly comment?: string;
  /** The numbers stand in a zip64 record; the one at the end points there, and says its own ones where there are any. */
  readonly zip64?: {
    readonly count?: number;
    readonly size?: number;
    readonly offset?: number;
    readonly disk?: number;
    readonly signature?: number;
    /** Bytes of the record, without its first twelve. */
    readonly length?: number;
    /** Where the record is, as its locator tells. */
    readonly at?: number;
    readonly locatorDisk?: number;
  };
  /** Bytes between the directory and the record at the end. */
  readonly before?: Uint8Array;
}

const record = (bytes: number, fill: (view: DataView) => void): Buffer => {
  const buffer = Buffer.alloc(bytes);
  fill(new DataView(buffer.buffer, buffer.byteOffset, bytes));
  return buffer;
};

const IN_ZIP64 = 0xffffffff;

/** An entry's extra field of numbers in eight bytes each. */
export function numbers64(...numbers: readonly number[]): Buffer {
  return record(4 + 8 * numbers.length, (view) => {
    view.setUint16(0, 1, true);
    view.setUint16(2, 8 * numbers.length, true);
    for (const [index, number] of numbers.entries()) view.setBigUint64(4 + 8 * index, BigInt(number), true);
  });
}

/** The zip64 record of the end and its locator, behind a directory of `size` bytes at `offset`. */
function end64(told: NonNullable<CraftedEnd["zip64"]>, count: number, size: number, offset: number): Buffer {
  const large = record(56, (view) => {
    view.setUint32(0, told.signature ?? 0x06064b50, true);
    view.setBigUint64(4, BigInt(told.length ?? 44), true);
    view.setUint32(16, told.disk ?? 0, true);
    view.setBigUint64(24, BigInt(told.count ?? count), true);
    view.setBigUint64(32, BigInt(told.count ?? count), true);
    view.setBigUint64(40, BigInt(told.size ?? size), true);
    view.setBigUint64(48, BigInt(told.offset ?? offset), true);
  });
  const locator = record(20, (view) => {
    view.setUint32(0, 0x07064b50, true);
    view.setUint32(4, told.locatorDisk ?? 0, true);
    view.setBigUint64(8, BigInt(told.at ?? offset + size), true);
    view.setUint32(16, 1, true);
  });
  return Buffer.concat([large, locator]);
}

export function craftedZip(entries: readonly CraftedEntry[], end: CraftedEnd = {}): Buffer {
  const contents: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { text = "{}", method = 8, flags = 0, local = {} } = entry;
    const packed = entry.packed ?? (method === 8 ? deflateRawSync(text) : Buffer.from(text));
    const name = Buffer.from(entry.name);
    const ownName = Buffer.from(local.name ?? name);
    const size = entry.size ?? Buffer.byteLength(text);
    const packedSize = entry.packedSize ?? packed.length;
    const zip64 = entry.zip64 ?? false;
    const extra = Buffer.concat([
      entry.extra ?? Buffer.alloc(0),
      zip64 ? numbers64(size, packedSize, entry.offset ?? at) : Buffer.alloc(0),
    ]);
    const header = record(30, (view) => {
      view.setUint32(0, 0x04034b50, true);
      view.setUint16(6, local.flags ?? flags, true);
      view.setUint16(8, local.method ?? method, true);
      view.setUint16(26, ownName.length, true);
    });
    directory.push(
      record(46, (view) => {
        view.setUint32(0, 0x02014b50, true);
        view.setUint16(8, flags, true);
        view.setUint16(10, method, true);
        view.setUint32(20, zip64 ? IN_ZIP64 : packedSize, true);
        view.setUint32(24, zip64 ? IN_ZIP64 : size, true);
        view.setUint16(28, name.length, true);
        view.setUint16(30, extra.length, true);
        view.setUint32(42, zip64 ? IN_ZIP64 : (entry.offset ?? at), true);
      }),
      name,
      extra,
    );
    contents.push(header, ownName, Buffer.from(packed));
    at += header.length + ownName.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const comment = Buffer.from(end.comment ?? "");
  return Buffer.concat([
    ...contents,
    listed,
    end.before ?? Buffer.alloc(0),
    end.zip64 === undefined ? Buffer.alloc(0) : end64(end.zip64, entries.length, listed.length, at),
    record(22, (view) => {
      view.setUint32(0, 0x06054b50, true);
      view.setUint16(4, end.disk ?? 0, true);
      view.setUint16(8, end.count ?? (end.zip64 ? 0xffff : entries.length), true);
      view.setUint16(10, end.count ?? (end.zip64 ? 0xffff : entries.length), true);
      view.setUint32(12, end.size ?? (end.zip64 ? IN_ZIP64 : listed.length), true);
      view.setUint32(16, end.offset ?? (end.zip64 ? IN_ZIP64 : at), true);
      view.setUint16(20, comment.length, true);
    }),
    comment,
  ]);
}
