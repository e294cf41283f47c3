import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readZipEntry } from "../../src/executors/zip.ts";
import type { ZipLimits } from "../../src/executors/zip-directory.ts";
import { type CraftedEnd, type CraftedEntry, craftedZip, numbers64 } from "./crafted-zip.ts";

const LIMITS: ZipLimits = { bytes: 1_000_000, entries: 50 };
const NAME = "report.json";
/** Bytes that nothing makes smaller, always the same. */
const noise = (bytes: number) => {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, n) =>
    createHash("sha256").update(String(n)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
};

/** The text of the entry, or why there is none. */
function read(archive: Uint8Array, limits: ZipLimits = LIMITS): string {
  const found = readZipEntry(archive, NAME, limits);
  return "fault" in found ? `fault: ${found.fault}` : Buffer.from(found).toString("utf8");
}

const crafted = (entry: Partial<CraftedEntry>, end: CraftedEnd = {}) =>
  read(craftedZip([{ name: NAME, text: '{"a":1}', ...entry }], end));

describe(readZipEntry, () => {
  it("reads what an honest tool wrote, compressed or not, among other entries", () => {
    const property = fc.property(
      fc.uint8Array({ maxLength: 5_000 }),
      fc.constantFrom(0, 1, 6, 9),
      fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 5 }),
      (bytes, level, others) => {
        const files = Object.fromEntries(others.map((other, index) => [`other/${index}`, other]));
        const archive = zipSync({ ...files, [NAME]: bytes }, { level: level as 0 });
        expect(readZipEntry(archive, NAME, LIMITS)).toEqual(bytes);
      },
    );
    fc.assert(property);
  });

  it("reads an archive whose entries' own headers leave the sizes to the directory, and one with a comment", () => {
    expect(crafted({ flags: 0x0808 })).toBe('{"a":1}');
    expect(crafted({}, { comment: "made by hand" })).toBe('{"a":1}');
    expect(crafted({ method: 0 })).toBe('{"a":1}');
    expect(crafted({ text: "" })).toBe("");
  });

  it("reads an entry of many blocks to its last byte", () => {
    const text = noise(600_000).toString("base64");
    // Compared apart, so that a failure does not print it.
    expect(crafted({ text }) === text).toBe(true);
    const blocks = deflateRawSync(Buffer.from(text), { level: 0 });
    expect(crafted({ text, packed: blocks }) === text).toBe(true);
  });

  it.each<[string, Partial<CraftedEntry>, string]>([
    ["is encrypted", { flags: 1 }, "unsupported"],
    ["is strongly encrypted", { flags: 0x40 }, "unsupported"],
    ["has a masked header", { flags: 0x2000 }, "unsupported"],
    ["is compressed in another way", { method: 12 }, "unsupported"],
    ["keeps its size in a zip64 record", { size: 0xffffffff }, "unsupported"],
    ["keeps its packed size in a zip64 record", { packedSize: 0xffffffff }, "unsupported"],
    ["keeps its place in a zip64 record", { offset: 0xffffffff }, "unsupported"],
    ["is bigger than it may be", { size: 1_000_001, packed: noise(50_000) }, "too-big"],
    ["is smaller than told", { size: 8 }, "lying"],
    ["is bigger than told", { size: 6 }, "lying"],
    ["is stored in another size than told", { method: 0, size: 6 }, "lying"],
    ["is called otherwise in its own header", { local: { name: "report.jsox" } }, "lying"],
    ["is of another kind in its own header", { local: { method: 0 } }, "lying"],
    ["is encrypted in its own header", { local: { flags: 1 } }, "lying"],
    ["begins where no entry does", { offset: 1 }, "damaged"],
    ["begins in the directory", { offset: 48 }, "damaged"],
    ["reaches into the directory", { packedSize: 60 }, "damaged"],
    ["breaks off", { packed: deflateRawSync('{"a":1}').subarray(0, 5) }, "damaged"],
    ["is no stream", { packed: Buffer.alloc(20, 0xff) }, "damaged"],
    ["has no bytes where some are told", { packed: Buffer.alloc(0) }, "lying"],
  ])("refuses an entry that %s", (_, entry, fault) => {
    expect(crafted(entry)).toBe(`fault: ${fault}`);
  });

  it.each([
    "/report.json",
    "../report.json",
    "a/../report.json",
    "./report.json",
    "a//b",
    "a/",
    "/",
    "",
    "a\\b",
    "C:a",
    "a\u0000",
    "a\nb",
    Buffer.from([0x61, 0xff]),
  ])("looks at no archive with an entry called %j", (name) => {
    const archive = craftedZip([{ name: NAME }, { name }]);
    // The name of a folder is one; a file cannot be called so, and is told from it by nothing else.
    expect(read(archive)).toBe(name === "a/" ? "{}" : "fault: odd-name");
  });

  it("refuses two entries of one name, whichever they are", () => {
    expect(read(craftedZip([{ name: NAME }, { name: NAME }]))).toBe("fault: doubled");
    expect(read(craftedZip([{ name: NAME }, { name: "a" }, { name: "a" }]))).toBe("fault: doubled");
  });

  it("refuses more entries than it may hold, before it reads any of them", () => {
    const many = Array.from({ length: 51 }, (_, index) => ({ name: `${index}`, flags: 1 }));
    expect(read(craftedZip(many))).toBe("fault: too-many");
    expect(read(craftedZip([{ name: NAME }, ...many.slice(2).map(({ name }) => ({ name }))]))).toBe("{}");
  });

  it("finds only the very name", () => {
    for (const name of ["REPORT.JSON", "a/report.json", "report.json.bak"]) {
      expect(read(craftedZip([{ name }]))).toBe("fault: missing");
    }
    expect(read(craftedZip([]))).toBe("fault: missing");
  });

  it.each<[string, CraftedEnd, string]>([
    ["holds fewer entries than told", { count: 2 }, "damaged"],
    ["holds more entries than told", { count: 0 }, "damaged"],
    ["has a directory elsewhere", { offset: 3 }, "damaged"],
    ["has a directory of another size", { size: 3 }, "damaged"],
    ["has something behind its directory", { before: Buffer.alloc(4) }, "damaged"],
    ["is one of several disks", { disk: 1 }, "unsupported"],
    [
      "says that it is zip64 and is not",
      { before: Buffer.concat([Buffer.from("PK\x06\x07"), Buffer.alloc(16)]) },
      "damaged",
    ],
    ["has a zip64 record of another kind", { zip64: { signature: 0x06054b50 } }, "damaged"],
    ["has its zip64 record elsewhere", { zip64: { at: 2 ** 40 } }, "damaged"],
    ["has a longer zip64 record than there is", { zip64: { length: 45 } }, "damaged"],
    ["has its directory elsewhere, in zip64", { zip64: { offset: 2 ** 40 } }, "damaged"],
    ["holds more entries than it may, in zip64", { zip64: { count: 2 ** 40 } }, "too-many"],
    ["is one of several disks, in zip64", { zip64: { disk: 1 } }, "unsupported"],
    ["has its zip64 record on another disk", { zip64: { locatorDisk: 1 } }, "unsupported"],
    ["says two counts", { zip64: {}, count: 2 }, "lying"],
    ["says two sizes", { zip64: {}, size: 2 }, "lying"],
    ["says two places", { zip64: {}, offset: 2 }, "lying"],
    ["keeps the place of its directory in a zip64 record", { offset: 0xffffffff }, "unsupported"],
  ])("refuses an archive that %s", (_, end, fault) => {
    expect(crafted({}, end)).toBe(`fault: ${fault}`);
  });

  it("reads a small zip64 archive", () => {
    const other = { name: "a", text: "x" };
    const archive = craftedZip([other, { name: NAME, text: '{"a":1}', zip64: true }], { zip64: {} });
    expect(read(archive)).toBe('{"a":1}');
    expect(crafted({ zip64: true })).toBe('{"a":1}');
    expect(crafted({}, { zip64: {}, count: 1 })).toBe('{"a":1}');
  });

  it("reads the zip64 field among others, of the numbers that stand there only", () => {
    const others = Buffer.from([0x55, 0x54, 2, 0, 9, 9]);
    expect(crafted({ extra: others, zip64: true })).toBe('{"a":1}');
    expect(crafted({ size: 0xffffffff, extra: Buffer.concat([others, numbers64(7)]) })).toBe('{"a":1}');
  });

  it.each<[string, Partial<CraftedEntry>, string]>([
    ["holds too few numbers", { size: 0xffffffff, packedSize: 0xffffffff, extra: numbers64(7) }, "damaged"],
    ["is longer than there is room", { size: 0xffffffff, extra: numbers64(7).subarray(0, 8) }, "damaged"],
    ["is cut in its head", { size: 0xffffffff, extra: numbers64(7).subarray(0, 3) }, "unsupported"],
    ["tells more than may be", { size: 0xffffffff, extra: numbers64(2 ** 40) }, "too-big"],
    ["leads far away", { offset: 0xffffffff, extra: numbers64(2 ** 40) }, "damaged"],
  ])("refuses an entry whose zip64 field %s", (_, entry, fault) => {
    expect(crafted(entry)).toBe(`fault: ${fault}`);
  });

  it("reads what compresses well, and nothing that is too big", () => {
    const zeros = Buffer.alloc(900_000);
    // Compared apart, so that a failure does not print it.
    expect(read(zipSync({ [NAME]: zeros })) === zeros.toString()).toBe(true);
    expect(read(zipSync({ [NAME]: new Uint8Array(1_000_001) }))).toBe("fault: too-big");
    expect(read(zipSync({ [NAME]: Buffer.from("{}"), other: new Uint8Array(1_000_001) }))).toBe(
      "fault: too-big",
    );
  });

  it("refuses a bomb that lies about itself, after no more than it told", () => {
    const packed = deflateRawSync(Buffer.alloc(200 * 1024 * 1024));
    const before = process.memoryUsage().arrayBuffers;
    expect(crafted({ packed, size: 1_000 })).toBe("fault: lying");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
  });

  it("gives up on megabytes behind the end of a stream", () => {
    const packed = Buffer.concat([deflateRawSync("{}"), noise(9 * 1024 * 1024)]);
    expect(crafted({ packed, text: "{}" })).toBe("fault: damaged");
    expect(crafted({ packed, size: 500_000 })).toBe("fault: damaged");
  });

  it("gives the bytes that were put in or none, for any archive that was cut or changed", () => {
    const text = JSON.stringify({ report: noise(300).toString("base64") });
    const archive = craftedZip([
      { name: "other", text: "x" },
      { name: NAME, text },
    ]);
    const property = fc.property(
      fc.integer({ min: 0, max: archive.length }),
      fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { maxLength: 4 }),
      fc.boolean(),
      (cut, changes, isCut) => {
        const bytes = Buffer.from(archive);
        for (const [at, value] of changes) bytes[at] = value;
        const found = readZipEntry(isCut ? bytes.subarray(0, cut) : bytes, NAME, LIMITS);
        if ("fault" in found) return;
        expect(found.length).toBeLessThanOrEqual(LIMITS.bytes);
        if (isCut) expect(cut).toBe(archive.length);
        if (changes.length === 0) expect(Buffer.from(found).toString()).toBe(text);
      },
    );
    fc.assert(property, { numRuns: 2_000 });
  });

  it("refuses anything that is no archive, and never breaks", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(read(bytes)).toBe("fault: damaged");
      }),
    );
    // Bytes behind a record of the end that are as they like.
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.uint8Array({ maxLength: 99 }),
        (end, front) => {
          const archive = Buffer.concat([front, Buffer.from("PK\x05\x06"), end, Buffer.alloc(2)]);
          expect(read(archive)).toContain("fault: ");
        },
      ),
    );
  });
});
