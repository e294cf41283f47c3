// What a process printed, kept within fixed memory: its beginning and its end. Must never grow with the output.

import { OUTPUT_CHARACTERS, OUTPUT_LINES } from "../../domain/limits.ts";

/** Keeps the first `headBytes` and the last `tailBytes` of a stream and counts the rest. */
export class BoundedOutput {
  readonly #head: Buffer;
  readonly #tail: Buffer;
  #inHead = 0;
  /** Bytes that ever went to the tail; its ring begins anew after each `#tail.length`. */
  #toTail = 0;

  constructor(headBytes: number, tailBytes: number) {
    this.#head = Buffer.alloc(headBytes);
    this.#tail = Buffer.alloc(tailBytes);
  }

  push(chunk: Buffer): void {
    const taken = chunk.copy(this.#head, this.#inHead);
    this.#inHead += taken;
    let rest = chunk.subarray(taken);
    const skipped = Math.max(0, rest.length - this.#tail.length);
    this.#toTail += skipped;
    rest = rest.subarray(skipped);
    while (rest.length > 0) {
      const copied = rest.copy(this.#tail, this.#toTail % this.#tail.length);
      this.#toTail += copied;
      rest = rest.subarray(copied);
    }
  }

  /** The text, with a line that counts what was left out, where something was. */
  text(): string {
    const head = this.#head.subarray(0, this.#inHead);
    if (this.#toTail <= this.#tail.length) {
      return Buffer.concat([head, this.#tail.subarray(0, this.#toTail)]).toString("utf8");
    }
    const start = this.#toTail % this.#tail.length;
    const tail = Buffer.concat([this.#tail.subarray(start), this.#tail.subarray(0, start)]);
    const leftOut = this.#toTail - this.#tail.length;
    return `${head.toString("utf8")}\n… ${leftOut} bytes left out …\n${tail.toString("utf8")}`;
  }
}

/** The last lines of a text, at most `lines` of them and `characters` characters, for a reader's eye. */
export function lastLines(text: string, lines = OUTPUT_LINES, characters = OUTPUT_CHARACTERS): string {
  return text.slice(-characters).trimEnd().split("\n").slice(-lines).join("\n").trim();
}
