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
  /** Bytes between the directory and the record at the end. */
  readonly before?: Uint8Array;
}

const record = (bytes: number, fill: (view: DataView) => void): Buffer => {
  const buffer = Buffer.alloc(bytes);
  fill(new DataView(buffer.buffer, buffer.byteOffset, bytes));
  return buffer;
};

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
        view.setUint32(20, packedSize, true);
        view.setUint32(24, size, true);
        view.setUint16(28, name.length, true);
        view.setUint32(42, entry.offset ?? at, true);
      }),
      name,
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
    record(22, (view) => {
      view.setUint32(0, 0x06054b50, true);
      view.setUint16(4, end.disk ?? 0, true);
      view.setUint16(8, end.count ?? entries.length, true);
      view.setUint16(10, end.count ?? entries.length, true);
      view.setUint32(12, end.size ?? listed.length, true);
      view.setUint32(16, end.offset ?? at, true);
      view.setUint16(20, comment.length, true);
    }),
    comment,
  ]);
}
