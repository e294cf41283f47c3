// Archives for the corpus, made of what a case says about them: good ones, and ones whose fields lie.

import { deflateRawSync } from "node:zlib";
import { craftedZip } from "../executors/crafted-zip.ts";
import { documentText, GOOD_REPORT } from "./documents.ts";
import { fieldsIn } from "./outcome.ts";

/**
 * `entries`: fields of `craftedZip`'s entries; `name` and `text` are those of a good report where they are left out,
 * `report` changes that report, `zeros` stands for so many zero bytes, `deflated` for a stream of other text than told.
 * `end`: fields of the record at the end. `keep`, `before` and `after` cut the archive and put bytes (hexadecimal)
 * around it; `flip` turns over the bits of one byte. `raw`: the whole archive, in hexadecimal.
 */
export function archiveOf(input: Readonly<Record<string, unknown>>): Uint8Array {
  const { entries = [{}], end = {}, keep, before = "", after = "", flip, raw } = input;
  if (typeof raw === "string") return Buffer.from(raw, "hex");
  const made = craftedZip((entries as readonly unknown[]).map(entryOf), fieldsIn(end));
  if (typeof flip === "number") made.writeUInt8(made.readUInt8(flip) ^ 0xff, flip);
  const kept = typeof keep === "number" ? made.subarray(0, keep < 0 ? made.length + keep : keep) : made;
  return Buffer.concat([Buffer.from(String(before), "hex"), kept, Buffer.from(String(after), "hex")]);
}

function entryOf(input: unknown) {
  const { report = {}, zeros, deflated, packed, nameBytes, ...entry } = fieldsIn(input);
  const text = typeof zeros === "number" ? "\0".repeat(zeros) : documentText(GOOD_REPORT, report);
  return {
    name: typeof nameBytes === "string" ? Buffer.from(nameBytes, "hex") : "report.json",
    text,
    ...(typeof deflated === "string" ? { packed: deflateRawSync(deflated) } : {}),
    ...(typeof packed === "string" ? { packed: Buffer.from(packed, "hex") } : {}),
    ...entry,
  };
}
